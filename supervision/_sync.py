"""What makes the names of new files last."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make durable which files *folder* holds.

    Raises:
        OSError: if the system says no.
    """
    # A folder cannot be opened there; the rename itself is journalled.
    if sys.platform == "win32":  # pragma: no cover
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
