"""What the company's other systems may do, and what they can be told of."""

from __future__ import annotations

from enum import StrEnum

from bot.vocabulary import Locale
from bot.wording import say


class Scope(StrEnum):
    """What a token of the API may do; nothing follows from another scope."""

    CHECKS_READ = "checks:read"
    CHECKS_WRITE = "checks:write"
    ANSWERS_READ = "answers:read"
    ANSWERS_WRITE = "answers:write"
    DELIVERIES_READ = "deliveries:read"
    PEOPLE_READ = "people:read"
    #: Addresses and numbers, which `people:read` does not show.
    CONTACTS_READ = "contacts:read"


class HookEvent(StrEnum):
    """`test` is sent when somebody presses the button for it."""

    STARTED = "check.started"
    ANSWER = "answer"
    HELP = "help"
    CLOSED = "check.closed"
    TEST = "test"


#: Those a system can choose.
CHOSEN_EVENTS = (HookEvent.STARTED, HookEvent.ANSWER, HookEvent.HELP, HookEvent.CLOSED)


def scope_words(scope: Scope, locale: Locale) -> str:
    return say(f"api_scope.{scope.name.lower()}", locale)


def event_words(event: HookEvent, locale: Locale) -> str:
    return say(f"hook_event.{event.name.lower()}", locale)
