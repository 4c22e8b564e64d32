"""A typed line: an answer, a comment, a code, a question. Whatever it says, nothing is lost and nothing is raised."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from bot.vocabulary import ChannelKind, CheckState, Locale, Standing, Status, Via
from flows.add_details import AwaitComment, DetailsAdded, await_comment
from flows.hear_text import (
    AlreadyHeard,
    AskBack,
    Heard,
    HearText,
    InfoWanted,
    NothingToAnswer,
    WrongCode,
    hear_text,
)
from flows.line_linking import CodeRedeemed, issue_link_code
from flows.record_answer import AnswerRecorded, RecordAnswer, record_answer
from flows.work import Begin, Sender, System
from storage.models import answers, checks, guests, help_cases, line_friends, roll
from tests.support.checks import given_check, row_of, rows_of
from tests.support.clock import START, MovableClock
from tests.support.company import TARO_LINE, Company

TARO = Sender(ChannelKind.SLACK, "U0TARO")
TARO_PHONE = Sender(ChannelKind.LINE, TARO_LINE)
STRANGER = Sender(ChannelKind.SLACK, "U0STRANGER", "通りすがり")
NEW_PHONE = Sender(ChannelKind.LINE, "U" + "0b" * 16, "新しい友だち")
MINUTE = timedelta(minutes=1)
UNCLEAR = "ええと、いま会議室Bにいるのですが"


def hear(begin: Begin, actor: Sender, text: str, event_key: str | None = None, minutes: int = 0) -> Heard:
    with begin(actor) as work:
        return hear_text(work, HearText(text, START + minutes * MINUTE, Via(actor.channel), event_key))


def answer(begin: Begin, actor: Sender, check_id: int, status: Status) -> None:
    with begin(actor) as work:
        record_answer(work, RecordAnswer(status, START, Via(actor.channel), check_id))


def await_line(begin: Begin, check_id: int) -> None:
    with begin(TARO_PHONE) as work:
        await_comment(work, AwaitComment(check_id))


@pytest.fixture
def check(begin: Begin, company: Company) -> int:
    return given_check(begin, [*company.ids.values()])


@pytest.mark.parametrize(
    ("text", "status"),
    [("無事です", Status.SAFE), ("骨折しました", Status.INJURED), ("stuck in the lift, my arm is broken", Status.HELP)],
)
def test_what_is_understood_is_the_answer_and_the_words_are_its_comment(
    begin: Begin, company: Company, check: int, text: str, status: Status
) -> None:
    heard = hear(begin, TARO_PHONE, text)
    assert isinstance(heard, AnswerRecorded)
    assert (heard.check_id, heard.status, heard.person_name) == (check, status, "太郎")
    on_roll = row_of(begin, roll, person_id=company.ids["taro"])
    assert (on_roll.said, on_roll.said_via, on_roll.comment) == (status, "line", text)


def test_a_typed_line_answers_the_newest_round(begin: Begin, company: Company, check: int) -> None:
    with begin(System("test")) as work:
        work.connection.execute(update(checks).values(round=2))
    hear(begin, TARO, "無事です")
    assert row_of(begin, answers).round == 2


def test_a_silent_person_who_is_not_understood_is_asked_back_and_their_words_are_kept(
    begin: Begin, company: Company, check: int
) -> None:
    heard = hear(begin, TARO, UNCLEAR)
    assert isinstance(heard, AskBack)
    assert (heard.check_id, heard.check_title, heard.locale) == (check, "地震", Locale.JA)
    on_roll = row_of(begin, roll, person_id=company.ids["taro"])
    assert (on_roll.standing, on_roll.comment) == (Standing.SILENT, UNCLEAR)


def test_after_an_answer_a_line_is_a_comment(begin: Begin, company: Company, check: int) -> None:
    answer(begin, TARO, check, Status.SAFE)
    heard = hear(begin, TARO, UNCLEAR)
    assert isinstance(heard, DetailsAdded)
    assert heard.comment == UNCLEAR
    assert row_of(begin, roll, person_id=company.ids["taro"]).standing == Standing.SAFE


def test_good_news_followed_by_a_word_of_alarm_is_asked_about(begin: Begin, company: Company, check: int) -> None:
    answer(begin, TARO, check, Status.SAFE)
    assert isinstance(hear(begin, TARO, "隣の人がけがをしています"), AskBack)
    assert row_of(begin, roll, person_id=company.ids["taro"]).comment == "隣の人がけがをしています"


def test_bad_news_is_not_asked_about_again(begin: Begin, company: Company, check: int) -> None:
    answer(begin, TARO, check, Status.INJURED)
    assert isinstance(hear(begin, TARO, "隣の人がけがをしています"), DetailsAdded)


def test_words_for_information_are_no_answer(begin: Begin, company: Company, check: int) -> None:
    for text in ("連絡先", "避難"):
        assert hear(begin, TARO_PHONE, text) == InfoWanted(Locale.JA)
    assert not rows_of(begin, answers)


def test_the_awaited_line_is_the_comment_whatever_it_says_of_good(begin: Begin, company: Company, check: int) -> None:
    answer(begin, TARO_PHONE, check, Status.INJURED)
    await_line(begin, check)
    heard = hear(begin, TARO_PHONE, "大丈夫です")
    assert isinstance(heard, DetailsAdded)
    on_roll = row_of(begin, roll, person_id=company.ids["taro"])
    assert (on_roll.said, on_roll.comment) == (Status.INJURED, "大丈夫です")
    assert row_of(begin, line_friends).awaiting_comment_check_id is None


def test_an_awaited_line_that_says_something_worse_is_an_answer(begin: Begin, company: Company, check: int) -> None:
    answer(begin, TARO_PHONE, check, Status.SAFE)
    await_line(begin, check)
    heard = hear(begin, TARO_PHONE, "助けて")
    assert isinstance(heard, AnswerRecorded)
    assert (heard.status, heard.help_opened) == (Status.HELP, True)


def test_a_comment_is_awaited_only_so_long(begin: Begin, company: Company, check: int, clock: MovableClock) -> None:
    await_line(begin, check)
    clock.forward(10 * MINUTE)
    heard = hear(begin, TARO_PHONE, "無事です", minutes=10)
    assert isinstance(heard, AnswerRecorded)


def test_only_one_line_is_awaited(begin: Begin, company: Company, check: int) -> None:
    await_line(begin, check)
    assert isinstance(hear(begin, TARO_PHONE, "無事です"), DetailsAdded)
    assert isinstance(hear(begin, TARO_PHONE, "無事です"), AnswerRecorded)


def test_a_code_links_the_account(begin: Begin, company: Company, check: int) -> None:
    with begin(Sender(ChannelKind.SLACK, "U0HANAKO")) as work:
        code = issue_link_code(work).code
    assert hear(begin, NEW_PHONE, f" {code.lower()} ") == CodeRedeemed("花子", Locale.JA)
    assert isinstance(hear(begin, NEW_PHONE, "無事です"), AnswerRecorded)
    assert row_of(begin, roll, person_id=company.ids["hanako"]).said == Status.SAFE


def test_wrong_codes_are_counted_across_lines(begin: Begin, company: Company) -> None:
    for _ in range(5):
        assert hear(begin, NEW_PHONE, "AB2CD3EF") == WrongCode("bad_code", Locale.JA)
    assert hear(begin, NEW_PHONE, "AB2CD3EF") == WrongCode("too_many_tries", Locale.JA)


def test_in_slack_nothing_is_a_code(begin: Begin, company: Company, check: int) -> None:
    assert isinstance(hear(begin, TARO, "AB2CD3EF"), AskBack)


def test_the_same_line_delivered_twice_is_heard_once(begin: Begin, company: Company, check: int) -> None:
    hear(begin, TARO, "無事です", "slack:Ev1")
    assert hear(begin, TARO, "無事です", "slack:Ev1") == AlreadyHeard()
    assert len(rows_of(begin, answers)) == 1


def test_without_a_check_there_is_nothing_to_answer(begin: Begin, company: Company) -> None:
    assert hear(begin, TARO, "こんにちは") == NothingToAnswer(Locale.JA, cried_for_help=False, is_known=True)
    assert hear(begin, NEW_PHONE, "助けて") == NothingToAnswer(Locale.JA, cried_for_help=True, is_known=False)


def test_a_strangers_line_during_a_check_is_kept_as_a_guests(begin: Begin, company: Company, check: int) -> None:
    assert isinstance(hear(begin, STRANGER, UNCLEAR), AskBack)
    guest = row_of(begin, guests)
    assert (guest.standing, guest.comment, guest.name) == (Standing.SILENT, UNCLEAR, "通りすがり")
    heard = hear(begin, STRANGER, "けがをしました")
    assert isinstance(heard, AnswerRecorded)
    assert (heard.is_guest, heard.is_known) == (True, False)
    assert row_of(begin, guests).standing == Standing.INJURED


def test_after_closing_those_who_were_asked_may_still_answer_and_be_asked_back(begin: Begin, company: Company) -> None:
    given_check(begin, [company.ids["taro"]], state=CheckState.CLOSED)
    assert isinstance(hear(begin, TARO, UNCLEAR), AskBack)
    heard = hear(begin, TARO, "無事です")
    assert isinstance(heard, AnswerRecorded)
    assert heard.late is True


def test_after_closing_others_are_left_in_peace_but_a_cry_is_heard(begin: Begin, company: Company) -> None:
    given_check(begin, [company.ids["emma"]], state=CheckState.CLOSED)
    assert hear(begin, TARO, "元気です") == NothingToAnswer(Locale.JA, cried_for_help=False, is_known=True)
    heard = hear(begin, TARO, "助けて")
    assert isinstance(heard, AnswerRecorded)
    assert row_of(begin, help_cases).closed_at is None


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u202e", "\x00"])
def test_an_empty_line_is_asked_back_and_nothing_is_written(
    begin: Begin, company: Company, check: int, text: str
) -> None:
    assert isinstance(hear(begin, TARO, text), AskBack)
    assert not rows_of(begin, answers)


def test_a_long_line_is_cut(begin: Begin, company: Company, check: int) -> None:
    hear(begin, TARO, "あ" * 5000)
    assert len(row_of(begin, roll, person_id=company.ids["taro"]).comment) == 1000


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300), actor=st.sampled_from([TARO, TARO_PHONE, STRANGER, NEW_PHONE]))
def test_no_text_raises(begin: Begin, company: Company, text: str, actor: Sender) -> None:
    if not rows_of(begin, roll):
        given_check(begin, [*company.ids.values()])
    heard = hear(begin, actor, text)
    assert isinstance(heard, AskBack | DetailsAdded | InfoWanted | WrongCode | AnswerRecorded)
