"""`/safety me`: my own answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.vocabulary import ChannelKind, CheckKind, CheckState, Locale, Status, Via
from flows.errors import NotFoundError
from flows.my_answer import MyAnswer, my_answer
from flows.record_answer import RecordAnswer, record_answer
from flows.work import Begin, Lane, Operator, Sender
from tests.support.checks import given_check
from tests.support.clock import START
from tests.support.company import Company

TARO = Sender(ChannelKind.SLACK, "U0TARO")
STRANGER = Sender(ChannelKind.SLACK, "U0STRANGER")


def mine(begin: Begin, actor: Sender, check_id: int | None = None) -> MyAnswer:
    with begin(actor, Lane.READ) as work:
        return my_answer(work, check_id)


def answer(begin: Begin, actor: Sender, check_id: int, status: Status) -> None:
    with begin(actor) as work:
        record_answer(work, RecordAnswer(status, START, Via.SLACK, check_id, comment="自宅"))


def test_nothing_said_yet(begin: Begin, company: Company) -> None:
    check = given_check(begin, [company.ids["taro"]], kind=CheckKind.DRILL)
    answered = mine(begin, TARO)
    assert (answered.check_id, answered.kind, answered.title) == (check, CheckKind.DRILL, "地震")
    assert (answered.said, answered.said_at, answered.locale) == ("", None, Locale.JA)


def test_what_was_said_stands_there(begin: Begin, company: Company) -> None:
    check = given_check(begin, [company.ids["taro"]])
    answer(begin, TARO, check, Status.AWAY)
    answered = mine(begin, TARO)
    assert (answered.said, answered.said_at, answered.comment) == ("away", START, "自宅")


def test_the_check_that_asks_me_goes_before_a_newer_one_that_does_not(begin: Begin, company: Company) -> None:
    mine_ = given_check(begin, [company.ids["taro"]], started_ago=timedelta(hours=1))
    newer = given_check(begin, [company.ids["emma"]])
    assert mine(begin, TARO).check_id == mine_
    assert mine(begin, Sender(ChannelKind.SLACK, "U0JIRO")).check_id == newer


def test_a_guest_sees_their_own_answer(begin: Begin, company: Company) -> None:
    check = given_check(begin, [company.ids["emma"]])
    assert mine(begin, STRANGER).said == ""
    answer(begin, STRANGER, check, Status.SAFE)
    answer(begin, TARO, check, Status.INJURED)
    assert mine(begin, STRANGER).said == "safe"
    assert mine(begin, TARO).said == "injured"


def test_a_closed_check_is_shown_only_by_its_number(begin: Begin, company: Company) -> None:
    check = given_check(begin, [company.ids["taro"]], state=CheckState.CLOSED)
    with pytest.raises(NotFoundError, match="no_active_check"):
        mine(begin, TARO)
    assert mine(begin, TARO, check).check_id == check
    with pytest.raises(NotFoundError, match="no_check"):
        mine(begin, TARO, 999)


def test_the_command_line_has_no_answer_of_its_own(begin: Begin, company: Company) -> None:
    given_check(begin)
    with pytest.raises(TypeError), begin(Operator(), Lane.READ) as work:
        my_answer(work)
