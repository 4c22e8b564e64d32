"""How long ago something was, as whoever reads a list wants it: one number."""

from __future__ import annotations

from datetime import timedelta

from bot.vocabulary import Locale
from bot.wording import say

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def ago(length: timedelta, locale: Locale) -> str:
    """`just now`, `12 min ago`, `3 h ago`, `5 d ago`; minutes up to two hours, hours up to two days."""
    if length < _MINUTE:
        return say("ago.now", locale)
    if length < 2 * _HOUR:
        before = say("gap.minutes", locale, number=length // _MINUTE)
    elif length < 2 * _DAY:
        before = say("gap.hours", locale, number=length // _HOUR)
    else:
        before = say("gap.days", locale, number=length // _DAY)
    return say("ago.before", locale, length=before)
