"""From a URL to a backend."""

from __future__ import annotations

import importlib.metadata
import sys
from contextlib import closing
from pathlib import Path

import pytest

from supervision.errors import (
    BackendError,
    JournalNotFoundError,
    PluginError,
    UnknownBackendError,
)
from supervision.storage import (
    MemoryBackend,
    SQLiteBackend,
    TinyDBBackend,
    _plugins,
    open_backend,
    open_sqlite,
    schemes,
)


@pytest.fixture
def plug_in(monkeypatch):
    """Say which entry points there are, each as a name, a target and a distribution."""

    def plug_in(*points):
        entries = [_point(*point) for point in points]
        monkeypatch.setattr(importlib.metadata, "entry_points", lambda **_: entries)
        _plugins.claims.cache_clear()

    yield plug_in
    _plugins.claims.cache_clear()


def _point(name, target, distribution):
    point = importlib.metadata.EntryPoint(name, target, _plugins.GROUP)
    if distribution is None:
        return point
    return point._for(_Distribution(distribution))


class _Distribution(importlib.metadata.Distribution):
    def __init__(self, name):
        self._name = name

    @property
    def name(self):
        """The name of the distribution."""
        return self._name

    def read_text(self, filename):
        """Return nothing; there is no file."""

    def locate_file(self, path):
        """Return where a file would be."""
        return path


@pytest.mark.parametrize(
    ("url", "kind", "file"),
    [
        ("memory:", MemoryBackend, None),
        ("MEMORY:", MemoryBackend, None),
        ("sqlite:practice.db", SQLiteBackend, "practice.db"),
        ("SQLite:practice.db", SQLiteBackend, "practice.db"),
        ("sqlite:{folder}/practice.db", SQLiteBackend, "practice.db"),
        ("sqlite://{folder}/practice.db", SQLiteBackend, "practice.db"),
        ("sqlite:a%20b?c=d#e.db", SQLiteBackend, "a%20b?c=d#e.db"),
        ("tinydb:practice.json", TinyDBBackend, "practice.json"),
        ("practice.db", SQLiteBackend, "practice.db"),
        ("practice", SQLiteBackend, "practice"),
        ("./a:b.db", SQLiteBackend, "a:b.db"),
        ("C:\\practice.db", SQLiteBackend, "C:\\practice.db"),
        ("c:practice.db", SQLiteBackend, "c:practice.db"),
        ("sqlite:C:\\practice.db", SQLiteBackend, "C:\\practice.db"),
        ("sqlite:///C:practice.db", SQLiteBackend, "C:practice.db"),
        ("{folder}/practice.db", SQLiteBackend, "practice.db"),
    ],
)
def test_opens_what_the_url_names(tmp_path, monkeypatch, url, kind, file):
    """A URL, with or without a folder, and a plain path each lead to one file, made on request."""
    monkeypatch.chdir(tmp_path)
    with closing(open_backend(url.format(folder=tmp_path), create=True)) as backend:
        assert type(backend) is kind
        backend.commit({"head": b"1"}, expect={"head": None})

    assert [path.name for path in tmp_path.iterdir()] == ([file] if file else [])


def test_a_path_object_is_a_sqlite_file(tmp_path):
    """A path that is no string is taken as a path, whatever it looks like."""
    path = tmp_path / "tinydb:x.json"
    with closing(open_backend(path, create=True)) as backend:
        assert isinstance(backend, SQLiteBackend)
    assert path.is_file()


