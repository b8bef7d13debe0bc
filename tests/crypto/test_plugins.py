"""Key providers of other distributions."""

from __future__ import annotations

import sys

import pytest

from supervision.crypto import KeyFile, Passphrase, RecoveryCode, key_provider
from supervision.errors import PluginError

MODULE = "class Token:\n    kind = 'x-token'\n"


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Install distributions, as pip leaves them on disk."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def install(distribution, points, module="", source=MODULE):
        (tmp_path / f"{module or distribution}.py").write_text(source)
        folder = tmp_path / f"{distribution}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Name: {distribution}\nVersion: 1.0\n")
        lines = "\n".join(f"{name} = {value}" for name, value in points.items())
        (folder / "entry_points.txt").write_text(f"[supervision.key_providers]\n{lines}\n")

    yield install
    for name in ("tokens", "more_tokens", "broken_tokens"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize("provider", [Passphrase, KeyFile, RecoveryCode])
def test_ours_are_known(provider):
    """Our own three are found by their kinds, installed or not."""
    assert key_provider(provider.kind) is provider


def test_ours_may_be_registered_too(installed):
    """The package's own entry points are no second claim."""
    installed(
        "clinical_supervision",
        {"passphrase": "supervision.crypto:Passphrase", "key-file": "supervision.crypto:KeyFile"},
        module="unused",
    )

    assert key_provider("passphrase") is Passphrase


def test_a_provider_of_another_distribution_is_found(installed):
    """An installed distribution brings a kind of its own."""
    installed("tokens", {"x-token": "tokens:Token"})

    assert key_provider("x-token").kind == "x-token"


def test_an_unknown_kind_is_named():
    """A kind that nobody registered says what to install."""
    with pytest.raises(PluginError, match="no key provider is registered as 'x-token'; install"):
        key_provider("x-token")


def test_two_claims_on_one_kind_name_both(installed):
    """Two distributions that claim one kind are both named."""
    installed("tokens", {"x-token": "tokens:Token"})
    installed("more_tokens", {"x-token": "more_tokens:Token"})

    with pytest.raises(PluginError, match="claimed by more_tokens and tokens; uninstall one"):
        key_provider("x-token")


def test_ours_cannot_be_shadowed(installed):
    """A distribution that claims a kind of ours is refused by name."""
    installed("tokens", {"passphrase": "tokens:Token"})

    with pytest.raises(PluginError, match="claimed by tokens and clinical-supervision"):
        key_provider("passphrase")


@pytest.mark.parametrize(
    ("value", "source"),
    [
        ("broken_tokens:Token", "raise RuntimeError"),
        ("broken_tokens:Missing", MODULE),
        ("broken_tokens_missing:Token", MODULE),
        ("no such thing", MODULE),
    ],
    ids=["raises", "no class", "no module", "no name"],
)
def test_a_provider_that_does_not_load_names_its_distribution(installed, value, source):
    """Whatever keeps a provider from loading, the error says whose it is."""
    installed("broken_tokens", {"x-token": value}, source=source)

    with pytest.raises(PluginError, match="'x-token' of broken_tokens does not load"):
        key_provider("x-token")
