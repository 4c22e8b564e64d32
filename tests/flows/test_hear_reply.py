"""Replies by mail: certain words are an answer, everything else is a manager's to read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.vocabulary import CheckState, Locale, MessageKind, MessageState, Status
from flows.hear_reply import SAID_BACK_AT_MOST, HearReply, NotCertain, asked_person, hear_reply
from flows.record_answer import AnswerRecorded
from flows.work import Begin, Lane, System, TokenHolder
from storage.models import answers, contacts, help_cases, messages, roll, unclear_replies
from tests.support.channels import FakeChannel
from tests.support.checks import given_check, given_message, row_of, rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.sending import World


@pytest.fixture
def check(begin: Begin, company: Company) -> int:
    return given_check(begin, [company.ids["emma"]])


@pytest.fixture
def question(begin: Begin, company: Company, check: int) -> int:
    """The letter that asked Emma."""
    contact_id = row_of(begin, contacts, person_id=company.ids["emma"]).id
    return given_message(begin, check, company.ids["emma"], MessageState.ACCEPTED, contact_id=contact_id)


def hear(
    begin: Begin, question: int, first: str, below: str = "", key: str = "mail:1", later: timedelta = timedelta(0)
) -> AnswerRecorded | NotCertain | None:
    """`later`: by how much the letter's date is after (before, where negative) the moment it comes in."""
    with begin(System("mail"), Lane.READ) as work:
        person_id = asked_person(work, question)
    assert person_id is not None
    with begin(TokenHolder(person_id)) as work:
        text = f"{first}\n{below}".strip()
        return hear_reply(work, HearReply(question, first, text, work.now + later, key))


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("無事です", Status.SAFE),
        ("I am safe", Status.SAFE),
        ("けがをしました", Status.INJURED),
        ("助けて", Status.HELP),
    ],
)
def test_certain_words_are_an_answer(begin: Begin, company: Company, question: int, words: str, status: Status) -> None:
    recorded = hear(begin, question, words)
    assert isinstance(recorded, AnswerRecorded)
    answer = row_of(begin, answers)
    assert (answer.status, answer.via, answer.by, answer.person_id) == (status, "mail", "self", company.ids["emma"])
    assert row_of(begin, roll).standing == status
    assert rows_of(begin, unclear_replies) == []
    assert len(rows_of(begin, help_cases)) == (status is Status.HELP)


@pytest.mark.parametrize("words", ["", "ok?", "無事ではありません", "田中さんは無事です", "お疲れ様です"])
def test_what_is_not_certain_is_kept_for_a_manager(begin: Begin, question: int, check: int, words: str) -> None:
    assert isinstance(hear(begin, question, words, "無事です"), NotCertain)
    assert rows_of(begin, answers) == []
    kept = row_of(begin, unclear_replies)
    assert (kept.check_id, kept.text, kept.settled_at) == (check, f"{words}\n無事です".strip(), None)


def test_good_news_with_an_alarm_below_is_not_certain(begin: Begin, question: int) -> None:
    assert isinstance(hear(begin, question, "無事です", "母が閉じ込められています。助けて"), NotCertain)


def test_a_long_text_is_cut(begin: Begin, question: int) -> None:
    hear(begin, question, "x" * 5_000)
    assert len(row_of(begin, unclear_replies).text) <= 1_000


def test_a_reply_is_heard_once(begin: Begin, question: int) -> None:
    assert hear(begin, question, "無事です") is not None
    assert hear(begin, question, "無事です") is None
    assert len(rows_of(begin, answers)) == 1


def test_the_answers_moment_is_the_letters_but_never_to_come_and_never_before_the_question(
    begin: Begin, question: int, clock: MovableClock
) -> None:
    asked_at = clock.now()
    clock.forward(timedelta(hours=1))
    for number, (later, given_at) in enumerate(
        [
            (timedelta(minutes=-30), asked_at + timedelta(minutes=30)),
            (timedelta(days=1), clock.now()),
            (timedelta(days=-400), clock.now()),
        ]
    ):
        hear(begin, question, "無事です", key=f"mail:{number}", later=later)
        assert rows_of(begin, answers)[-1].given_at == given_at


def test_a_late_reply_is_recorded(begin: Begin, company: Company) -> None:
    check = given_check(begin, [company.ids["emma"]], state=CheckState.CLOSED)
    question = given_message(begin, check, company.ids["emma"], MessageState.ACCEPTED)
    recorded = hear(begin, question, "無事です")
    assert isinstance(recorded, AnswerRecorded)


def test_only_a_question_by_mail_can_be_replied_to(begin: Begin, company: Company, check: int) -> None:
    emma = company.ids["emma"]
    alert = given_message(begin, check, emma, MessageState.ACCEPTED, kind=MessageKind.HELP_ALERT)
    in_slack = given_message(begin, check, emma, MessageState.ACCEPTED)
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(messages).where(messages.c.id == in_slack).values(channel="slack"))
    with begin(System("mail"), Lane.READ) as work:
        assert [asked_person(work, one) for one in (alert, in_slack, 999_999)] == [None, None, None]


def test_nobody_answers_with_somebody_elses_letter(begin: Begin, company: Company, question: int) -> None:
    with begin(TokenHolder(company.ids["taro"])) as work:
        assert hear_reply(work, HearReply(question, "無事です", "無事です", None, "mail:1")) is None
    assert rows_of(begin, answers) == []


def test_the_link_goes_back_once_for_each_check(begin: Begin, question: int, wakes: list[None]) -> None:
    for number in range(3):
        hear(begin, question, "ok?", key=f"mail:{number}")
    back = row_of(begin, messages, kind=MessageKind.REPLY_UNCLEAR)
    assert (back.state, back.channel, back.address) == (MessageState.QUEUED, "mail", "somebody@example.jp")
    assert len(rows_of(begin, unclear_replies)) == 3
    assert wakes


def test_what_is_said_back_can_be_replied_to_as_well(begin: Begin, question: int) -> None:
    hear(begin, question, "ok?")
    back = row_of(begin, messages, kind=MessageKind.REPLY_UNCLEAR)
    assert isinstance(hear(begin, back.id, "無事です", key="mail:2"), AnswerRecorded)


def test_machines_do_not_write_to_each_other_for_ever(begin: Begin, question: int) -> None:
    for number in range(SAID_BACK_AT_MOST + 2):
        hear(begin, question, "無事です", key=f"mail:{number}")
    assert len(rows_of(begin, messages, kind=MessageKind.REPLY_HEARD)) == SAID_BACK_AT_MOST
    assert len(rows_of(begin, answers)) == SAID_BACK_AT_MOST + 2, "every answer is recorded all the same"


def said_back(world: World) -> list[str]:
    channel: FakeChannel = world.mail
    return [f"{speech.heading} {[link.url for link in speech.links]}" for speech, _ in channel.rendered]


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("I am safe", "We have your reply: 🟢"),
        ("help me", "We have your reply: 🆘"),
        ("hm", "We could not read your reply"),
    ],
)
def test_what_was_taken_for_it_goes_back_with_the_persons_own_link(
    begin: Begin, company: Company, question: int, check: int, clock: MovableClock, words: str, heading: str
) -> None:
    emma = company.ids["emma"]
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(messages).values(locale=Locale.EN))
    hear(begin, question, words)
    world = World(begin, clock)
    world.turn()
    [said] = [one for one in said_back(world) if "reply" in one]
    assert said.startswith(heading)
    assert f"https://anpi.example/a/{check}.{emma}.0" in said
    assert ("tel:119" in said) is (words == "help me")
    assert all(receiver.question_id for _, receiver in world.mail.rendered if receiver)
