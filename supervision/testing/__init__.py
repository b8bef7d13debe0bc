"""What helps to test: strategies, fictional examples, and the contracts of plugins.

It needs the extra `testing`.
"""

from __future__ import annotations

from importlib.util import find_spec

if any(find_spec(name) is None for name in ("hypothesis", "pytest")):
    msg = "supervision.testing needs another extra: pip install 'clinical-supervision[testing]'"
    raise ModuleNotFoundError(msg)

import pytest

# Before it is imported, or failures show no values. The contract of backends does so itself.
pytest.register_assert_rewrite("supervision.testing._key_provider_contract")

from supervision.testing._backend_contract import BackendContract  # noqa: E402
from supervision.testing._examples import (  # noqa: E402
    example_agreement,
    example_reflection,
    example_session,
    synthetic_sessions,
)
from supervision.testing._key_provider_contract import KeyProviderContract  # noqa: E402
from supervision.testing._keys import unsafe_passphrase  # noqa: E402
from supervision.testing._run_contract import ContractRow, run_contract  # noqa: E402
from supervision.testing._strategies import (  # noqa: E402
    agreements,
    answers,
    case_discussions,
    ledger_lines,
    records,
    reflections,
    sessions,
)
from supervision.testing._values import narratives, pseudonyms, record_ids, themes, words  # noqa: E402

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
