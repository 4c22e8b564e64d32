"""A check closed by mistake runs again: who may, what stays, what goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.vocabulary import CheckKind, CheckState, MessageKind, Status, Via
from flows.close_check import CloseCheck, close_check, close_overdue
from flows.errors import InvalidError, RefusedError
from flows.fan_out import write_messages
from flows.find_person import PersonRef
from flows.mark_person import MarkPerson, mark_person
from flows.remind import remind_due
from flows.reopen_check import reopen_check
from flows.start_check import StartCheck, start_check
from flows.work import Begin, Lane, Operator, SignedIn, System
from storage.models import answers, audit, checks
from tests.support.checks import row_of, rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import outbox, rows


@pytest.fixture
def closed(begin: Begin, company: Company, clock: MovableClock) -> int:
    """With a closing time of its own that has passed, closed for everybody to know, and answered once since."""
    with begin(Operator(), Lane.FANOUT) as work:
        check_id = start_check(work, StartCheck(CheckKind.REAL, "地震")).check_id
        work.connection.execute(update(checks).values(closes_at=work.now + timedelta(minutes=5)))
    clock.forward(timedelta(minutes=6))
    with begin(SignedIn(company.ids["hanako"])) as work:
        close_check(work, CloseCheck(check_id, tell=True))
    with begin(SignedIn(company.ids["hanako"])) as work:
        mark_person(work, MarkPerson(PersonRef(company.ids["emma"]), Status.SAFE, work.now, Via.WEB, check_id))
    return check_id


def test_it_runs_again_asks_the_silent_by_its_plan_and_late_answers_stay_late(
    begin: Begin, company: Company, clock: MovableClock, closed: int
) -> None:
    with begin(SignedIn(company.ids["hanako"])) as work:
        assert not reopen_check(work, closed).already
        assert reopen_check(work, closed).already
    check = row_of(begin, checks, id=closed)
    assert (check.state, check.closed_at, check.closed_by, check.closes_at) == (CheckState.ACTIVE, None, None, None)
    assert [answer.late for answer in rows_of(begin, answers)] == [True]
    [noted] = rows(begin, audit, action="check_reopened")
    assert (noted.check_id, noted.person_id) == (closed, company.ids["hanako"])
    with begin(System("cycle"), Lane.FANOUT) as work:
        assert close_overdue(work) == 0
        assert not write_messages(work, closed)
    assert outbox(begin, kind=MessageKind.CHECK_CLOSED) == []
    clock.forward(check.next_reminder_at - clock.now())
    with begin(System("cycle"), Lane.FANOUT) as work:
        assert [one.people for one in remind_due(work)] == [3]
    asked = {message.person_id for message in outbox(begin, kind=MessageKind.REMINDER)}
    assert asked == {company.ids[name] for name in ("hanako", "jiro", "taro")}


def test_only_who_may_close_it_and_only_what_is_closed(
    begin: Begin, company: Company, clock: MovableClock, closed: int
) -> None:
    for who, code in (("jiro", "outside_units"), ("emma", "not_a_manager")):
        with begin(SignedIn(company.ids[who])) as work, pytest.raises(RefusedError, match=code):
            reopen_check(work, closed)
    for values, code in (
        ({"state": CheckState.CANCELLED}, "not_started"),
        ({"state": CheckState.CLOSED, "data_deleted_at": clock.now()}, "not_closed"),
    ):
        with begin(System("test"), Lane.FANOUT) as work:
            work.connection.execute(update(checks).values(values))
        with begin(SignedIn(company.ids["hanako"])) as work, pytest.raises(InvalidError, match=code):
            reopen_check(work, closed)
