"""Writing plain text so that no half of it passes for the whole, and none is left behind."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Self

from supervision._sync import sync_folder
from supervision.cli._exits import RefusedError
from supervision.exchange import Document, to_json, to_markdown
from supervision.records import Agreement

STDOUT = Path("-")


def check_free(out: Path) -> None:
    """Refuse an output that is there already, or of which a part is, or that has no folder.

    Raises:
        RefusedError: if so; nothing is ever overwritten.
    """
    if out == STDOUT:
        return
    check_free_name(out)
    if os.path.lexists(_partial(out)):
        msg = "a part of an earlier export lies beside --out, in plain text; delete it first"
        raise RefusedError(msg)


def check_free_name(out: Path) -> None:
    """Refuse an output that is there already, or that has no folder to be in."""
    if os.path.lexists(out):
        raise _taken()
    if not out.absolute().parent.is_dir():
        msg = "the folder that --out is in is not there; check the path, or make the folder"
        raise RefusedError(msg)


def _taken() -> RefusedError:
    msg = "there is something at --out already, and nothing is overwritten"
    return RefusedError(msg)


def _partial(out: Path) -> Path:
    return out.with_name(f"{out.name}.partial")


class Part:
    """What is being written, under a name that ends in ``.partial`` until it is whole.

    Args:
        out: The name it gets in the end: a file, a folder, or standard output.
        keep: Whether what is there stays when it does not become whole.
        labels: What themes are called.
    """

    def __init__(self, out: Path, *, keep: bool, labels: Mapping[str, str]) -> None:
        self._out = out
        self._labels = labels
        self._path = _partial(out)
        self._keep = keep
        self._made = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._made and not self._keep:
            _remove(self._path)

    def write(self, documents: Iterable[Document], form: str) -> None:
        """Write *documents* as they come."""
        if self._out == STDOUT:
            _print(to_json(documents, labels=self._labels))
            return
        _make(self._path, form)
        self._made = True
        if form == "json":
            _fill(self._path, to_json(documents, labels=self._labels))
        else:
            _write_pages(self._path, documents, self._labels)

    def finish(self) -> None:
        """Give it its own name: it is whole, and on the disk."""
        if self._made:
            _give_name(self._path, self._out)
            self._made = False
            sync_folder(self._out.absolute().parent)


def write_whole(out: Path, pages: str | Mapping[str, str]) -> None:
    """Write a file, or a folder of files, that is there whole or not at all.

    Args:
        out: Its name; nothing is there yet, see `check_free`.
        pages: The text of the file, or the name and text of each in the folder.
    """
    part = _partial(out)
    _make(part, "json" if isinstance(pages, str) else "folder")
    try:
        if isinstance(pages, str):
            _fill(part, [pages])
        else:
            _fill_folder(part, pages)
        _give_name(part, out)
    except BaseException:
        _remove(part)
        raise
    sync_folder(out.absolute().parent)


def _give_name(part: Path, out: Path) -> None:
    """Give what is whole its own name, unless something came there meanwhile.

    Raises:
        RefusedError: if so.
    """
    if part.is_dir():
        # The system itself puts a folder in the place of no file, and of no folder that has any.
        check_free_name(out)
        part.rename(out)
        return
    try:
        # A rename would take the place of a file that came since one last looked.
        os.link(part, out)
    except FileExistsError:
        raise _taken() from None
    except OSError:
        # Sticks and cards have no second names.
        _replace(part, out)
    else:
        part.unlink()


def _replace(part: Path, out: Path) -> None:
    """Take the name with an empty file, which *part* then replaces."""
    try:
        _make_file(out)
    except FileExistsError:
        raise _taken() from None
    part.replace(out)


def _fill_folder(folder: Path, pages: Mapping[str, str]) -> None:
    for name, text in pages.items():
        _make_file(folder / name)
        _fill(folder / name, [text])
    sync_folder(folder)


def _print(pieces: Iterable[str]) -> None:
    # Whatever a terminal here is set to, the document is UTF-8.
    sys.stdout.flush()
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode())
    sys.stdout.buffer.flush()


def _make(path: Path, form: str) -> None:
    if form == "json":
        _make_file(path)
    else:
        path.mkdir(mode=0o700)


def _make_file(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _fill(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def _write_pages(path: Path, documents: Iterable[Document], labels: Mapping[str, str]) -> None:
    for document in documents:
        text = to_markdown(
            document.record, recorded=document.recorded, reason=document.reason, labels=labels
        )
        page = path / _name(document)
        _make_file(page)
        _fill(page, [text])
    sync_folder(path)


def _name(document: Document) -> str:
    record = document.record
    day = record.starts if isinstance(record, Agreement) else record.on
    kind = type(record).__name__.lower()
    return f"{day.isoformat()}-{kind}-{record.id}-r{record.revision}.md"


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
