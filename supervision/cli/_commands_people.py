"""The commands of the pseudonym book and of known names."""

from __future__ import annotations

from supervision.cli._command import Command

PEOPLE: tuple[Command, ...] = ()
