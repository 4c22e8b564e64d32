"""What an alarm says to an administrator, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.vocabulary import Locale
from bot.wording import WORDS, say


@dataclass(frozen=True, slots=True)
class AlarmWords:
    """`what_to_do` is empty for a code nobody has words for."""

    what: str
    what_to_do: str


def alarm_words(code: str, about: str, domain: str, locale: Locale) -> AlarmWords:
    """`domain`: of a receiver it came up with, or empty. A code without words shows itself."""
    if f"alarm.{code}" not in WORDS:
        return AlarmWords(say("alarm.other", locale, code=code, about=about), "")
    receiver = say("alarms.receiver", locale, domain=domain) if domain else say("alarms.some_receiver", locale)
    told = about or say("alarms.no_status", locale)
    return AlarmWords(say(f"alarm.{code}", locale, receiver=receiver, about=told), say(f"alarm_do.{code}", locale))
