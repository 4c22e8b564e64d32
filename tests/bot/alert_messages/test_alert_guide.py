"""The guide's own examples: the good ones are clean in its edition, the bad ones caught by the rule it names."""

from __future__ import annotations

import pytest

from tests.bot.alert_messages.guide_examples import between, counted_examples, joined, table_examples
from tests.bot.alert_messages.own_messages import checked, rules

#: Section 8 shows one text as hard to read and without a level; the table of the structure is no text.
NOT_MEANT_AS_GOOD = ((171, "避難勧告"), (199, "g. その他"))

FURTHER_GOOD = [
    ("避難勧告\n\n警戒レベル4 全員避難\nこちら", "避難してください"),
    ("【訓練】河川氾濫", "(国土交通省)"),
    ("【訓練】避難勧告(〇〇〇〇市)", "お知らせします※\n(〇〇〇〇市)"),
    ("津波警報(△△沿岸)\nこちら", "(〇〇〇〇市)"),
    ("【訓練】津波警報(△△沿岸)\n【", "\n(〇〇〇〇市)"),
    ("避難勧告\nこちらは〇〇〇〇市です\n発令内容", "市)"),
    ("【訓練】避難勧告\n\n発令", "…"),
]

BAD = [
    ("小・中学校、", "…", 0, "item_not_listed", "3"),
    ("物資の配布について", "…", 0, "item_not_listed", "3"),
    ("災害ごみの持込について", "…", 0, "item_not_listed", "3"),
    ("罹災証明書申請について", "…", 0, "item_not_listed", "3"),
    ("台風●号に伴う関連情報", "…", 0, "item_not_listed", "3"),
    ("熱中症情報", "...", 0, "item_not_listed", "3"),
    ("行方不明者を探しています", "...", 0, "item_not_listed", "3"),
    ("節水のお願い", "...", 0, "item_not_listed", "3"),
    ("緊急速報メール試験配信", "...", 0, "test_send", "13"),
    *(("【訓練】緊急地震速報", "…", nth, "earthquake", "17") for nth in range(4)),
    ("防災訓練の周知", "…", 0, "drill_notice", "16"),
    ("訓練\n\n本日", "…", 0, "drill_notice", "16"),
    ("xx町防災訓練", "…", 0, "drill_notice", "16"),
    ("xx町防災訓練", "…", 1, "drill_notice", "16"),
    ("メール誤送信のお詫び", "・・・", 0, "apology", "p.54"),
    ("こちらは、xx町です", "・・・", 0, "correction_unlisted", "p.54"),
    ("避難情報が訂正されました", "・・・", 0, "correction_unlisted", "p.54"),
    ("【訓練】避難勧告\n【訓練】こちらは〇〇〇〇市で\nXX", "市)", 0, "earthquake", "17"),
    ("【訓練】避難勧告\n【訓練】こちらは〇〇〇〇市で\n10時", "市)", 0, "drill_notice", "16"),
]


def good_examples() -> list[str]:
    counted = [
        message
        for number, message in counted_examples()
        if not any(number == printed and message.startswith(title) for printed, title in NOT_MEANT_AS_GOOD)
    ]
    states = [between("【訓練】政府からの発表", "(●●市)", nth) for nth in range(2)]
    return [*counted, *table_examples(), *(between(*ends) for ends in FURTHER_GOOD), *states]


def test_every_good_example_is_clean_as_printed_and_with_its_lines_joined() -> None:
    examples = good_examples()
    assert len(examples) >= 30
    found = {text: rules(checked(text, "2020")) for one in examples for text in (one, joined(one))}
    assert {text: names for text, names in found.items() if names} == {}


@pytest.mark.parametrize(("first", "last", "nth", "rule", "section"), BAD)
def test_every_bad_example_is_caught_by_the_rule_the_guide_names(
    first: str, last: str, nth: int, rule: str, section: str
) -> None:
    text = between(first, last, nth)
    for edition in ("2020", "2026"):
        report = checked(text, edition)
        assert not report.ok
        assert (rule, section) in {(finding.rule.value, finding.section) for finding in report.findings}


@pytest.mark.parametrize(
    ("text", "rule"),
    [("緊急速報メール始めました。", "item_not_listed"), ("明日、防災訓練行います。", "drill_notice")],
)
def test_what_section_4_warns_of_is_caught_as_title_and_as_body(text: str, rule: str) -> None:
    for message in (text, f"お知らせ\n{text}", f"{text}\n{text}"):
        assert rule in rules(checked(message))


def test_the_example_that_the_guide_criticises_lacks_its_level() -> None:
    criticised = next(message for number, message in counted_examples() if number == 171)
    assert rules(checked(criticised, "2020")) == {"level_missing"}


def test_the_wording_of_2020_is_old_today() -> None:
    old = [message for message in good_examples() if "避難勧告" in message or "高齢者等避難開始" in message]
    assert len(old) >= 12
    assert all("old_wording" in rules(checked(message)) for message in old)
