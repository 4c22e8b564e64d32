"""Words as long as they may be: title, level and action all stand in the line, and in full below it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.bulletin import BulletinFacts, bulletin
from bot.plain import length
from bot.prompts import PromptFacts, prompt
from bot.short_form import ShortForm, called_for, level_label, short_line
from bot.vocabulary import CheckKind, Locale

TITLE = ("東日本の沿岸にある全事業所と社宅の方へ、津波と停電について大切なお知らせです。" * 3)[:80]
ACTION = ("海から離れて屋上に上がり、上がれない方は近くの丈夫な建物の高い階へ入ってください。" * 3)[:80]
ASKED = PromptFacts(
    check_id=7,
    kind=CheckKind.DRILL,
    title=TITLE,
    message="川が増水しています。",
    round=0,
    locale=Locale.JA,
    company="青葉製作所",
    info_url="",
    level=4,
    action=ACTION,
)


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("reminder_no", [0, 2])
def test_the_level_is_never_cut_and_title_and_action_are_begun_in_the_heading(locale: Locale, reminder_no: int) -> None:
    speech = prompt(replace(ASKED, locale=locale, reminder_no=reminder_no, round=reminder_no))
    for line in (speech.subject, speech.heading):
        assert line.startswith("【訓練】")
        assert TITLE[:12] in line
        assert level_label(4, locale) in line
        assert ACTION[:20] in line
    below = "\n".join(speech.paragraphs)
    assert TITLE in below
    assert ACTION in below or ACTION in speech.heading


def test_a_bulletin_says_in_full_below_what_has_no_room_in_its_heading() -> None:
    facts = BulletinFacts(CheckKind.REAL, ShortForm(TITLE, 4, ACTION), "14時から", "14:03", Locale.EN, "青葉", "")
    assert f"{TITLE}\n{ACTION}" in bulletin(facts).paragraphs
    short = replace(facts, short=ShortForm("断水", 0, "水をためて"))
    assert bulletin(short).paragraphs == ("14時から",)


def test_a_short_line_is_not_cut() -> None:
    assert short_line(ShortForm("地震", 4, "走" * 80), "", Locale.JA).endswith("走" * 80)
    assert short_line(ShortForm("題" * 80), "", Locale.JA) == "題" * 80
    assert length(short_line(ShortForm(TITLE, 3, ACTION), "", Locale.JA)) <= 120


@pytest.mark.parametrize(
    ("message", "called"),
    [
        ("詳しくは https://example.jp/a.b?c=d を見てください。", ""),
        ("詳しくは https://example.jp/a?b を見てください。家にいてください。", "家にいてください"),
        ("・火を消す\n・外へ出てください", "外へ出てください"),
        ("We keep the office open. Please stay inside.", "Please stay inside"),
        ("We must leave now.", "We must leave now"),
        ("2階より上へ", "2階より上へ"),
    ],
)
def test_a_link_a_bullet_and_what_is_only_told_are_no_call_to_action(message: str, called: str) -> None:
    assert called_for(message) == called
