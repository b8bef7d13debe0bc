"""Any sequence of calls: a backend against a dict."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from supervision.errors import ConflictError
from supervision.storage import Backend

# Few, and close to each other in order, so that sequences meet the same names again.
_names = st.text(alphabet="a-/0_", min_size=1, max_size=3)
_blobs = st.binary(max_size=8) | st.builds(bytes.__mul__, st.binary(max_size=4), st.just(1500))
_changes = st.dictionaries(_names, st.none() | _blobs, max_size=6)


class BackendMachine(RuleBasedStateMachine):
    """A store and a dict that must stay equal.

    Args:
        make: Opens a new, empty store.
        reopen: Closes a store and opens it again, or `None` if it does not outlive that.
    """

    def __init__(
        self, make: Callable[[], Backend], reopen: Callable[[Backend], Backend] | None
    ) -> None:
        super().__init__()
        self._reopen = reopen
        self._model: dict[str, bytes] = {}
        self._backend = make()

    @rule(changes=_changes, checked=st.sets(_names, max_size=4), scrub=st.booleans())
    def commit(self, changes: dict[str, bytes | None], checked: set[str], *, scrub: bool) -> None:
        """Commit, expecting what is there."""
        expect = {name: self._model.get(name) for name in checked}
        self._backend.commit(changes, expect=expect, scrub=scrub)
        self._follow(changes)

    @rule(changes=_changes, expect=st.dictionaries(_names, st.none() | _blobs, max_size=2))
    def commit_guessing(
        self, changes: dict[str, bytes | None], expect: dict[str, bytes | None]
    ) -> None:
        """Commit, expecting anything; only what is true may pass."""
        is_true = all(self._model.get(name) == blob for name, blob in expect.items())
        try:
            self._backend.commit(changes, expect=expect)
        except ConflictError:
            assert not is_true, "a commit that expects what is there was refused"
        else:
            assert is_true, "a commit that expects what is not there returned"
            self._follow(changes)

    def _follow(self, changes: dict[str, bytes | None]) -> None:
        for name, blob in changes.items():
            self._model.pop(name, None)
            if blob is not None:
                self._model[name] = blob

    @rule(prefix=st.text(alphabet="a-/0_", max_size=2), after=st.just("") | _names)
    def scan(self, prefix: str, after: str) -> None:
        """Scan under a prefix, behind a name."""
        expected = sorted(
            (name, blob)
            for name, blob in self._model.items()
            if name.startswith(prefix) and name > after
        )
        assert list(self._backend.scan(prefix, after=after)) == expected
        assert list(self._backend.names(prefix, after=after)) == [name for name, _ in expected]

    @rule(names=st.lists(_names, max_size=6))
    def read(self, names: list[str]) -> None:
        """Read by name."""
        there = {name: self._model[name] for name in names if name in self._model}
        assert dict(self._backend.get_many(names)) == there
        assert [self._backend.get(name) for name in names] == list(map(self._model.get, names))

    @rule()
    def close_and_open(self) -> None:
        """Close the store and open it again."""
        if self._reopen is not None:
            self._backend = self._reopen(self._backend)

    @invariant()
    def is_equal(self) -> None:
        """The store holds what the dict holds."""
        assert dict(self._backend.scan("")) == self._model

    def teardown(self) -> None:
        """Close the store."""
        self._backend.close()
