"""How the documentation is built: ``sphinx-build -n -W docs <where to>``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from supervision import __version__

sys.path.insert(0, str(Path(__file__).parent))

project = "supervision"
author = "The supervision developers"
copyright = author  # noqa: A001 - the name that Sphinx reads
release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "_generated"]
exclude_patterns = ["_build", "examples"]
html_theme = "furo"
html_title = "supervision"
html_copy_source = False
html_show_copyright = False

myst_heading_anchors = 4

default_role = "py:obj"
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
napoleon_use_ivar = True
napoleon_use_rtype = False

# Types of other projects, and our own private ones: there is no page to link to.
nitpick_ignore_regex = [
    (
        "py:class",
        r"(attrs|collections\.abc|concurrent|contextlib|datetime|fractions)\..*",
    ),
    (
        "py:class",
        r"(msgspec|os|pathlib|typing)\..*",
    ),
    ("py:class", r"(cyclopts|hypothesis|rich)\..*|Narrowed"),
    ("py:class", r"supervision\..*\._.*|supervision\.(\w+\.)*[A-Z]"),
]

_DEFAULT = re.compile(r"attr_dict\['\w+'\]\.default|NOTHING")
_PLURAL = re.compile(r"(?<!`)(`[^`]+`)(?=s\b)")
_CLASS = re.compile(r"(supervision\.|\w+\.)*[A-Z]\w*[a-z]\w*(\.\w+)*")


def setup(app):
    """Hook into the build."""
    app.connect("missing-reference", _resolve)
    app.connect("autodoc-process-signature", _hide_private)
    app.connect("autodoc-process-docstring", _part_plurals)


def _resolve(app, env, node, contnode):
    """Resolve single backticks of docstrings: a public name anywhere, else a mere value.

    What looks like the name of a class and is none stays unresolved, and fails the build.
    """
    target = node.get("reftarget", "")
    if node.get("reftype") != "obj" or node.get("refdomain") != "py":
        return None
    domain = env.get_domain("py")
    public = [name for name, entry in domain.objects.items() if not entry.aliased]
    found = [name for name in public if f".{name}".endswith(f".{target}")]
    if len(found) == 1:
        node = node.copy()
        node["reftarget"] = found[0]
        return domain.resolve_xref(
            env, node["refdoc"], app.builder, "obj", found[0], node, contnode
        )
    return None if _CLASS.fullmatch(target) else contnode


def _hide_private(app, what, name, obj, options, signature, returns):  # noqa: ARG001, PLR0917 - what Sphinx calls
    """Leave out what no reader can use: private arguments, and how attrs finds a default."""
    if what == "class" and signature and "State" in signature:
        return "", None
    return signature and _DEFAULT.sub("...", signature), returns


def _part_plurals(app, what, name, obj, options, lines):  # noqa: ARG001, PLR0917 - what Sphinx calls
    """Let a docstring write `Problem`s: the builder wants the letter apart."""
    lines[:] = [_PLURAL.sub(r"\1\\ ", line) for line in lines]
