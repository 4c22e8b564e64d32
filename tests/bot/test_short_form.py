"""Title, level and action stand in every line that is shown where nothing else fits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.alert_messages.data_files import editions
from bot.bulletin import BulletinFacts, bulletin
from bot.plain import length
from bot.prompts import PromptFacts, channel_prompt, prompt
from bot.short_form import ACTION_AT_MOST, LEVELS, ShortForm, called_for, level_label, short_line
from bot.vocabulary import CheckKind, Locale

ASKED = PromptFacts(
    check_id=7,
    kind=CheckKind.REAL,
    title="大雨の危険",
    message="川が増水しています。高台へ避難してください。",
    round=0,
    locale=Locale.JA,
    company="青葉製作所",
    info_url="https://anpi.example/info",
    level=4,
)


@pytest.mark.parametrize("locale", [Locale.JA, Locale.EN])
def test_levels_say_what_the_newest_edition_says(locale: Locale) -> None:
    newest = list(editions().values())[-1]
    column = 1 if locale is Locale.EN else 0
    assert tuple(level.number for level in newest.levels) == LEVELS
    for level in newest.levels:
        assert str(level.number) in level_label(level.number, locale)
        assert level_label(level.number, locale).endswith(level.action[column])


@pytest.mark.parametrize("compose", [prompt, channel_prompt])
def test_a_question_shows_title_level_and_action_in_its_subject_and_its_heading(compose) -> None:  # type: ignore[no-untyped-def]
    speech = compose(ASKED)
    wanted = "【安否確認】大雨の危険｜警戒レベル4 危険な場所から全員避難｜高台へ避難してください"
    assert speech.subject == speech.heading == wanted
    assert ASKED.message in speech.paragraphs


def test_a_reminder_keeps_them_behind_its_own_title() -> None:
    subject = prompt(replace(ASKED, reminder_no=1, round=1)).subject
    assert "1回目" in subject
    assert subject.endswith("｜警戒レベル4 危険な場所から全員避難｜高台へ避難してください")


def test_what_the_manager_calls_for_stands_before_what_the_message_calls_for() -> None:
    assert prompt(replace(ASKED, action="2階より上へ")).subject.endswith("｜2階より上へ")


def test_a_bulletin_shows_them_too() -> None:
    facts = BulletinFacts(
        CheckKind.DRILL, ShortForm("断水", 0, "水をためて"), "14時から", "14:03", Locale.JA, "青葉", ""
    )
    assert bulletin(facts).subject == bulletin(facts).heading == "【訓練】【お知らせ】断水｜水をためて"


@pytest.mark.parametrize(
    ("message", "called"),
    [
        ("", ""),
        ("ご理解とご協力をお願いします。", ""),
        ("川が増水しています。高台へ避難してください。また連絡します。", "高台へ避難してください"),
        ("Fire on floor 2.5. Leave by the north stairs now! We call again.", "Leave by the north stairs now!"),
        ("あ" * 5000 + "逃げてください", ""),
    ],
)
def test_the_first_sentence_that_asks_for_something_is_the_action(message: str, called: str) -> None:
    assert called_for(message) == called


def test_a_level_nobody_knows_is_not_shown() -> None:
    assert short_line(ShortForm("地震", 9), "", Locale.JA) == "地震"


def test_an_action_is_cut_where_a_phone_would_cut_it() -> None:
    shown = short_line(ShortForm("地震", 0, "走" * 200), "", Locale.JA).partition("｜")[2]
    assert length(shown) == ACTION_AT_MOST
