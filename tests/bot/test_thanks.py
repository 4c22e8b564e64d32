"""What a person is told after a press: enough, and nothing that is not so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.buttons import AnswerPress, CanWorkPress, ChangePress, CommentPress, PlacePress, Press, decode
from bot.speech import Speech
from bot.thanks import (
    ChoiceFacts,
    DetailsFacts,
    ask_back,
    choose_again,
    details_noted,
    nothing_to_answer,
    send_place_label,
    thank_you,
)
from bot.vocabulary import CanWork, CheckKind, Locale, Standing, Status
from tests.support.speeches import INFO_URL, thanks_facts

REAL, JA, EN, EASY = CheckKind.REAL, Locale.JA, Locale.EN, Locale.JA_EASY
COMMENT, PLACE, CHANGE = CommentPress(7), PlacePress(7), ChangePress(7, 2)
WORK = [CanWorkPress(7, answer) for answer in CanWork]


def offers(speech: Speech) -> list[Press]:
    return [decode(button.value) for button in speech.buttons]


def said(speech: Speech) -> str:
    return "\n".join((speech.heading, *speech.paragraphs))


@pytest.mark.parametrize(("locale", "lie"), [(JA, "知らせていますが"), (EN, "We are telling")])
def test_where_no_manager_could_be_told_nobody_is_told_so(locale: Locale, lie: str) -> None:
    facts = thanks_facts(REAL, locale, Status.HELP)
    assert lie in said(thank_you(facts))
    alone = thank_you(replace(facts, nobody_told=True))
    assert lie not in said(alone)
    assert "tel:119" in [link.url for link in alone.links]


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        (Status.SAFE, [COMMENT, PLACE, *WORK, CHANGE]),
        (Status.AWAY, [COMMENT, *WORK, CHANGE]),
        (Status.INJURED, [AnswerPress(7, 2, Status.HELP), COMMENT, PLACE, CHANGE]),
        (Status.HELP, [COMMENT, PLACE, CHANGE]),
    ],
)
def test_details_are_offered_that_fit_the_answer(status: Status, offered: list[Press]) -> None:
    assert offers(thank_you(thanks_facts(REAL, JA, status))) == offered


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("status", [Status.HELP, Status.INJURED])
def test_who_is_in_need_gets_numbers_to_tap(status: Status, locale: Locale) -> None:
    speech = thank_you(thanks_facts(REAL, locale, status))
    urls = [link.url for link in speech.links]
    assert urls == ["tel:119", "tel:110", "tel:118", "tel:0300000001", "tel:0300000002", INFO_URL]


def test_a_cry_for_help_is_told_that_managers_hear_and_that_it_is_no_emergency_call() -> None:
    assert "管理者にも知らせていますが、119 などへの通報の代わりにはなりません" in said(
        thank_you(thanks_facts(REAL, JA, Status.HELP))
    )
    english = said(thank_you(thanks_facts(REAL, EN, Status.HELP)))
    assert "telling your managers" in english
    assert "does not replace an emergency call" in english


@pytest.mark.parametrize("status", [Status.SAFE, Status.AWAY])
def test_who_is_well_is_not_sent_to_the_telephone(status: Status) -> None:
    speech = thank_you(thanks_facts(REAL, JA, status))
    assert [link.url for link in speech.links] == [INFO_URL]
    assert not speech.urgent


def test_a_cry_for_help_in_a_drill_may_be_real() -> None:
    assert "本当に助けが必要なときは" in said(thank_you(thanks_facts(CheckKind.DRILL, JA, Status.HELP)))


def test_safe_after_a_cry_for_help_says_that_the_case_is_still_open() -> None:
    speech = thank_you(replace(thanks_facts(REAL, JA, Status.SAFE), standing=Standing.HELP))
    assert "救助要請は続いています" in said(speech)
    assert speech.links[0].url == "tel:119"


def test_a_late_answer_is_recorded_and_called_late() -> None:
    assert "終了後の回答" in said(thank_you(replace(thanks_facts(REAL, JA, Status.SAFE), late=True)))


@pytest.mark.parametrize(
    ("is_known", "via_line", "words"),
    [
        (True, False, "今回の対象者ではありません"),
        (False, False, "登録を管理者に頼んでください"),
        (False, True, "連携コードをこのトークに入力"),
    ],
)
def test_a_guest_is_recorded_and_told_how_to_be_asked_next_time(is_known: bool, via_line: bool, words: str) -> None:
    facts = replace(thanks_facts(REAL, JA, Status.SAFE), is_guest=True, is_known=is_known, via_line=via_line)
    speech = thank_you(facts)
    assert words in said(speech)
    assert "名簿外" in said(speech)
    assert offers(speech) == [COMMENT, CHANGE]


def test_the_details_kept_are_shown_and_can_be_given_again() -> None:
    speech = details_noted(DetailsFacts(7, REAL, 2, JA, "停電", "partly", ""))
    assert speech.fields == (("コメント", "停電"), ("勤務", "一部勤務できる"))
    assert offers(speech) == [COMMENT, PLACE, CHANGE]


CHOICE = ChoiceFacts(7, REAL, "東京で地震", 2, JA)


def test_words_that_were_not_understood_are_asked_back_with_the_four_answers() -> None:
    speech = ask_back(CHOICE)
    assert [press.status for press in offers(speech) if isinstance(press, AnswerPress)] == [
        Status.SAFE,
        Status.AWAY,
        Status.INJURED,
        Status.HELP,
    ]
    assert "119" in speech.small_print[0]


def test_changing_an_answer_shows_the_one_that_stands() -> None:
    moment = datetime(2026, 11, 20, 14, 3, tzinfo=UTC)
    assert "今の回答：🟢 無事です（11/20 14:03）" in choose_again(CHOICE, "safe", moment).paragraphs
    english = replace(CHOICE, locale=EN)
    assert "Your answer now: 🟢 I'm safe (20 Nov 14:03)" in choose_again(english, "safe", moment).paragraphs
    assert "今の回答：🟢 無事です" in choose_again(CHOICE, "safe").paragraphs
    assert not any("今の回答" in words for words in choose_again(CHOICE).paragraphs)


@pytest.mark.parametrize("locale", Locale)
def test_a_cry_for_help_while_no_check_runs_is_told_that_nobody_heard(locale: Locale) -> None:
    speech = nothing_to_answer(locale, cried_for_help=True, is_known=True, via_line=True)
    assert [link.url for link in speech.links] == ["tel:119", "tel:110", "tel:118"]
    told = {JA: "管理者に届いていません", EN: "has not reached any manager", EASY: "だれにも 届（とど）いて いません"}
    assert told[locale] in said(speech)
    assert speech.urgent


def test_a_stranger_is_told_how_to_link_even_when_nothing_runs() -> None:
    assert "連携コード" in said(nothing_to_answer(JA, cried_for_help=False, is_known=False, via_line=True))
    assert "連携コード" not in said(nothing_to_answer(JA, cried_for_help=False, is_known=True, via_line=True))


@pytest.mark.parametrize("locale", Locale)
def test_lines_own_place_button_has_a_short_label(locale: Locale) -> None:
    assert 0 < len(send_place_label(locale)) <= 20
