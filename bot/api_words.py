"""What the company's other systems may do, and what they can be told of."""

from __future__ import annotations

from collections.abc import Mapping
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
    #: The entries of the staff list, except roles.
    PEOPLE_WRITE = "people:write"
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


#: Of what can be wrong with a field, as pydantic names it -> our code and the words for it.
FIELDS = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "string_too_short": "too_short",
    "string_too_long": "too_long",
    "too_short": "too_few",
    "too_long": "too_many",
    "greater_than_equal": "too_low",
    "less_than_equal": "too_high",
    "enum": "one_of",
    "timezone_aware": "no_zone",
    **dict.fromkeys(("string_type", "string_unicode"), "no_text"),
    **dict.fromkeys(("int_type", "int_parsing", "int_parsing_size", "int_from_float"), "no_number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "no_bool"),
    "list_type": "no_list",
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), "no_object"),
}
_MOMENT = "datetime"


def field_code(problem: str) -> str:
    """What is wrong with one field of a request, for programs: one of ours, whatever names pydantic has for it."""
    return "no_moment" if problem.startswith(_MOMENT) else FIELDS.get(problem, "wrong")


def field_words(code: str, locale: Locale, about: Mapping[str, object] | None = None) -> str:
    """The same in words. `about`: limits, and what is allowed."""
    return say(f"api_field.{code}", locale, **(about or {}))
