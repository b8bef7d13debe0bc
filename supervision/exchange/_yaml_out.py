"""Fields as YAML that any reader takes the same way; it needs no library."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import time
from enum import Enum
from typing import Any

from supervision.exchange._facts import scalar_text

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
_NOT_TEXT_TO_ALL = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"})
# Line ends and invisible characters that YAML folds or refuses, and that JSON leaves alone.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


Remark = Callable[[str, Any], str]
"""Called with the name and the value of a field on one line; what to remark there, if anything."""


def yaml_lines(
    fields: Mapping[str, Any], indent: str = "", *, remark: Remark = lambda _name, _value: ""
) -> Iterator[str]:
    """Yield *fields* as lines of YAML, each indented by *indent*, with remarks as comments."""
    for name, value in fields.items():
        if isinstance(value, dict) and value:
            yield f"{indent}{name}:"
            yield from yaml_lines(value, f"{indent}  ", remark=remark)
        elif isinstance(value, list) and not _fits_one_line(value):
            yield f"{indent}{name}:"
            yield from _items(value, f"{indent}  ", remark)
        else:
            yield f"{indent}{name}: {_inline(value)}{_comment(remark(name, value))}"


def _comment(text: str) -> str:
    # A line end in a remark would begin a field, and YAML refuses other signs that are not seen.
    seen = "".join(each if each.isprintable() else " " for each in text)
    return f"  # {' '.join(seen.split())}" if text else ""


def _fits_one_line(items: list[Any]) -> bool:
    return not any(isinstance(item, dict) or _scalar(item).startswith('"') for item in items)


def _items(items: list[Any], indent: str, remark: Remark) -> Iterator[str]:
    for item in items:
        if not isinstance(item, dict):
            yield f"{indent}- {_scalar(item)}"
            continue
        lines = yaml_lines(item, f"{indent}  ", remark=remark)
        first = next(lines).strip()
        yield f"{indent}- {first}"
        yield from lines


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return f"[{', '.join(_scalar(item) for item in value)}]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    text = scalar_text(value)
    if isinstance(value, time) or (isinstance(value, str) and not isinstance(value, Enum)):
        return _text(text)
    return text


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT_TO_ALL:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)
