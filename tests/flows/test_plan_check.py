"""A check planned for later starts once, at its moment, whoever turns the cycle; before, it is changed or cancelled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.schedule import ReminderPlan
from bot.vocabulary import ChannelKind, CheckKind, CheckState, Role
from flows.close_check import CloseCheck, close_check, close_overdue
from flows.errors import InvalidError, RefusedError
from flows.find_check import check_to_show
from flows.plan_check import PlanCheck, PlannedCheck, cancel_planned, plan_check, planned_due, start_planned
from flows.remind import RemindNow, remind_now
from flows.start_check import StartCheck
from flows.work import Begin, Lane, Sender, System
from storage.models import audit, check_units, checks, people, roll
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import outbox, rows

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
JIRO = Sender(ChannelKind.SLACK, "U0JIRO")
TARO = Sender(ChannelKind.SLACK, "U0TARO")
HOUR = timedelta(hours=1)
DRILL = StartCheck(CheckKind.DRILL, "秋の訓練", "訓練です", closes_after=2 * HOUR)


def planned(
    begin: Begin,
    check: StartCheck = DRILL,
    after: timedelta = HOUR,
    actor: Sender = HANAKO,
    check_id: int | None = None,
) -> PlannedCheck:
    with begin(actor, Lane.FANOUT) as work:
        return plan_check(work, PlanCheck(check, work.now + after, check_id))


def started(begin: Begin) -> list[int]:
    """What one turn of the cycle starts."""
    with begin(System("cycle"), Lane.READ) as work:
        due = planned_due(work)
    done = []
    for check_id in due:
        with begin(System("cycle"), Lane.FANOUT) as work:
            done += [check_id] if start_planned(work, check_id) else []
    return done


def test_it_starts_once_at_its_moment_as_it_was_planned(begin: Begin, company: Company, clock: MovableClock) -> None:
    plan = ReminderPlan(HOUR, (), at_most=1)
    check_id = planned(begin, replace(DRILL, plan=plan)).check_id
    assert started(begin) == []
    assert outbox(begin) == []
    company.person("新人", slack="U0NEW")
    clock.forward(HOUR)
    assert started(begin) == [check_id]
    assert started(begin) == []
    [row] = rows(begin, checks, id=check_id)
    assert (row.state, row.kind, row.title, row.message) == ("active", "drill", "秋の訓練", "訓練です")
    assert (row.started_at, row.closes_at) == (clock.now(), clock.now() + 2 * HOUR)
    assert row.next_reminder_at == clock.now() + HOUR
    assert row.started_by == company.ids["hanako"]
    assert len(rows(begin, roll, check_id=check_id)) == 5
    assert len(outbox(begin, kind="prompt")) == 7
    assert [one.action for one in rows(begin, audit)] == ["check_planned", "check_started"]


def test_of_several_processes_one_starts_it(begin: Begin, company: Company, clock: MovableClock) -> None:
    check_id = planned(begin).check_id
    clock.forward(HOUR)

    def start(_: int) -> bool:
        with begin(System("cycle"), Lane.FANOUT) as work:
            return start_planned(work, check_id)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(start, range(4))) == [False, False, False, True]
    assert len(rows(begin, roll, check_id=check_id)) == 4


def test_a_late_start_moves_the_closing_time(begin: Begin, company: Company, clock: MovableClock) -> None:
    check_id = planned(begin).check_id
    clock.forward(5 * HOUR)
    with begin(System("cycle"), Lane.FANOUT) as work:
        assert close_overdue(work) == 0
    assert started(begin) == [check_id]
    [row] = rows(begin, checks, id=check_id)
    assert row.closes_at == clock.now() + 2 * HOUR


def test_it_is_changed_before_it_starts_and_not_afterwards(begin: Begin, company: Company, clock: MovableClock) -> None:
    check_id = planned(begin, replace(DRILL, unit_ids=(company.unit("大阪支社"),))).check_id
    dev = company.unit("本社/開発部")
    changed = planned(begin, replace(DRILL, title="冬の訓練", unit_ids=(dev,)), 3 * HOUR, check_id=check_id)
    assert (changed.check_id, changed.title, changed.unit_ids) == (check_id, "冬の訓練", (dev,))
    assert changed.starts_at == clock.now() + 3 * HOUR
    clock.forward(HOUR)
    assert started(begin) == []
    clock.forward(2 * HOUR)
    assert started(begin) == [check_id]
    assert {row.person_id for row in rows(begin, roll)} == {company.ids["jiro"], company.ids["taro"]}
    with pytest.raises(InvalidError, match="not_planned"):
        planned(begin, check_id=check_id)
    with pytest.raises(InvalidError, match="not_planned"), begin(HANAKO) as work:
        cancel_planned(work, check_id)


def test_before_it_starts_there_is_nothing_to_close_or_to_remind(begin: Begin, company: Company) -> None:
    check_id = planned(begin).check_id
    with pytest.raises(InvalidError, match="not_started"), begin(HANAKO, Lane.FANOUT) as work:
        close_check(work, CloseCheck(check_id))
    with pytest.raises(InvalidError, match="not_started"), begin(HANAKO, Lane.FANOUT) as work:
        remind_now(work, RemindNow(check_id))
    with begin(HANAKO, Lane.READ) as work:
        assert check_to_show(work) is None


def test_what_is_cancelled_never_starts(begin: Begin, company: Company, clock: MovableClock) -> None:
    check_id = planned(begin).check_id
    with begin(HANAKO) as work:
        cancel_planned(work, check_id)
    clock.forward(HOUR)
    assert started(begin) == []
    [row] = rows(begin, checks, id=check_id)
    assert (row.state, row.cancel_reason) == (CheckState.CANCELLED, "")


def test_a_moment_that_is_over_or_a_mistyped_year_is_refused(begin: Begin, company: Company) -> None:
    for after, code in ((timedelta(), "start_in_the_past"), (-HOUR, "start_in_the_past"), (400 * 24 * HOUR, "too_far")):
        with pytest.raises(InvalidError, match=code):
            planned(begin, after=after)
    assert rows(begin, checks) == []


def test_the_same_press_twice_plans_one_check(begin: Begin, company: Company) -> None:
    check = replace(DRILL, event_key="web:1")
    assert planned(begin, check).check_id == planned(begin, check).check_id
    assert len(rows(begin, checks)) == 1


def test_a_unit_manager_plans_for_their_units_and_touches_no_others(begin: Begin, company: Company) -> None:
    everybody = planned(begin).check_id
    theirs = planned(begin, actor=JIRO)
    assert theirs.unit_ids == (company.unit("本社/開発部"),)
    with pytest.raises(RefusedError, match="outside_units"):
        planned(begin, actor=JIRO, check_id=everybody)
    with pytest.raises(RefusedError, match="outside_units"), begin(JIRO) as work:
        cancel_planned(work, everybody)
    with pytest.raises(RefusedError, match="outside_units"):
        planned(begin, replace(DRILL, unit_ids=(company.unit("大阪支社"),)), actor=JIRO)
    with pytest.raises(RefusedError, match="not_a_manager"):
        planned(begin, actor=TARO)
    assert len(rows(begin, check_units)) == 1


def test_it_starts_although_whoever_planned_it_has_no_role_any_more(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    check_id = planned(begin, actor=JIRO).check_id
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(
            update(people).where(people.c.id == company.ids["jiro"]).values(role=Role.NONE, active=False)
        )
    clock.forward(HOUR)
    assert started(begin) == [check_id]
    assert {row.person_id for row in rows(begin, roll)} == {company.ids["taro"]}


def test_a_drill_among_people_asked_in_earnest_is_cancelled(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    drill, real = planned(begin).check_id, planned(begin, replace(DRILL, kind=CheckKind.REAL)).check_id
    company.check(asked=("taro",))
    clock.forward(HOUR)
    assert started(begin) == [real]
    [row] = rows(begin, checks, id=drill)
    assert (row.state, row.cancel_reason, row.started_at) == (CheckState.CANCELLED, "real_check_active", None)
    assert rows(begin, audit, check_id=drill)[-1].action == "check_not_started"


def test_with_nobody_to_ask_it_is_cancelled_and_says_why(begin: Begin, company: Company, clock: MovableClock) -> None:
    check_id = planned(begin, replace(DRILL, unit_ids=(company.unit("名古屋支社"),))).check_id
    clock.forward(HOUR)
    assert started(begin) == []
    [row] = rows(begin, checks, id=check_id)
    assert (row.state, row.cancel_reason, row.started_at) == (CheckState.CANCELLED, "nobody_to_ask", None)
    assert outbox(begin) == []


def test_moments_are_those_of_the_world(begin: Begin, company: Company) -> None:
    """Written in any zone, kept as the same instant."""
    tokyo = datetime.fromisoformat("2026-11-20T15:00:00+09:00")
    with begin(HANAKO, Lane.FANOUT) as work:
        at = work.now.astimezone(tokyo.tzinfo) + HOUR
        assert plan_check(work, PlanCheck(DRILL, at)).starts_at == at.astimezone(UTC)
