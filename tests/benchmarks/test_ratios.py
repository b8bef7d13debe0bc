"""The comparison with peers still runs, so that its figures can be made again."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NEEDS = {
    "SqlCipher": "sqlcipher3",
    "SqlAlchemyEncrypted": "sqlalchemy_utils",
    "KeyValueFernet": "key_value",
}


def loaded(name, monkeypatch):
    """Return a module of this folder, which is no package."""
    monkeypatch.syspath_prepend(str(HERE))
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def ratios(monkeypatch):
    """The script that measures."""
    loaded("peers", monkeypatch)
    return loaded("ratios", monkeypatch)


@pytest.mark.parametrize(
    "peer",
    [
        "SqliteJson",
        "SqlCipher",
        "FernetByHand",
        "AesGcmByHand",
        "SqlAlchemyEncrypted",
        "KeyValueFernet",
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_every_operation_is_measured_beside_every_peer(ratios, peer, capsys):
    """Each peer keeps and gives back the same sessions, and every figure comes out."""
    needed = NEEDS.get(peer)
    if needed and importlib.util.find_spec(needed) is None:
        pytest.skip(f"the extra 'bench' is not installed: {needed}")
    kind = next(each for each in ratios.PEERS if each.__name__ == peer)

    ratios.run(20, 2, [kind])

    printed = capsys.readouterr().out
    assert printed.count(kind.name) == 8
    assert "ours / theirs" in printed


def test_ours_and_a_peer_count_the_same_themes(ratios, tmp_path):
    """What is timed is the same work: the counts are equal."""
    peer = next(each for each in ratios.PEERS if each.__name__ == "SqliteJson")
    field = ratios.Field(tmp_path, 30, [peer])
    field.fill()

    assert dict(field.ours.themes()) == dict(field.stores[2].themes())
    field.close()


def test_sealing_is_measured(monkeypatch, capsys):
    """Sealing and opening are set against the bare cipher and Fernet."""
    sealing = loaded("sealing", monkeypatch)
    monkeypatch.setattr(sealing, "ROUNDS", 2)
    monkeypatch.setattr(sealing, "REPEATS", 2)

    sealing.main()

    assert capsys.readouterr().out.count("\n") == 6
