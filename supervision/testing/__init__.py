"""What helps to test: strategies, fictional examples, and the contracts of plugins.

It needs the extra `testing`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from supervision.testing._examples import (
    example_agreement,
    example_reflection,
    example_session,
    synthetic_sessions,
)
from supervision.testing._keys import unsafe_passphrase
from supervision.testing._strategies import (
    agreements,
    answers,
    case_discussions,
    ledger_lines,
    records,
    reflections,
    sessions,
)
from supervision.testing._values import narratives, pseudonyms, record_ids, themes, words

__all__ = [
    "BackendContract",
    "ContractRow",
    "KeyProviderContract",
    "agreements",
    "answers",
    "case_discussions",
    "example_agreement",
    "example_reflection",
    "example_session",
    "ledger_lines",
    "narratives",
    "pseudonyms",
    "record_ids",
    "records",
    "reflections",
    "run_contract",
    "sessions",
    "synthetic_sessions",
    "themes",
    "unsafe_passphrase",
    "words",
]

_CONTRACTS = {
    "BackendContract": "supervision.testing._backend_contract",
    "ContractRow": "supervision.testing._run_contract",
    "KeyProviderContract": "supervision.testing._key_provider_contract",
    "run_contract": "supervision.testing._run_contract",
}


def __getattr__(name: str) -> Any:
    if name not in _CONTRACTS:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    # Late, because pytest shows no values of a failed assertion in a module that was imported
    # before it was registered, and because strategies and examples need no pytest.
    import_module("pytest").register_assert_rewrite(_CONTRACTS[name])
    return getattr(import_module(_CONTRACTS[name]), name)
