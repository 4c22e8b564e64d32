"""Short answers to managers."""

from __future__ import annotations

import pytest

from bot.buttons import StartAnywayPress, decode
from bot.confirmations import (
    StartedFacts,
    board_link,
    check_closed,
    check_started,
    closed_before,
    marked,
    reminded,
    similar_active,
    similar_warning,
    taken_before,
)
from bot.speech import Speech
from bot.vocabulary import ChannelKind, CheckKind, CheckState, Locale, Standing, Status
from tests.support.speeches import PAGE_URL

REAL, DRILL, JA, EN = CheckKind.REAL, CheckKind.DRILL, Locale.JA, Locale.EN


def said(speech: Speech) -> str:
    return "\n".join((speech.heading, *speech.paragraphs))


def test_a_start_says_who_is_asked_and_through_what() -> None:
    messages = {ChannelKind.SLACK: 1200, ChannelKind.LINE: 10, ChannelKind.MAIL: 0}
    speech = check_started(StartedFacts(REAL, "東京で地震", JA, 1300, 0, messages, PAGE_URL))
    assert "件名：東京で地震\n対象 1,300人に送信しています。\n送信の内訳：Slack 1,200件・LINE 10件" in speech.paragraphs
    assert "⚠️" not in said(speech)
    assert [link.url for link in speech.links] == [PAGE_URL]


@pytest.mark.parametrize("locale", Locale)
def test_who_cannot_be_reached_is_said_at_the_start(locale: Locale) -> None:
    words = said(check_started(StartedFacts(REAL, "地震", locale, 40, 3)))
    assert "⚠️" in words
    assert "3" in words


def test_who_is_not_asked_because_of_leave_is_counted() -> None:
    assert "対象外：2人" in said(check_started(StartedFacts(REAL, "地震", JA, 40, 0, on_leave=2)))
    assert "対象外" not in said(check_started(StartedFacts(REAL, "地震", JA, 40, 0)))


def test_a_second_start_by_mistake_asks_first() -> None:
    press = StartAnywayPress("draft", DRILL, "避難")
    speech = similar_active("東京で地震", "14:03", 12, press, JA)
    assert "まだ何も始めていません" in said(speech)
    assert "「東京で地震」を 14:03 に始めています（未回答 12人）" in said(speech)
    assert [decode(button.value) for button in speech.buttons] == [press]


@pytest.mark.parametrize("locale", Locale)
def test_the_form_warns_and_says_what_a_second_press_does(locale: Locale) -> None:
    warning = similar_warning("東京で地震", "14:03", 12, locale)
    assert {JA: "もう一度「開始する」", EN: "press “Start now” once more"}[Locale(locale.language)] in warning
    assert "東京で地震" in warning


def test_closing_says_who_never_answered_and_that_late_answers_count() -> None:
    words = said(check_closed(REAL, "地震", 3, False, JA))
    assert "未回答の人が 3人" in words
    assert "終了後に届いた回答も記録されます" in words
    assert "未回答の人が" not in said(check_closed(REAL, "地震", 0, False, JA))


def test_what_was_done_before_is_not_called_done_now() -> None:
    assert check_closed(REAL, "地震", 0, True, JA).heading == "この安否確認は、すでに終了しています"
    assert reminded(REAL, "地震", 5, True, JA).heading == "この再送は、すでに受け付けています"


@pytest.mark.parametrize(
    ("people", "locale", "heading"),
    [
        (12, JA, "未回答の 12人にもう一度たずねています"),
        (1, EN, "Asking the one silent person again"),
        (1200, EN, "Asking 1,200 silent people again"),
    ],
)
def test_a_reminder_says_how_many_are_asked(people: int, locale: Locale, heading: str) -> None:
    assert reminded(REAL, "地震", people, False, locale).heading == heading


def test_an_answer_for_somebody_says_what_still_counts() -> None:
    plain = marked(REAL, "花子", Status.SAFE, Standing.SAFE, False, JA)
    assert plain.heading == "花子さんの回答を記録しました"
    assert "🟢 無事（代理回答）" in said(plain)
    assert "救助要請" not in said(plain)
    assert "救助要請が続いている" in said(marked(REAL, "花子", Status.SAFE, Standing.HELP, False, JA))
    opened = said(marked(REAL, "花子", Status.HELP, Standing.HELP, True, JA))
    assert "知らせています" in opened
    assert "続いている" not in opened


def test_whoever_comes_second_hears_who_was_first() -> None:
    assert taken_before(DRILL, "次郎", JA).heading == "【訓練】次郎さんがすでに対応しています"
    assert closed_before(REAL, JA).heading == "この救助要請は、すでに完了しています"


def test_the_boards_link_is_called_private() -> None:
    speech = board_link(REAL, "地震", CheckState.ACTIVE, PAGE_URL, JA)
    assert speech.links[0].url == PAGE_URL
    assert "あなた専用" in speech.small_print[0]
