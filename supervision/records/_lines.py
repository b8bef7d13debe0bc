"""All ledger lines of a journal at one moment."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, TypeVar, overload

from supervision.records._line import LedgerLine
from supervision.records._tally import ThemeTally, tally_of

T = TypeVar("T")

_MOST_REMEMBERED = 64
_ABSENT: Any = object()


class Ledger(Sequence[LedgerLine]):
    """The newest line of each record, in the order of recording, as `Journal.ledger` gives it.

    A ledger does not change: when something is recorded, the journal gives another. So reports can
    remember what they said of it, and the second time costs nothing. Its lines are read when
    they are first needed, as they were when it was given; what only needs to know how often
    themes came up reads fewer.

    Args:
        read: Returns the lines; called once, when they are first needed.
        tally: Returns the tally of the lines; None if it can only be counted.

    Examples:
        >>> from supervision.records import line_of
        >>> from supervision.testing import example_session
        >>> ledger = Ledger(lambda: [line_of(example_session())])
        >>> len(ledger), ledger[0].kind
        (1, 'session')
    """

    def __init__(
        self,
        read: Callable[[], Sequence[LedgerLine]],
        tally: Callable[[], ThemeTally] | None = None,
    ) -> None:
        # Either is dropped once there are lines: what they hold on to may hold keys.
        self._read: Callable[[], Sequence[LedgerLine]] | None = read
        self._counted = tally
        self._lines: tuple[LedgerLine, ...] = ()
        self._remembered: dict[Hashable, Any] = {}

    def __repr__(self) -> str:
        return f"<Ledger{'' if self._read else f' of {len(self._lines)} lines'}>"

    def __reduce__(self) -> tuple[Callable[..., Sequence[LedgerLine]], tuple[object, ...]]:
        # What reads the lines has keys, and stays here; the lines may travel.
        return list, (list(self._all()),)

    @overload
    def __getitem__(self, index: int) -> LedgerLine: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[LedgerLine]: ...
    def __getitem__(self, index: int | slice) -> LedgerLine | Sequence[LedgerLine]:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[LedgerLine]:
        return iter(self._all())

    def _all(self) -> Sequence[LedgerLine]:
        read = self._read
        if read is not None:
            self._lines = tuple(read())
            self._read = self._counted = None
        return self._lines

    def tally(self) -> ThemeTally:
        """Return how often each theme came up, month by month."""
        return self.once("tally", self._counted or (lambda: tally_of(self._all())))

    def once(self, what: Hashable, make: Callable[[], T]) -> T:
        """Return what *make* returns, called only the first time that *what* is asked for.

        Args:
            what: A name for it, and for all that it depends on besides the lines.
            make: Makes it; whoever is given it must not change it.
        """
        found: T = self._remembered.get(what, _ABSENT)
        if found is _ABSENT:
            found = make()
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[what] = found
        return found
