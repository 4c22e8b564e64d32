"""Ready wording for the title, the call to action and the message of a check, by what has happened."""

from __future__ import annotations

from dataclasses import dataclass

from bot.vocabulary import Locale
from bot.wording import say

#: In the order in which they are offered: what comes without warning first.
READY = ("earthquake", "tsunami", "flood", "typhoon", "fire", "power_cut", "intruder", "infection")


@dataclass(frozen=True, slots=True)
class ReadyCheck:
    name: str
    label: str
    title: str
    action: str
    message: str


def ready_checks(locale: Locale) -> tuple[ReadyCheck, ...]:
    return tuple(
        ReadyCheck(
            name,
            say(f"ready.{name}", locale),
            say(f"ready_title.{name}", locale),
            say(f"ready_action.{name}", locale),
            say(f"ready_message.{name}", locale),
        )
        for name in READY
    )


def ready_name(title: str) -> str:
    """Whose title that is, in whatever language; empty for somebody's own."""
    return next((one.name for locale in Locale for one in ready_checks(locale) if one.title == title.strip()), "")


def is_ready_wording(text: str) -> bool:
    """It stands there because it was offered, in whatever language; so does nothing at all."""
    offered = (
        words for locale in Locale for one in ready_checks(locale) for words in (one.title, one.action, one.message)
    )
    return not text.strip() or text.strip() in offered
