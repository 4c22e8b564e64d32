"""Lengths of time as people type them: `45s`, `10m`, `2h`, `1d`."""

from __future__ import annotations

import re
from datetime import timedelta

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_SHAPE = re.compile(r"([0-9]{1,6})\s*([smhd])")


def parse_duration(text: str) -> timedelta:
    """ValueError for anything but a whole number and one of s, m, h, d; zero is refused as well."""
    match = _SHAPE.fullmatch(text.strip().lower())
    if match is None or int(match[1]) == 0:
        raise ValueError(f"{text!r} is not a length of time; write one such as 45s, 10m, 2h or 1d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})
