"""A way in that costs no time, for tests."""

from __future__ import annotations

from supervision.crypto import INSECURE_FAST, Passphrase


def unsafe_passphrase(text: str = "correct horse battery staple") -> Passphrase:
    """Return a passphrase that is quick to try, and so protects nothing.

    Args:
        text: The passphrase.

    Examples:
        >>> unsafe_passphrase()
        <Passphrase>
    """
    return Passphrase(text, INSECURE_FAST)
