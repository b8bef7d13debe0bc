"""A drawing of matplotlib's, made fit to stand inside a page.

The page allows no inline style, so what matplotlib says in `style` is said in attributes; its
colours become the page's own, which differ on a dark screen; and its ids get a name of their own,
so that two drawings on a page do not take each other's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

INK = "#000001"
MUTED = "#000002"
GRID = "#000003"
MAIN = "#000004"
SOFT = "#000005"
WARN = "#000006"
AIM = "#000007"

_COLOURS: Mapping[str, str] = {
    INK: "var(--ink)",
    MUTED: "var(--muted)",
    GRID: "var(--grid)",
    MAIN: "var(--main)",
    SOFT: "var(--soft)",
    WARN: "var(--warn)",
    AIM: "var(--aim)",
}
"""What is drawn with, and the page's colour for it: no colour of these is ever shown as it is."""

_GONE = frozenset({"metadata", "style", "clipPath"})
# The page has fonts of its own, and nothing is drawn outside of its axes.
_UNSAID = frozenset({"font-family", "id", "clip-path", "width", "height", "version"})
_LONG = re.compile(r"-?\d+\.\d+")
_SIZE = re.compile(r"[\d.]+px")
_LEVEL = re.compile(r"rotate\(-?0(\.0+)? [^)]*\)")


def fitted(drawing: str, *, name: str, title: str, description: str) -> str:
    """Return *drawing* as an element of a page.

    Args:
        drawing: An SVG document, as matplotlib writes it.
        name: What its ids begin with; no other drawing on the page may have it.
        title: What it is called.
        description: What it shows, for whoever cannot see it.
    """
    # Ours: no document from elsewhere is ever parsed here.
    source = ET.fromstring(drawing)  # noqa: S314
    root = ET.Element("svg", _attributes(source, name))
    root.attrib |= {"role": "img", "aria-labelledby": f"{name}-title {name}-text"}
    ET.SubElement(root, "title", {"id": f"{name}-title"}).text = title
    ET.SubElement(root, "desc", {"id": f"{name}-text"}).text = description
    root.extend(_children(source, name))
    return ET.tostring(root, encoding="unicode")


def _children(source: ET.Element, name: str) -> Iterator[ET.Element]:
    for child in source:
        tag = _local(child.tag)
        if tag in _GONE:
            continue
        copy = ET.Element(tag, _attributes(child, name))
        copy.text = child.text if tag in {"text", "tspan"} else None
        copy.extend(_children(child, name))
        if tag == "g" and not copy.attrib:
            yield from copy
        elif tag not in {"g", "defs"} or len(copy):
            yield copy


def _attributes(element: ET.Element, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in element.attrib.items():
        local = _local(key)
        if local == "style":
            found |= _said(value)
        elif local == "href":
            found["href"] = f"#{name}-{value.removeprefix('#')}"
        elif local not in _UNSAID and not _LEVEL.fullmatch(value):
            found[local] = _LONG.sub(_short, value)
    # Only what stands in a definition is ever pointed at.
    if _local(element.tag) == "path" and "id" in element.attrib:
        found["id"] = f"{name}-{element.attrib['id']}"
    return found


def _said(style: str) -> dict[str, str]:
    """Return what an inline style says, as attributes."""
    pairs = [part.partition(":") for part in style.split(";") if part.strip()]
    said = {key.strip(): value.strip() for key, _, value in pairs}
    # Some releases of matplotlib say it in one word, which is none of an attribute.
    if size := _SIZE.search(said.pop("font", "")):
        said["font-size"] = size[0]
    return {
        key: _COLOURS.get(value, _LONG.sub(_short, value))
        for key, value in said.items()
        if key not in _UNSAID
    }


def _short(found: re.Match[str]) -> str:
    return f"{float(found[0]):.2f}".rstrip("0").rstrip(".")


def _local(name: str) -> str:
    return name.rpartition("}")[2]
