"""The commands of guided reflection and of the catalogue."""

from __future__ import annotations

from supervision.cli._command import Command

REFLECTION: tuple[Command, ...] = ()
