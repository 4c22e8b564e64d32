"""From a press or a form to its meaning."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, TypeVar

from adapters.slack.payloads import OddPayloadError, PageTurn, Press, Submission, chosen
from adapters.slack.shown import Shown
from bot.buttons import UnknownButtonError, decode

P = TypeVar("P")
#: More no database keeps.
_ID_DIGITS = 18


def pressed(press: Press, kind: type[P]) -> P:
    """The button's value, which must be of this kind."""
    try:
        meant = decode(press.value)
    except UnknownButtonError as error:
        raise OddPayloadError("value") from error
    if not isinstance(meant, kind):
        raise OddPayloadError("value")
    return meant


@dataclass(frozen=True, slots=True)
class About:
    """What we put into a form, come back with it. It carries no authority: the flow decides again."""

    facts: dict[str, Any]

    def number(self, name: str) -> int:
        value = self.facts.get(name)
        # The ids of SQLite and PostgreSQL end here; JSON's true is no number.
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
            raise OddPayloadError(name)
        return value

    def text(self, name: str) -> str:
        value = self.facts.get(name, "")
        if not isinstance(value, str):
            raise OddPayloadError(name)
        return value

    def is_set(self, name: str) -> bool:
        return self.facts.get(name) is True


def about(form: Submission | PageTurn | Shown) -> About:
    return About(_loaded(form.metadata))


def _loaded(metadata: str) -> dict[str, Any]:
    try:
        facts = json.loads(metadata or "{}")
    except (ValueError, RecursionError) as error:
        raise OddPayloadError("private_metadata") from error
    if not isinstance(facts, dict):
        raise OddPayloadError("private_metadata")
    return facts


def one_of(kind: type[P], value: str) -> P:
    """A member of an enumeration by its value."""
    try:
        return kind(value)  # type: ignore[call-arg]
    except ValueError as error:
        raise OddPayloadError("value") from error


def chosen_one(form: Submission, field: str, default: str = "") -> str:
    """The value chosen in it, or the first of several."""
    return next(iter(chosen(form.values.get(field, {}))), default)


def number_in(value: str) -> int:
    """An id of ours that comes back. OddPayloadError for anything else."""
    if not value.isascii() or not value.isdecimal() or len(value) > _ID_DIGITS:
        raise OddPayloadError("number")
    return int(value)


def level_in(form: Submission, field: str) -> int:
    """The warning level that was chosen; one that is not offered is for the flow to refuse."""
    level = chosen_one(form, field, "0")
    return int(level) if level.isascii() and level.isdigit() and len(level) == 1 else -1
