"""Fields as YAML that any reader takes the same way; it needs no library."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import time
from enum import Enum
from typing import Any

from supervision.exchange._facts import scalar_text

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
_NOT_TEXT_TO_ALL = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"})
# Line ends and invisible characters that YAML folds or refuses, and that JSON leaves alone.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def yaml_lines(fields: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """Yield *fields* as lines of YAML, each indented by *indent*."""
    for name, value in fields.items():
        if isinstance(value, dict) and value:
            yield f"{indent}{name}:"
            yield from yaml_lines(value, f"{indent}  ")
        elif isinstance(value, list) and not _fits_one_line(value):
            yield f"{indent}{name}:"
            yield from _items(value, f"{indent}  ")
        else:
            yield f"{indent}{name}: {_inline(value)}"


def _fits_one_line(items: list[Any]) -> bool:
    return not any(isinstance(item, dict) or _scalar(item).startswith('"') for item in items)


def _items(items: list[Any], indent: str) -> Iterator[str]:
    for item in items:
        if not isinstance(item, dict):
            yield f"{indent}- {_scalar(item)}"
            continue
        lines = yaml_lines(item, f"{indent}  ")
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
