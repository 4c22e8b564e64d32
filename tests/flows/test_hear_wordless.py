"""A photo or a sticker says nothing that we could read: the person is asked, once, and nothing is taken for granted."""

from __future__ import annotations

from bot.vocabulary import ChannelKind, CheckState, Locale
from flows.add_details import AwaitComment, await_comment
from flows.hear_text import AlreadyHeard, AskBack, NothingToAnswer
from flows.hear_wordless import hear_wordless
from flows.work import Begin, Sender
from storage.models import answers, guests, line_friends
from tests.support.checks import given_check, row_of, rows_of
from tests.support.company import TARO_LINE, Company

TARO = Sender(ChannelKind.LINE, TARO_LINE)
NEW_PHONE = Sender(ChannelKind.LINE, "U" + "0b" * 16)


def send(begin: Begin, actor: Sender = TARO, event_key: str = "line:1") -> AskBack | NothingToAnswer | AlreadyHeard:
    with begin(actor) as work:
        return hear_wordless(work, event_key)


def test_the_person_is_asked_back_once_and_nothing_is_recorded(begin: Begin, company: Company) -> None:
    check = given_check(begin, [company.ids["taro"]])
    asked = send(begin)
    assert isinstance(asked, AskBack)
    assert (asked.check_id, asked.locale) == (check, Locale.JA)
    assert send(begin) == AlreadyHeard()
    assert (rows_of(begin, answers), rows_of(begin, guests)) == ([], [])


def test_without_a_check_there_is_nothing_to_answer(begin: Begin, company: Company) -> None:
    assert send(begin) == NothingToAnswer(Locale.JA, cried_for_help=False, is_known=True)
    assert send(begin) == AlreadyHeard()
    assert send(begin, NEW_PHONE, "line:2") == NothingToAnswer(Locale.JA, cried_for_help=False, is_known=False)


def test_after_closing_only_those_who_were_asked_are_asked_back(begin: Begin, company: Company) -> None:
    given_check(begin, [company.ids["taro"]], state=CheckState.CLOSED)
    assert isinstance(send(begin), AskBack)
    assert isinstance(send(begin, NEW_PHONE, "line:2"), NothingToAnswer)


def test_a_comment_that_is_awaited_goes_on_being_awaited(begin: Begin, company: Company) -> None:
    check = given_check(begin, [company.ids["taro"]])
    with begin(TARO) as work:
        await_comment(work, AwaitComment(check))
    assert isinstance(send(begin), AskBack)
    assert row_of(begin, line_friends).awaiting_comment_check_id == check
