"""Lengths of time as people type them (`45s`, `10m`, `2h`, `1d`), and as they read them."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.vocabulary import Locale
from bot.wording import say

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
#: Seconds.
_A_MOMENT = 0.01
_SHAPE = re.compile(r"([0-9]{1,6})\s*([smhd])")


def parse_duration(text: str) -> timedelta:
    """ValueError for anything but a whole number and one of s, m, h, d; zero is refused as well."""
    match = _SHAPE.fullmatch(text.strip().lower())
    if match is None or int(match[1]) == 0:
        raise ValueError(f"{text!r} is not a length of time; write one such as 45s, 10m, 2h or 1d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def in_words(length: timedelta, locale: Locale) -> str:
    """As somebody would say it: `0.3 s`, `40 s`, `12 min`, `5.6 h`, `5 days`."""
    seconds = length.total_seconds()
    if seconds < _A_MOMENT:
        return say("duration.moment", locale)
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= size:
            return say(f"duration.{unit}", locale, number=f"{seconds / size:.1f}".removesuffix(".0"))
    return say("duration.seconds", locale, number=f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.2g}")
