"""What I answered in each check."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.vocabulary import By, CanWork, ChannelKind, CheckKind, CheckState, Status, Via
from flows.add_details import AddDetails, add_details
from flows.errors import RefusedError
from flows.mark_person import MarkPerson, PersonRef, mark_person
from flows.my_answers import MyAnswers, my_answers
from flows.record_answer import RecordAnswer, record_answer
from flows.retention import delete_page
from flows.work import Begin, Lane, Operator, Sender, SignedIn
from tests.support.clock import START, MovableClock
from tests.support.company import Company


def answers_of(begin: Begin, person_id: int, before: int | None = None) -> MyAnswers:
    with begin(SignedIn(person_id), Lane.READ) as work:
        return my_answers(work, before)


def test_everything_said_stands_there_the_newest_first_and_nobody_elses(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    taro, hanako = company.ids["taro"], company.ids["hanako"]
    check_id = company.check()
    with begin(SignedIn(taro)) as work:
        record_answer(work, RecordAnswer(Status.SAFE, work.now, Via.WEB, check_id, comment="自宅"))
    with begin(SignedIn(company.ids["emma"])) as work:
        record_answer(work, RecordAnswer(Status.HELP, work.now, Via.WEB, check_id))
    clock.forward(timedelta(minutes=5))
    with begin(SignedIn(taro)) as work:
        add_details(work, AddDetails(check_id, work.now, Via.WEB, can_work=CanWork.NO, place="駅"))
    clock.forward(timedelta(minutes=5))
    with begin(SignedIn(hanako)) as work:
        mark_person(work, MarkPerson(PersonRef(person_id=taro), Status.INJURED, work.now, Via.CLI, check_id))
    [check] = answers_of(begin, taro).checks
    assert (check.check_id, check.title, check.is_open, check.is_deleted) == (check_id, "地震", True, False)
    proxy, details, first = check.said
    assert (first.status, first.comment, first.via, first.given_at) == ("safe", "自宅", Via.WEB, START)
    assert (details.status, details.can_work, details.place, details.by) == ("", "no", "駅", By.SELF)
    assert (proxy.status, proxy.by, proxy.by_name, proxy.via) == ("injured", By.PROXY, "花子", Via.CLI)


def test_checks_that_did_not_ask_me_are_there_once_i_have_answered_them(begin: Begin, company: Company) -> None:
    taro = company.ids["taro"]
    other = company.check(asked=["emma"])
    drill = company.check(kind=CheckKind.DRILL, state=CheckState.CLOSED, closed_at=START)
    assert [(one.check_id, one.is_open, one.said) for one in answers_of(begin, taro).checks] == [(drill, False, ())]
    with begin(SignedIn(taro)) as work:
        record_answer(work, RecordAnswer(Status.SAFE, work.now, Via.WEB, other))
        record_answer(work, RecordAnswer(Status.AWAY, work.now, Via.WEB, drill))
    late, guest = answers_of(begin, taro).checks
    assert (late.said[0].late, guest.check_id, guest.said[0].status) == (True, other, "safe")


def test_what_retention_has_deleted_says_so(begin: Begin, company: Company, clock: MovableClock) -> None:
    check_id = company.check(state=CheckState.CLOSED, closed_at=START)
    with begin(SignedIn(company.ids["taro"])) as work:
        record_answer(work, RecordAnswer(Status.SAFE, work.now, Via.WEB, check_id))
    clock.forward(timedelta(days=366))
    with begin(Operator(), Lane.FANOUT) as work:
        delete_page(work)
    [check] = answers_of(begin, company.ids["taro"]).checks
    assert (check.is_deleted, check.said) == (True, ())


def test_twenty_checks_stand_on_a_page(begin: Begin, company: Company) -> None:
    ids = [company.check(asked=["taro"], state=CheckState.CLOSED, closed_at=START) for _ in range(21)]
    first = answers_of(begin, company.ids["taro"])
    assert [one.check_id for one in first.checks] == ids[:0:-1]
    second = answers_of(begin, company.ids["taro"], first.next_before)
    assert ([one.check_id for one in second.checks], second.next_before) == (ids[:1], None)


def test_an_account_of_nobody_has_no_answers(begin: Begin, company: Company) -> None:
    with begin(Sender(ChannelKind.SLACK, "U0STRANGER"), Lane.READ) as work, pytest.raises(RefusedError):
        my_answers(work)
