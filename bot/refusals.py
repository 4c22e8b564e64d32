"""One clear sentence for every code a flow may raise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.plain import NAME_AT_MOST, TITLE_AT_MOST, one_line
from bot.vocabulary import CheckKind, Locale
from bot.wording import say

_CHECKS_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class NamedCheck:
    """One of several checks that could be meant, with the number by which it is named."""

    number: int
    kind: CheckKind
    title: str


def refusal(code: str, locale: Locale, params: dict[str, Any] | None = None) -> str:
    """What is wrong and what to do. Every code of `flows.errors` has words in both languages.

    Whoever is refused must be told something: a code without words gets a general sentence, never an exception.
    A parameter is a word, or several `NamedCheck`.
    """
    shown = {name: _shown(value, locale) for name, value in (params or {}).items()}
    try:
        return say(f"refusal.{code}", locale, **shown)
    except KeyError:
        return say("refusal.unclear", locale)


def _shown(value: object, locale: Locale) -> str:
    if isinstance(value, tuple):
        return _listed(value, locale)
    return one_line(str(value), NAME_AT_MOST)


def _listed(checks: Sequence[NamedCheck], locale: Locale) -> str:
    """Title and kind of each, as many as a sentence holds."""
    words = [
        say(f"refusal.check_{check.kind}", locale, number=check.number, title=one_line(check.title, TITLE_AT_MOST))
        for check in checks[:_CHECKS_AT_MOST]
    ]
    left = len(checks) - _CHECKS_AT_MOST
    more = [say("refusal.more_checks", locale, number=left)] if left > 0 else []
    return say("list.separator", locale).join((*words, *more))


def went_wrong(locale: Locale) -> str:
    """For a fault of ours, at the rim of a request."""
    return say("refusal.broken", locale)


def name_missing(verb: str, locale: Locale) -> str:
    """`/safety mark` or `done` without @person."""
    return refusal("name_missing", locale, {"verb": verb})
