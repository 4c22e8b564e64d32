"""Words about help cases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.buttons import AnswerPress, CloseHelpPress, TakeHelpPress, decode
from bot.rescue import (
    help_alert,
    help_closed_for_managers,
    help_closed_for_person,
    help_news,
    help_taken_for_managers,
    help_taken_for_person,
)
from bot.speech import Speech
from bot.vocabulary import CheckKind, Locale, Status
from tests.support.speeches import PAGE_URL, rescue_facts

CASE = rescue_facts(CheckKind.REAL, Locale.JA)


def everything_in(speech: Speech) -> str:
    fields = [part for pair in speech.fields for part in pair]
    return "\n".join((speech.subject, speech.heading, *speech.paragraphs, *fields))


def test_managers_read_who_where_and_what_was_said_and_can_take_it() -> None:
    speech = help_alert(replace(CASE, taken_by="", taken_at="", closed_by="", closing_word=""))
    assert speech.subject == "【安否確認】🆘 助けを求めています：花子さん"
    assert dict(speech.fields) == {
        "本人の言葉": "停電しています",
        "居場所": "停電しています",
        "所属": "本社/開発部・本社/開発部・本社/開発部",
        "受付": "14:03",
        "安否確認": "東京で地震",
    }
    assert [decode(button.value) for button in speech.buttons] == [TakeHelpPress(5)]
    assert [link.url for link in speech.links] == ["tel:09000000001", PAGE_URL]
    assert speech.urgent


@pytest.mark.parametrize(
    ("locale", "heading"), [(Locale.JA, "追加情報：花子さん"), (Locale.EN, "New information from 花子")]
)
def test_what_is_written_after_the_alarm_is_told_in_short(locale: Locale, heading: str) -> None:
    waiting = replace(CASE, locale=locale, taken_by="", taken_at="", closed_by="", closing_word="")
    speech = help_news(waiting)
    assert speech.heading == heading
    assert len(speech.fields) == 3
    assert [decode(button.value) for button in speech.buttons] == [TakeHelpPress(5)]
    taken = help_news(replace(waiting, taken_by="次郎", taken_at="14:05"))
    assert [decode(button.value) for button in taken.buttons] == [CloseHelpPress(5)]
    assert taken.paragraphs == ()


def test_in_mail_the_case_is_taken_and_closed_on_its_page() -> None:
    for speech in (
        help_alert(replace(CASE, take_url="https://x/h")),
        help_taken_for_managers(replace(CASE, take_url="https://x/h")),
    ):
        assert speech.buttons == ()
        assert speech.links[0].url == "https://x/h"


def test_the_others_see_who_takes_care_and_the_taker_can_close() -> None:
    speech = help_taken_for_managers(replace(CASE, taken_by="次郎"))
    assert "次郎さんが対応しています" in everything_in(speech)
    assert ("担当", "次郎 14:05") in speech.fields
    assert [decode(button.value) for button in speech.buttons] == [CloseHelpPress(5)]


@pytest.mark.parametrize("locale", Locale)
def test_the_person_hears_who_comes_and_keeps_the_emergency_numbers(locale: Locale) -> None:
    speech = help_taken_for_person(replace(CASE, locale=locale, taken_by="次郎"))
    assert "次郎" in speech.heading
    assert [link.url for link in speech.links] == ["tel:119", "tel:110", "tel:118"]


def test_the_word_that_closed_a_case_is_for_managers_alone() -> None:
    closed = replace(CASE, closing_word="病院へ同行")
    assert "病院へ同行" in everything_in(help_closed_for_managers(closed))
    assert "病院へ同行" not in everything_in(help_closed_for_person(closed))


def test_whoever_still_needs_help_can_call_again_with_one_press() -> None:
    assert [decode(button.value) for button in help_closed_for_person(CASE).buttons] == [AnswerPress(7, 2, Status.HELP)]
    assert help_closed_for_person(replace(CASE, check_id=0)).buttons == ()


@pytest.mark.parametrize("locale", Locale)
def test_somebody_without_a_name_is_still_spoken_of(locale: Locale) -> None:
    nameless = replace(CASE, locale=locale, person_name="", taken_by="", closed_by="")
    for speech in (
        help_alert(nameless),
        help_taken_for_managers(nameless),
        help_taken_for_person(nameless),
        help_closed_for_managers(nameless),
        help_closed_for_person(nameless),
    ):
        assert not speech.heading.endswith(("：", ": "))
        assert "  " not in everything_in(speech)
