"""Which store the contract is tried on, handed over to other processes by the environment."""

from __future__ import annotations

import json
import os
from pathlib import Path

import attrs

VARIABLE = "SUPERVISION_CONTRACT"
_FILES = ("sqlite", "tinydb")
_HERE = "{folder}"
_NOTHING = '{"url": "memory:", "opened": "", "durable": false, "shared": false, "kills": 0}'


@attrs.frozen(kw_only=True)
class Subject:
    """The store to try.

    Args:
        url: Its URL.
        opened: A folder in which to note which stores were opened before.
        durable: See `BackendContract`.
        shared: See `BackendContract`.
        kills: See `BackendContract`.
    """

    url: str
    opened: str
    durable: bool
    shared: bool
    kills: int

    @classmethod
    def handed_over(cls) -> Subject:
        """Return what `hand_over` left, or a store in memory."""
        return cls(**json.loads(os.environ.get(VARIABLE, _NOTHING)))

    def hand_over(self) -> None:
        """Leave it where the tests, and the processes that they start, find it."""
        os.environ[VARIABLE] = json.dumps(attrs.asdict(self))

    @property
    def has_place(self) -> bool:
        """Whether there is one store for each folder, rather than one for all."""
        return _HERE in self.url or self._file is not None

    def in_folder(self, folder: Path) -> str:
        """Return the URL of such a store in *folder*."""
        if _HERE in self.url:
            return self.url.replace(_HERE, str(folder))
        if self._file is None:
            return self.url
        scheme, path = self._file
        return f"{scheme}:{folder / path.name}"

    @property
    def _file(self) -> tuple[str, Path] | None:
        scheme, colon, rest = self.url.partition(":")
        if len(scheme) < 2 or not colon:
            return "sqlite", Path(self.url)
        return (scheme, Path(rest)) if scheme in _FILES else None
