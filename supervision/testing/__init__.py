"""What helps to test: strategies, fictional examples, and the contracts of plugins.

It needs the extra `testing`.
"""

from __future__ import annotations

from supervision.testing._examples import (
    example_agreement,
    example_reflection,
    example_session,
    synthetic_sessions,
)

__all__ = ["example_agreement", "example_reflection", "example_session", "synthetic_sessions"]
