"""The names of months, the same wherever something is said: `strftime` and `calendar` ask the locale."""

from __future__ import annotations

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
