"""The `supervision` command: the extra ``cli``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec

__all__ = ["main"]

_NEEDED = ("cyclopts", "rich", "yaml")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    Args:
        arguments: What follows the command's name; those of the process unless given.

    Returns:
        0 all went well; 1 a problem was found; 2 the command was not understood; 3 wrong key, or
        locked; 4 the store is not available.
    """
    if any(find_spec(name) is None for name in _NEEDED):
        sys.stderr.write("the command needs the extra: pip install 'clinical-supervision[cli]'\n")
        return 2
    # Only here, so that whoever lacks the extra is told so, and whoever imports pays nothing.
    from supervision.cli._main import run  # noqa: PLC0415 (above)

    if arguments is not None:
        return run(list(arguments))
    from supervision.cli._process import prepare  # noqa: PLC0415 (above)

    prepare()
    return run(sys.argv[1:])
