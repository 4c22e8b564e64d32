"""When the silent are asked again, and that nobody is woken in quiet hours."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.schedule import DEFAULT_PLANS, ReminderPlan, next_reminder, out_of_quiet_hours
from bot.vocabulary import CheckKind

TOKYO = ZoneInfo("Asia/Tokyo")
MINUTE = timedelta(minutes=1)


def tokyo(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=TOKYO).astimezone(UTC)


def quiet(start: time | None, until: time | None) -> ReminderPlan:
    return ReminderPlan(10 * MINUTE, (), 3, start, until)


def gaps_of(plan: ReminderPlan, start: datetime) -> list[timedelta]:
    asked, gaps = start, []
    for sent in range(20):
        following = next_reminder(plan, sent, asked, TOKYO)
        if following is None:
            break
        gaps.append(following - asked)
        asked = following
    return gaps


def test_a_real_check_reminds_after_10_15_30_60_minutes_six_times() -> None:
    gaps = gaps_of(DEFAULT_PLANS[CheckKind.REAL], tokyo(20, 3))
    assert gaps == [gap * MINUTE for gap in (10, 15, 30, 60, 60, 60)]


def test_a_drill_reminds_after_30_minutes_and_then_every_two_hours_three_times() -> None:
    gaps = gaps_of(DEFAULT_PLANS[CheckKind.DRILL], tokyo(20, 10))
    assert gaps == [gap * MINUTE for gap in (30, 120, 120)]


def test_a_plan_without_further_gaps_repeats_the_first() -> None:
    assert gaps_of(ReminderPlan(7 * MINUTE, (), 3), tokyo(20, 10)) == [7 * MINUTE] * 3


def test_a_plan_of_no_reminders_never_reminds() -> None:
    assert next_reminder(ReminderPlan(7 * MINUTE, (), 0), 0, tokyo(20, 10), TOKYO) is None


def test_a_drill_of_the_evening_reminds_in_the_morning() -> None:
    plan = DEFAULT_PLANS[CheckKind.DRILL]
    assert next_reminder(plan, 0, tokyo(20, 20, 45), TOKYO) == tokyo(21, 8)


NIGHT = (time(21), time(8))
LUNCH = (time(12), time(13))


@pytest.mark.parametrize(
    ("hours", "moment", "expected"),
    [
        (NIGHT, tokyo(20, 20, 59), tokyo(20, 20, 59)),
        (NIGHT, tokyo(20, 21), tokyo(21, 8)),
        (NIGHT, tokyo(20, 23, 59), tokyo(21, 8)),
        (NIGHT, tokyo(21, 0), tokyo(21, 8)),
        (NIGHT, tokyo(21, 7, 59), tokyo(21, 8)),
        (NIGHT, tokyo(21, 8), tokyo(21, 8)),
        (LUNCH, tokyo(20, 11, 59), tokyo(20, 11, 59)),
        (LUNCH, tokyo(20, 12), tokyo(20, 13)),
        (LUNCH, tokyo(20, 13), tokyo(20, 13)),
        ((time(8), time(8)), tokyo(20, 8), tokyo(20, 8)),
        ((None, None), tokyo(20, 3), tokyo(20, 3)),
        ((None, time(8)), tokyo(20, 3), tokyo(20, 3)),
    ],
)
def test_quiet_hours_put_a_reminder_off_to_their_end(
    hours: tuple[time | None, time | None], moment: datetime, expected: datetime
) -> None:
    assert out_of_quiet_hours(quiet(*hours), moment, TOKYO) == expected


_times = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
_moments = st.integers(0, 365 * 24 * 60).map(lambda minutes: tokyo(1, 0) + minutes * MINUTE)


@given(_times, _times, _moments)
def test_a_reminder_is_never_earlier_nor_quiet_nor_more_than_a_day_late(
    start: time, until: time, moment: datetime
) -> None:
    plan = quiet(start, until)
    put_off = out_of_quiet_hours(plan, moment, TOKYO)
    assert moment <= put_off <= moment + timedelta(days=1)
    assert put_off.tzinfo is UTC
    assert out_of_quiet_hours(plan, put_off, TOKYO) == put_off


@pytest.mark.parametrize("plan", [*DEFAULT_PLANS.values(), quiet(None, None), quiet(time(22, 30), time(6, 15))])
def test_a_plan_survives_being_kept_as_json(plan: ReminderPlan) -> None:
    assert ReminderPlan.from_json(plan.as_json()) == plan
