"""What was filled into the start form, as a request."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.slack.listeners.reading import about, chosen_one, level_in, number_in, one_of
from adapters.slack.payloads import Submission, chosen, written
from adapters.slack.views.start import (
    ACTION,
    CLOSING,
    KIND,
    LEVEL,
    MESSAGE,
    REACH,
    REMINDERS,
    STARTS_AT,
    TIMES,
    TITLE,
    UNITS,
    Filled,
)
from bot.plan_choices import STANDARD, chosen_closing, chosen_plan
from bot.schedule import ReminderPlan
from bot.short_form import ShortForm
from bot.vocabulary import CheckKind, Reach
from flows.judge_message import Words
from flows.start_check import StartCheck

_UNITS_AT_MOST = 100
#: Seconds since 1970, in the year 5138.
_LATEST = 10**11


def filled_in(form: Submission) -> Filled:
    """As it stands in the form, so that it can be shown again."""
    at = form.values.get(STARTS_AT, {}).get("selected_date_time")
    return Filled(
        kind=chosen_one(form, KIND, CheckKind.REAL),
        title=written(form.values.get(TITLE)),
        message=written(form.values.get(MESSAGE)),
        action=written(form.values.get(ACTION)),
        level=level_in(form, LEVEL),
        unit_ids=tuple(chosen(form.values.get(UNITS, {}))[:_UNITS_AT_MOST]),
        reach=chosen_one(form, REACH, Reach.ALL),
        reminders=chosen_one(form, REMINDERS, STANDARD),
        closing=chosen_one(form, CLOSING, "0"),
        starts_at=at if isinstance(at, int) and 0 <= at < _LATEST else None,
        times=about(form).number(TIMES),
    )


def request_in(
    form: Submission, filled: Filled, channel: str, confirmed: bool, usual: Mapping[CheckKind, ReminderPlan]
) -> StartCheck:
    kind = one_of(CheckKind, filled.kind)
    return StartCheck(
        kind=kind,
        title=filled.title,
        message=filled.message,
        level=filled.level,
        action=filled.action,
        unit_ids=chosen_units(filled),
        reach=one_of(Reach, filled.reach),
        plan=chosen_plan(filled.reminders, kind, usual),
        closes_after=chosen_closing(filled.closing),
        slack_channel=channel,
        confirmed=confirmed,
        event_key=form.event_key,
    )


def words_of(filled: Filled) -> Words:
    """What is held against the guide."""
    short = ShortForm(filled.title, filled.level, filled.action)
    return Words(short, filled.message, one_of(CheckKind, filled.kind))


def chosen_units(filled: Filled) -> tuple[int, ...]:
    return tuple(number_in(value) for value in filled.unit_ids)
