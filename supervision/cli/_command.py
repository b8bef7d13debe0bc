"""What a command is: its words, what it does, and what its help says."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import attrs


@attrs.frozen(kw_only=True)
class Command:
    """One command.

    Args:
        name: Its words, such as ``keys add``.
        run: What it does; its docstring and annotations are its help.
        examples: What one could type.
        shape: What --json prints; `…` repeats what stands before.
    """

    name: str
    run: Callable[..., Any]
    examples: tuple[str, ...]
    shape: str

    @property
    def help(self) -> str:
        """What its help says first: each paragraph on one line, for the terminal to wrap."""
        text = inspect.cleandoc(self.run.__doc__ or "").partition("\nArgs:")[0]
        paragraphs = text.strip().split("\n\n")
        return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)

    @property
    def epilogue(self) -> str:
        """What stands below the options in its help."""
        typed = "\n".join(f"    {example}" for example in self.examples)
        return f"Examples:\n\n{typed}\n\nWith --json:\n\n    {self.shape}"
