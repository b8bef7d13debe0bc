"""Any number of records as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from supervision.codec import from_plain, to_plain
from supervision.errors import SupervisionError
from supervision.exchange._about import About, Document, about
from supervision.exchange._facts import identity_of
from supervision.exchange._labels import themes_in
from supervision.exchange._parsed import Parsed, Problems, Row
from supervision.exchange._source import Source, bytes_of, unreadable
from supervision.records import NO_ID, with_revision

FORMAT = "supervision-export/1"
MAX_JSON_BYTES = 1024 * 1024 * 1024
"""Longest document that is read: half a million sessions."""

_DOCUMENT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_RECORDS = msgspec.json.Decoder(list[msgspec.Raw])
_LABELS = msgspec.json.Decoder(dict[str, str])
_ENTRY = msgspec.json.Decoder(dict[str, Any])
_PARTS = {"format", "records", "count"}
_MAY_BE = "labels"
_ENTRY_PARTS = {"schema", "revision", "recorded", "reason", "record"}
_NOT_ONE = f"must be a JSON document of format {FORMAT}, as `to_json` writes it"


def to_json(
    documents: Iterable[Document], *, labels: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Yield the pieces of one JSON document that holds *documents*, one record a line.

    Nothing is left out: themes, prompts as they were shown, revision, reason, time of
    recording. The number of records stands at the end, so a document that was cut short
    neither parses nor counts right. It is plain text: whoever has it can read it.

    Args:
        documents: The records, in the order to write them; taken one at a time.
        labels: The id of a theme → what it is called. Those of the themes that are met stand
            after the records, for whoever reads; `read_json` takes nothing from them.

    Raises:
        InvalidRecordError: if a time of recording is none.

    Examples:
        >>> from datetime import date
        >>> from supervision.records import Reflection
        >>> reflection = Reflection(on=date(2026, 3, 4), practitioner="S-014", notes="…")
        >>> text = "".join(to_json([Document(record=reflection)]))
        >>> read_json(text.encode(), name="all.json").rows[0].record == reflection
        True
    """
    yield f'{{"format": {json.dumps(FORMAT)}, "records": ['
    count, met = 0, set[str]()
    for document in documents:
        yield f"{',' if count else ''}\n{json.dumps(_entry(document), ensure_ascii=False)}"
        count += 1
        met |= themes_in(document.record)
    called = {theme: labels[theme] for theme in sorted(met) if theme in labels} if labels else {}
    said = f' "labels": {json.dumps(called, ensure_ascii=False)},' if called else ""
    yield f'\n],{said} "count": {count}}}\n'


def _entry(document: Document) -> dict[str, Any]:
    said = about(document)
    plain = to_plain(document.record)
    return {
        "schema": plain.pop("schema"),
        "revision": said.revision,
        "recorded": said.recorded,
        "reason": said.reason,
        "record": plain,
    }


def read_json(source: Source, *, name: str) -> Parsed:
    """Read back what `to_json` wrote.

    Args:
        source: The bytes of the document, or its path; at most 1 GiB.
        name: What to call the file in problems.

    Returns:
        A row for each valid record, and every problem with its place, such as `records[3]`.

    Raises:
        OSError: if there is a path, and the file cannot be read.
    """
    problems = Problems(name)
    found = bytes_of(source, limit=MAX_JSON_BYTES)
    reason = unreadable(found, limit=MAX_JSON_BYTES)
    if reason is not None:
        problems.add(reason.line, "", reason.rule)
        return problems.parsed([])
    rows = (_row(raw, number, problems) for number, raw in enumerate(_records(found, problems)))
    return problems.parsed([row for row in rows if row is not None])


def _records(found: bytes, problems: Problems) -> list[msgspec.Raw]:
    document = _decoded(_DOCUMENT, found.removeprefix(b"\xef\xbb\xbf")) or {}
    labels = document.pop(_MAY_BE, b"{}")
    entries = _decoded(_RECORDS, document["records"]) if document.keys() == _PARTS else None
    if entries is None or bytes(document["format"]) != json.dumps(FORMAT).encode():
        problems.add(0, "", _NOT_ONE)
        return []
    if bytes(document["count"]) != str(len(entries)).encode():
        problems.add(0, "count", "must be the number of records; some were added or are missing")
    if _decoded(_LABELS, labels) is None:
        problems.add(0, _MAY_BE, "must hold a text for each theme")
    return list(entries)


def _decoded(decoder: msgspec.json.Decoder[Any], found: Any) -> Any:
    try:
        return decoder.decode(found)
    except (ValueError, RecursionError):  # msgspec's errors are ValueErrors
        return None


def _row(raw: msgspec.Raw, number: int, problems: Problems) -> Row | None:
    entry = _decoded(_ENTRY, raw)
    if entry is None or entry.keys() != _ENTRY_PARTS or not isinstance(entry["record"], dict):
        rule = f"must hold {', '.join(sorted(_ENTRY_PARTS))}, and nothing else"
        problems.add(0, f"records[{number}]", rule)
        return None
    try:
        return _built(entry, number + 2)
    except SupervisionError as error:
        problems.add(0, f"records[{number}]", str(error))
    return None


def _built(entry: dict[str, Any], line: int) -> Row:
    said = About(
        kind=entry["schema"],
        revision=entry["revision"],
        recorded=entry["recorded"],
        reason=entry["reason"],
    )
    plain = {"id": NO_ID, **entry["record"], "schema": said.kind}
    record = from_plain(plain, said.record_type)
    return Row(
        line=line,
        record=with_revision(record, said.revision),
        identity=identity_of(record),
        id=record.id if "id" in entry["record"] else None,
        recorded=said.recorded,
        reason=said.reason,
    )
