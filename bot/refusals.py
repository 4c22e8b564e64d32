"""One clear sentence for every code a flow may raise."""

from __future__ import annotations

from typing import Any

from bot.plain import NAME_AT_MOST, one_line
from bot.vocabulary import Locale
from bot.wording import say


def refusal(code: str, locale: Locale, params: dict[str, Any] | None = None) -> str:
    """What is wrong and what to do. Every code of `flows.errors` has words in both languages.

    Whoever is refused must be told something: a code without words gets a general sentence, never an exception.
    """
    shown = {name: one_line(str(value), NAME_AT_MOST) for name, value in (params or {}).items()}
    try:
        return say(f"refusal.{code}", locale, **shown)
    except KeyError:
        return say("refusal.unclear", locale)


def went_wrong(locale: Locale) -> str:
    """For a fault of ours, at the rim of a request."""
    return say("refusal.broken", locale)


def name_missing(verb: str, locale: Locale) -> str:
    """`/safety mark` or `done` without @person."""
    return refusal("name_missing", locale, {"verb": verb})
