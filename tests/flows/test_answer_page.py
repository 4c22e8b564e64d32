"""What the answer page shows, and that being opened proves nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.vocabulary import ChannelKind, CheckState, Locale, Standing, Status, Via
from flows.answer_page import AnswerPage, Opened, answer_page, pages_opened
from flows.errors import NotFoundError
from flows.help_cases import TakeHelp, take_help
from flows.record_answer import RecordAnswer, record_answer
from flows.work import Begin, Lane, Sender, System, TokenHolder
from storage.models import answers, boards, roll
from tests.support.checks import given_board, given_check, row_of, rows_of
from tests.support.clock import START, MovableClock
from tests.support.company import Company


def page(begin: Begin, check_id: int, person_id: int) -> AnswerPage:
    with begin(TokenHolder(person_id), Lane.READ) as work:
        return answer_page(work, check_id, person_id)


def answer(begin: Begin, check_id: int, person_id: int, status: Status) -> None:
    with begin(TokenHolder(person_id)) as work:
        record_answer(work, RecordAnswer(status, work.now, Via.WEB, check_id, comment="階段で足を"))


def test_a_silent_person_sees_the_question_in_their_language(begin: Begin, company: Company) -> None:
    emma = company.ids["emma"]
    check = given_check(begin, [emma])
    shown = page(begin, check, emma)
    assert (shown.title, shown.message, shown.company) == ("地震", "回答してください", "青葉製作所")
    assert (shown.person_name, shown.locale, shown.state) == ("Emma", Locale.EN, CheckState.ACTIVE)
    assert (shown.standing, shown.said, shown.said_at) == (Standing.SILENT, "", None)


def test_an_answer_is_shown_with_its_moment_and_who_takes_care(begin: Begin, company: Company) -> None:
    taro = company.ids["taro"]
    check = given_check(begin, [taro])
    answer(begin, check, taro, Status.HELP)
    with begin(Sender(ChannelKind.SLACK, "U0JIRO")) as work:
        take_help(work, TakeHelp())
    answer(begin, check, taro, Status.SAFE)
    shown = page(begin, check, taro)
    assert (shown.standing, shown.said, shown.said_at) == (Standing.HELP, "safe", START)
    assert (shown.comment, shown.help_taken_by) == ("階段で足を", "次郎")


def test_somebody_who_was_not_asked_has_a_page_too(begin: Begin, company: Company) -> None:
    taro = company.ids["taro"]
    check = given_check(begin, [company.ids["emma"]])
    assert page(begin, check, taro).standing is Standing.SILENT
    answer(begin, check, taro, Status.INJURED)
    shown = page(begin, check, taro)
    assert (shown.standing, shown.said, shown.said_at) == (Standing.INJURED, "injured", START)


def test_a_page_whose_data_is_gone_is_not_found(begin: Begin, company: Company) -> None:
    check = given_check(begin, [company.ids["taro"]])
    for check_id, person_id in ((999, company.ids["taro"]), (check, 999)):
        with pytest.raises(NotFoundError, match="no_check"):
            page(begin, check_id, person_id)


def test_opening_is_remembered_once_and_changes_nothing_else(
    begin: Begin, company: Company, clock: MovableClock, wakes: list[None]
) -> None:
    taro = company.ids["taro"]
    check = given_check(begin, [taro])
    board_id = given_board(begin, check, is_shown=True)
    before = row_of(begin, roll, person_id=taro)._asdict()
    for _ in range(2):
        with begin(System("opened"), Lane.FANOUT) as work:
            pages_opened(work, [Opened(check, taro, work.now)])
        clock.forward(timedelta(minutes=1))
    assert row_of(begin, roll, person_id=taro)._asdict() == {**before, "opened_at": START}
    assert row_of(begin, boards, id=board_id).version == 1
    assert not rows_of(begin, answers)
    assert not wakes