@pytest.mark.parametrize("url", ["sqlite:none.db", "tinydb:none.json", "none.db", Path("none.db")])
def test_a_missing_file_is_not_made(tmp_path, monkeypatch, url):
    """Opening what is not there is an error and makes nothing."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(JournalNotFoundError, match="check the path, or create"):
        open_backend(url, create=False)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url", ["sqlite:", "tinydb:", "sqlite://", "sqlite://host/x.db", "memory:x"]
)
def test_a_url_that_names_nothing_is_refused(url):
    """A URL without a path, with a host, or with more than it may have is refused with the way out."""
    with pytest.raises(BackendError, match="URL"):
        open_backend(url, create=True)


def test_an_unknown_scheme_is_refused():
    """An unknown scheme is an error that lists the known ones."""
    with pytest.raises(UnknownBackendError, match=r"memory, sqlite, tinydb; .*'\./'") as caught:
        open_backend("postgresql://user:secret@host/db", create=False)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("thing", [None, 1, b"practice.db", object(), {}])
def test_what_is_no_store_is_refused(thing):
    """What is neither a URL, a path nor a backend is a mistake in the program."""
    with pytest.raises(TypeError, match="methods of Backend"):
        open_backend(thing, create=True)


def test_another_distribution_may_bring_a_backend(plug_in):
    """A scheme of a plugin opens what its entry point names, with the URL and the wish to create."""
    plug_in(("mine", "test_registry_plugin:open_mine", "their-package"))
    calls = []
    module = type(sys)("test_registry_plugin")
    module.open_mine = lambda url, *, create: calls.append((url, create)) or MemoryBackend()
    sys.modules[module.__name__] = module
    try:
        open_backend("mine:x", create=True)
        open_backend("Mine:y", create=False)
    finally:
        del sys.modules[module.__name__]

    assert calls == [("mine:x", True), ("Mine:y", False)]
    assert schemes() == ("memory", "mine", "sqlite", "tinydb")


def test_our_own_are_known_without_being_installed(plug_in):
    """Where no entry points are, as in a source tree, our own schemes open all the same."""
    plug_in()

    assert schemes() == ("memory", "sqlite", "tinydb")
    assert isinstance(open_backend("memory:", create=True), MemoryBackend)


def test_our_own_registration_is_no_conflict(plug_in):
    """Our own entry points, found once or twice, claim what is ours already."""
    own = ("sqlite", "supervision.storage:open_sqlite", "clinical-supervision")
    plug_in(own, own)

    assert _plugins.claims()["sqlite"] is None
    assert "sqlite" in schemes()


@pytest.mark.parametrize(
    ("points", "names"),
    [
        ([("sqlite", "other:open", "their-package")], ["their-package", "clinical-supervision"]),
        ([("SQLite", "other:open", "their-package")], ["their-package", "clinical-supervision"]),
        ([("mine", "a:open", "one"), ("mine", "b:open", "two")], ["one", "two"]),
        ([("mine", "a:open", "one"), ("mine", "b:open", None)], ["one", "unknown"]),
    ],
)
def test_two_claims_on_one_scheme_are_an_error(plug_in, points, names):
    """Where two claim a scheme, ours included, neither is taken and both are named."""
    plug_in(*points)
    for call in (schemes, lambda: open_backend("memory:", create=True)):
        with pytest.raises(PluginError) as caught:
            call()
        assert all(f"'{name}'" in str(caught.value) for name in names)


@pytest.mark.parametrize("target", ["no_such_module:open", "supervision.storage:no_such_name"])
def test_a_plugin_that_fails_to_load_is_named(plug_in, target):
    """A plugin that cannot be loaded is an error that names its distribution, with the cause."""
    plug_in(("mine", target, "their-package"))
    with pytest.raises(PluginError, match="their-package") as caught:
        open_backend("mine:x", create=False)

    assert caught.value.__cause__ is not None


def test_the_entry_points_of_the_project_are_ours():
    """What the project registers are the factories that are built in."""
    import tomllib

    project = Path(__file__).parents[2] / "pyproject.toml"
    if not project.exists():
        pytest.skip("the tests run without the source tree")
    registered = tomllib.loads(project.read_text())["project"]["entry-points"][_plugins.GROUP]

    assert registered == _plugins._OURS


def test_a_factory_takes_its_url():
    """A factory can be called by itself, with its URL."""
    with pytest.raises(JournalNotFoundError):
        open_sqlite("sqlite:no such file", create=False)
