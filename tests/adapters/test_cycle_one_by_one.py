"""What cannot be done for one check or bulletin holds up no other that is due in the same turn."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.vocabulary import ChannelKind, CheckKind, CheckState
from flows.bulletins import SaveBulletin, save_bulletin
from flows.plan_check import PlanCheck, plan_check
from flows.push_bulletin import PushBulletin, push_bulletin
from flows.start_check import StartCheck
from flows.work import Begin, Lane, Operator, System
from storage.models import bulletin_pushes, checks
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import outbox, rows
from tests.support.sending import World

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def test_a_planned_check_that_cannot_start_holds_up_none_after_it(
    begin: Begin, clock: MovableClock, company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    with begin(Operator(), Lane.FANOUT) as work:
        first, second = (
            plan_check(work, PlanCheck(StartCheck(CheckKind.REAL, title), work.now + after)).check_id
            for title, after in (("先", HOUR), ("後", HOUR + MINUTE))
        )
        whole = work.connection.execute(checks.select().where(checks.c.id == first)).one().reminder_plan
        work.connection.execute(update(checks).where(checks.c.id == first).values(reminder_plan={"odd": 1}))
    clock.forward(2 * HOUR)
    cycle = World(begin, clock).cycle()
    cycle.turn()
    assert [one.state for one in rows(begin, checks)] == [CheckState.SCHEDULED, CheckState.ACTIVE]
    assert {one.check_id for one in outbox(begin, kind="prompt")} == {second}
    [told] = [line for line in caplog.records if line.levelno >= logging.ERROR]
    assert f"planned check {first} could not be started" in told.getMessage()
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(checks).where(checks.c.id == first).values(reminder_plan=whole))
    cycle.turn()
    assert {one.state for one in rows(begin, checks)} == {CheckState.ACTIVE}


def test_a_bulletin_that_cannot_be_written_holds_up_none_after_it(
    begin: Begin, clock: MovableClock, company: Company
) -> None:
    with begin(Operator(), Lane.FANOUT) as work:
        for title in ("先", "後"):
            made = save_bulletin(work, SaveBulletin(None, title, "本文"))
            push_bulletin(work, PushBulletin(made, channels=tuple(ChannelKind)))
        first = min(row.id for row in work.connection.execute(bulletin_pushes.select()))
        work.connection.execute(update(bulletin_pushes).where(bulletin_pushes.c.id == first).values(channels="pigeon"))
    World(begin, clock).turn()
    assert {one.bulletin_push_id for one in outbox(begin, kind="bulletin")} == {first + 1}
