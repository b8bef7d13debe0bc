"""Warning of what was found, or refusing it, in words that hold none of it."""

from __future__ import annotations

import warnings
from collections.abc import Iterable

from supervision.errors import IdentifierError
from supervision.identifiers._kinds import Finding

_MOST_LISTED = 10
_WHAT_TO_DO = "put a code such as C-201 in its place, or leave it out"


class IdentifierWarning(UserWarning):
    """A record about to be sealed may point to a person.

    Args:
        message: Where, and what to do; never what is written there.
        findings: Every place.
    """

    def __init__(self, message: str = "", *, findings: Iterable[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


def warn(findings: Iterable[Finding], *, stacklevel: int = 2) -> None:
    """Give one `IdentifierWarning` of all *findings*; none if there are none.

    Args:
        findings: What `check` returned.
        stacklevel: Whose line the warning names: 1 for this function's, 2 for its caller's.
    """
    findings = tuple(findings)
    if findings:
        warning = IdentifierWarning(_told(findings), findings=findings)
        warnings.warn(warning, stacklevel=stacklevel)


def refuse(findings: Iterable[Finding]) -> None:
    """Raise if there are *findings*.

    Raises:
        IdentifierError: with the same findings.
    """
    findings = tuple(findings)
    if findings:
        raise IdentifierError(_told(findings), field=findings[0].field, findings=findings)


def _told(findings: tuple[Finding, ...]) -> str:
    listed = [str(one) for one in findings[:_MOST_LISTED]]
    if len(findings) > _MOST_LISTED:
        listed.append(f"and {len(findings) - _MOST_LISTED} more")
    return "; ".join([*listed, _WHAT_TO_DO])
