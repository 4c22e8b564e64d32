"""Messages in the guide's structure from the parts of a form, and the ready ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.alert_messages.check import check
from bot.alert_messages.composing import Composed, Draft, compose
from bot.alert_messages.data_files import editions
from bot.alert_messages.templates import Template, templates
from bot.alert_messages.vocabulary import Audience, Limits
from bot.vocabulary import Locale
from tests.bot.alert_messages.own_messages import rules

NOW = editions()["2026"]
FLOOD = Draft(
    item="order",
    level=4,
    sender="青葉市",
    when="11月28日18時10分",
    area="南町、北台",
    what="{item}を発令",
    reason="大雨により北川が氾濫するおそれ",
    action="すみやかに安全な場所へ避難してください",
    shelters=("青葉小学校", "青葉公民館"),
    other="近所の方にも声をかけてください",
)


def test_the_parts_stand_in_the_order_of_the_guide() -> None:
    assert compose(FLOOD, NOW).text == (
        "避難指示\n"
        "警戒レベル4 危険な場所から全員避難\n"
        "こちらは青葉市です\n\n"
        "発令内容:11月28日18時10分、南町、北台に避難指示を発令\n\n"
        "理由:大雨により北川が氾濫するおそれ\n\n"
        "行動要請:すみやかに安全な場所へ避難してください\n\n"
        "開設されている避難所:\n青葉小学校、青葉公民館\n\n"
        "近所の方にも声をかけてください"
    )


def test_a_long_area_has_a_line_of_its_own() -> None:
    body = compose(replace(FLOOD, area="南町、北台、西山、東川、中州"), NOW).body
    assert "、以下の地域に避難指示を発令\n対象地域:南町、北台、西山、東川、中州\n" in body


def test_the_edition_names_item_and_action() -> None:
    old = compose(replace(FLOOD, item="elderly", level=3), editions()["2020"])
    assert old.title == "避難準備・高齢者等避難開始"
    assert old.body.startswith("警戒レベル3 高齢者等避難\n")


def test_empty_lines_give_way_where_there_is_no_room() -> None:
    airy = compose(FLOOD, NOW)
    tight = compose(FLOOD, NOW, Limits(body=airy.body_length - 1))
    assert tight.body == airy.body.replace("\n\n", "\n")
    assert tight.body_length == airy.body_length - 10


def test_a_drill_is_marked_three_times() -> None:
    drill = compose(replace(FLOOD, is_drill=True), NOW)
    assert drill.title == "【訓練】避難指示"
    assert drill.body.startswith("【訓練】警戒レベル4")
    assert "※これは訓練です" in drill.body.splitlines()[-1]
    assert rules(check(drill.text, NOW)) == set()


def test_what_is_empty_is_left_out() -> None:
    assert compose(Draft(item="order", sender="青葉市"), NOW) == Composed("避難指示", "こちらは青葉市です", 4, 9)


def composed_in(template: Template, locale: Locale, edition: str) -> str:
    return compose(template.draft(locale), editions()[edition]).text


@pytest.mark.parametrize("template", templates(), ids=lambda one: one.key)
def test_every_ready_message_is_clean(template: Template) -> None:
    for edition in editions():
        japanese = check(composed_in(template, Locale.JA, edition), editions()[edition], template.audience)
        english = check(composed_in(template, Locale.EN, edition), editions()[edition], Audience.COMPANY)
        assert (edition, rules(japanese), rules(english)) == (edition, set(), set())
        assert japanese.body_length <= 200


def test_there_is_one_for_each_good_example_and_for_the_companys_own() -> None:
    assert len(templates(Audience.AREA_MAIL)) >= 12
    company = {template.draft(Locale.JA).item for template in templates(Audience.COMPANY)}
    assert {"fire", "outage", "intruder", "infection"} <= company
