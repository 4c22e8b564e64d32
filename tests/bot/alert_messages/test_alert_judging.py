"""A manager's words against the guide: what the product says itself is not asked of them; findings point at a field."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.alert_messages.data_files import editions
from bot.alert_messages.judging import Field, Judgement, Written, judge
from bot.alert_messages.vocabulary import Limits, Rule
from bot.short_form import ShortForm
from bot.vocabulary import CheckKind

AT = datetime(2026, 11, 28, 14, 5, tzinfo=ZoneInfo("Asia/Tokyo"))


def judged(
    title: str, message: str = "", level: int = 0, action: str = "", kind: CheckKind = CheckKind.REAL
) -> Judgement:
    written = Written(ShortForm(title, level, action), message, kind, "青葉製作所", AT)
    return judge(written, editions()["2026"], Limits())


def places(judgement: Judgement, rule: Rule) -> list[tuple[Field, int, int]]:
    return [(one.field, one.start, one.end) for one in judgement.found if one.finding.rule is rule]


@pytest.mark.parametrize("kind", CheckKind)
def test_sender_time_and_the_marks_of_a_drill_are_not_asked_for(kind: CheckKind) -> None:
    assert judged("本社で火災が発生", "北階段から外へ避難してください。", kind=kind).found == ()


def test_a_place_and_a_call_to_action_are() -> None:
    found = {one.finding.rule for one in judged("火災が発生しました").found}
    assert found == {Rule.AREA_MISSING, Rule.ACTION_MISSING}
    assert {one.field for one in judged("火災が発生しました").found} == {Field.WHOLE}


@pytest.mark.parametrize("kind", CheckKind)
def test_where_there_is_no_title_yet_nothing_else_is_taken_for_one(kind: CheckKind) -> None:
    judgement = judged("", "本社で火災。北階段から外へ避難してください。避難勧告", kind=kind)
    assert [(one.finding.rule, one.field, one.start) for one in judgement.found] == [
        (Rule.OLD_WORDING, Field.MESSAGE, 22)
    ]


def test_the_action_field_is_a_call_to_action() -> None:
    assert places(judged("本社で火災が発生", action="北階段から外へ"), Rule.ACTION_MISSING) == []


@pytest.mark.parametrize("kind", CheckKind)
def test_a_finding_points_into_its_field(kind: CheckKind) -> None:
    message = "川が増水しています。\n\n本社の人は避難勧告に従ってください。"
    [(field, start, end)] = places(judged("大雨の危険", message, 4, kind=kind), Rule.OLD_WORDING)
    assert (field, message[start:end]) == (Field.MESSAGE, "避難勧告")
    title = "避難勧告が出ました"
    [(field, start, end)] = places(judged(title, "本社の人は高台へ。", 4, kind=kind), Rule.OLD_WORDING)
    assert (field, title[start:end]) == (Field.TITLE, "避難勧告")
    action = "すぐに避難勧告どおりに"
    [(field, start, end)] = places(judged("大雨", "本社。", 4, action, kind), Rule.OLD_WORDING)
    assert (field, action[start:end]) == (Field.ACTION, "避難勧告")


def test_a_text_is_too_long_by_what_was_typed_alone() -> None:
    fits, over = "本社" + "あ" * 198, "本社" + "あ" * 199
    assert places(judged("地震", fits), Rule.BODY_TOO_LONG) == []
    assert judged("地震", fits).body_length == 200
    assert places(judged("地震", over), Rule.BODY_TOO_LONG) == [(Field.MESSAGE, 200, 201)]


def test_level_and_action_take_their_room() -> None:
    judgement = judged("大雨", "本社" + "あ" * 198, 4, "高台へ")
    above = len("警戒レベル4危険な場所から全員避難") + 2 + len("高台へ")
    assert judgement.body_length == above + 2 + 200
    assert places(judgement, Rule.BODY_TOO_LONG) == [(Field.MESSAGE, 200 - above - 2, 200)]


def test_english_has_twice_the_room() -> None:
    assert judged("Fire at head office", "Leave the building now. " * 10).limits.body == 400
