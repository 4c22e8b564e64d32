"""What the start form offers for reminders and for closing, and what each choice means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.forms import OPTION_AT_MOST, Choice
from bot.plain import shorten
from bot.schedule import ReminderPlan
from bot.vocabulary import CheckKind, Locale
from bot.wording import say

_MINUTE = timedelta(minutes=1)
STANDARD = "standard"
_NEVER = "never"

#: Other plans than the company's own for this kind; quiet hours are kept from that one.
_OTHERS = {
    "often": ReminderPlan(5 * _MINUTE, (10 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE), at_most=8),
    "once": ReminderPlan(30 * _MINUTE, (), at_most=1),
    _NEVER: ReminderPlan(30 * _MINUTE, (), at_most=0),
}
#: Closing times offered, in hours; the last number is a week.
_CLOSING_HOURS = (1, 3, 6, 12, 24, 72, 168)


def reminder_choices(locale: Locale) -> tuple[Choice, ...]:
    """(value, label). The kind is chosen in the same form, so the standard's times stand in `standard_hint`."""
    others = tuple(
        (name, shorten(say(f"reminders.{name}", locale, plan=plan_in_words(plan, locale)), OPTION_AT_MOST))
        for name, plan in _OTHERS.items()
    )
    return ((STANDARD, say("reminders.standard", locale)), *others)


def standard_hint(locale: Locale, usual: Mapping[CheckKind, ReminderPlan]) -> str:
    """What 'standard' means for a real check and for a drill."""
    return say(
        "plan.standard_hint",
        locale,
        real=plan_in_words(usual[CheckKind.REAL], locale),
        drill=plan_in_words(usual[CheckKind.DRILL], locale),
    )


def chosen_plan(value: str, kind: CheckKind, usual: Mapping[CheckKind, ReminderPlan]) -> ReminderPlan:
    """The plan behind a choice; the company's own for anything else."""
    plan = _OTHERS.get(value)
    if plan is None:
        return usual[kind]
    return replace(plan, quiet_from=usual[kind].quiet_from, quiet_until=usual[kind].quiet_until)


def choice_of(plan: ReminderPlan, kind: CheckKind, usual: Mapping[CheckKind, ReminderPlan]) -> str:
    """The choice that stands for this plan; empty: none does."""
    names = (STANDARD, *_OTHERS)
    return next((name for name in names if chosen_plan(name, kind, usual) == plan), "")


def plan_in_words(plan: ReminderPlan, locale: Locale) -> str:
    """`10分後、次から15分→30分→60分おき・最大6回`."""
    if plan.at_most <= 0:
        return say("reminders.never", locale)
    spoken = _times_in_words(plan, locale)
    if plan.quiet_from is None or plan.quiet_until is None:
        return spoken
    start, until = plan.quiet_from.strftime("%H:%M"), plan.quiet_until.strftime("%H:%M")
    return say("plan.quiet", locale, plan=spoken, start=start, until=until)


def _times_in_words(plan: ReminderPlan, locale: Locale) -> str:
    first = gap_in_words(plan.first_after, locale)
    if plan.at_most == 1:
        return say("plan.once", locale, first=first)
    later = plan.every[: plan.at_most - 1]
    if not later:
        return say("plan.steadily", locale, first=first, most=plan.at_most)
    gaps = say("plan.then", locale).join(gap_in_words(gap, locale) for gap in later)
    return say("plan.in_turn", locale, first=first, gaps=gaps, most=plan.at_most)


def gap_in_words(gap: timedelta, locale: Locale) -> str:
    """`90分`, `2時間`, `3日`: the largest unit that divides it; a day is 24 hours."""
    seconds = int(gap.total_seconds())
    for unit, size, least in (("days", 86_400, 2), ("hours", 3_600, 1), ("minutes", 60, 1)):
        if seconds % size == 0 and seconds // size >= least:
            return say(f"gap.{unit}", locale, number=seconds // size)
    return say("gap.seconds", locale, number=seconds)


def closing_choices(locale: Locale) -> tuple[Choice, ...]:
    """(value, label); the value is a number of hours, 0 for never."""
    times = tuple(
        (str(hours), say("closing.after", locale, gap=gap_in_words(timedelta(hours=hours), locale)))
        for hours in _CLOSING_HOURS
    )
    return (("0", say("closing.never", locale)), *times)


def closing_choice_of(closes_after: timedelta | None) -> str:
    """The choice that stands for it; empty: none does."""
    if closes_after is None:
        return "0"
    return next((str(hours) for hours in _CLOSING_HOURS if timedelta(hours=hours) == closes_after), "")


def chosen_closing(value: str) -> timedelta | None:
    """None: not by itself. Anything not offered counts as that."""
    offered = {str(hours): timedelta(hours=hours) for hours in _CLOSING_HOURS}
    return offered.get(value)
