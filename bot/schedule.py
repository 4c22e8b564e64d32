"""When the silent are asked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from bot.vocabulary import CheckKind


@dataclass(frozen=True, slots=True)
class ReminderPlan:
    """`first_after` the start, then `every` in turn; the last gap repeats. `at_most` reminders in all.

    Quiet hours are local times; where `quiet_from` is later than `quiet_until` they span midnight. Both None: there are
    none.
    """

    first_after: timedelta
    every: tuple[timedelta, ...]
    at_most: int
    quiet_from: time | None = None
    quiet_until: time | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "first_after": self.first_after.total_seconds(),
            "every": [gap.total_seconds() for gap in self.every],
            "at_most": self.at_most,
            "quiet_from": self.quiet_from.isoformat("minutes") if self.quiet_from else None,
            "quiet_until": self.quiet_until.isoformat("minutes") if self.quiet_until else None,
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> ReminderPlan:
        return cls(
            first_after=timedelta(seconds=kept["first_after"]),
            every=tuple(timedelta(seconds=gap) for gap in kept["every"]),
            at_most=kept["at_most"],
            quiet_from=time.fromisoformat(kept["quiet_from"]) if kept["quiet_from"] else None,
            quiet_until=time.fromisoformat(kept["quiet_until"]) if kept["quiet_until"] else None,
        )


_MINUTE = timedelta(minutes=1)

DEFAULT_PLANS = {
    CheckKind.REAL: ReminderPlan(10 * _MINUTE, (15 * _MINUTE, 30 * _MINUTE, 60 * _MINUTE), at_most=6),
    CheckKind.DRILL: ReminderPlan(30 * _MINUTE, (120 * _MINUTE,), at_most=3, quiet_from=time(21), quiet_until=time(8)),
}


def next_reminder(plan: ReminderPlan, sent: int, last_asked_at: datetime, zone: tzinfo) -> datetime | None:
    """When reminder number `sent + 1` is due, given when everybody was last asked; None when the budget is used up.

    A moment inside quiet hours moves to their end.
    """
    wished = wished_reminder(plan, sent, last_asked_at)
    return None if wished is None else out_of_quiet_hours(plan, wished, zone)


def wished_reminder(plan: ReminderPlan, sent: int, last_asked_at: datetime) -> datetime | None:
    """The same without a thought of quiet hours."""
    if sent >= plan.at_most:
        return None
    gaps = (plan.first_after, *plan.every)
    return last_asked_at + gaps[min(sent, len(gaps) - 1)]


def out_of_quiet_hours(plan: ReminderPlan, moment: datetime, zone: tzinfo) -> datetime:
    """`moment`, or the end of the quiet hours it falls into."""
    if plan.quiet_from is None or plan.quiet_until is None or plan.quiet_from == plan.quiet_until:
        return moment
    local = moment.astimezone(zone)
    clock = local.time()
    spans_midnight = plan.quiet_from > plan.quiet_until
    is_quiet = (
        clock >= plan.quiet_from or clock < plan.quiet_until
        if spans_midnight
        else plan.quiet_from <= clock < plan.quiet_until
    )
    if not is_quiet:
        return moment
    day = local.date() + timedelta(days=1 if spans_midnight and clock >= plan.quiet_from else 0)
    return datetime.combine(day, plan.quiet_until, tzinfo=zone).astimezone(moment.tzinfo)
