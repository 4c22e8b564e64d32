"""Each rule by a message that breaks it, the words of each rule, and how long a check may take."""

from __future__ import annotations

import time
from datetime import date, datetime
from string import Formatter

import pytest

from bot.alert_messages.check import check
from bot.alert_messages.data_files import edition_on, editions, items
from bot.alert_messages.sentences import RULES, TIPS
from bot.alert_messages.vocabulary import SECTIONS, TIP_SECTIONS, Audience, Limits, Report, Rule, Severity, Tip
from bot.vocabulary import Locale
from tests.bot.alert_messages.own_messages import checked, messages, rules

BROKEN = [message.split("\n", 1) for message in messages("rules")]
DRILL = (
    "【訓練】避難指示\n【訓練】警戒レベル4 危険な場所から全員避難\n青葉市です。10時、南町に避難指示を発令。"
    "大雨で川があふれそうです。高い所へ避難してください\nこれは訓練です"
)
STAY_HOME = (
    "外出自粛のお願い\n青葉県です。12月1日から14日まで県内全域で外出自粛を要請します。感染を防ぐため家にいてください"
)


def at(text: str, hour: int) -> Report:
    return check(text, editions()["2026"], at=datetime.fromisoformat(f"2026-11-28T{hour:02}:15:00+09:00"))


@pytest.mark.parametrize(("rule", "text"), BROKEN)
def test_each_message_breaks_its_rule(rule: str, text: str) -> None:
    report = checked(text)
    found = [finding for finding in report.findings if finding.rule.value == rule]
    assert len(found) >= 1
    for one in report.findings:
        assert 0 <= one.span.start <= one.span.end <= len(text)
        assert one.message(Locale.JA)
        assert one.message(Locale.EN)


def test_every_rule_is_broken_by_some_message() -> None:
    elsewhere = {Rule.TITLE_MISSING, Rule.BODY_MISSING}
    assert {rule for rule, _ in BROKEN} == {rule.value for rule in Rule if rule not in elsewhere}
    assert rules(checked("\n青葉市です")) >= {"title_missing"}
    assert rules(checked("避難指示")) >= {"body_missing"}


def test_hardly_anything_else_is_found_in_them() -> None:
    more = {text: rules(checked(text)) - {rule} for rule, text in BROKEN}
    assert sum(map(bool, more.values())) <= 2


def test_every_rule_has_its_section_and_words_in_both_languages() -> None:
    assert set(SECTIONS) == set(Rule)
    assert set(TIP_SECTIONS) == set(Tip)
    assert set(RULES) == {rule.value for rule in Rule}
    assert set(TIPS) == {tip.value for tip in Tip}
    for japanese, english in (*RULES.values(), *TIPS.values()):
        fields = [{name for _, name, _, _ in Formatter().parse(words) if name} for words in (japanese, english)]
        assert fields[0] == fields[1]


def test_the_place_is_the_one_in_the_text_as_written() -> None:
    text = "津波注意報\r\n浜田市です。９時、海岸に津波注意報。海から離れてください。ＴＥＬ ０３（１２３４）５６７８\r\n"
    (phone,) = checked(text).findings
    assert text.replace("\r\n", "\n")[phone.span.start : phone.span.end] == "ＴＥＬ ０３（１２３４）５６７８"


def test_the_17_items_and_who_may_send_them() -> None:
    numbered = sorted((item for item in items().values() if item.number), key=lambda item: item.number)
    assert [item.number for item in numbered] == list(range(1, 18))
    assert "".join(item.municipality for item in numbered) == "○○○○○○△△○○○○△△△△▲"
    prefectures = ["代行"] * 5 + ["○", "△", "△", "○", "○", "○", "○", "△", "△", "△", "△", "○"]
    assert [item.prefecture for item in numbered] == prefectures
    assert sorted(item.supplement for item in items().values() if item.supplement) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        ("2019-01-01", "2020"),
        ("2021-05-19", "2020"),
        ("2021-05-20", "2021"),
        ("2026-05-27", "2021"),
        ("2026-05-28", "2026"),
        ("2030-01-01", "2026"),
    ],
)
def test_the_edition_in_force(day: str, edition: str) -> None:
    assert edition_on(date.fromisoformat(day)).id == edition


def test_a_request_to_stay_at_home_is_not_sent_at_night() -> None:
    assert rules(at(STAY_HOME, 21)) == set()
    for hour in (22, 23, 0, 5):
        assert rules(at(STAY_HOME, hour)) == {"night_forbidden"}
    assert rules(at(STAY_HOME, 6)) == set()


def test_at_night_an_evacuation_gets_advice_and_no_finding() -> None:
    night = at(messages("ok")[0], 23)
    assert (night.ok, night.findings) == (True, ())
    assert Tip.NIGHT in [one.tip for one in night.advice]
    assert Tip.NIGHT not in [one.tip for one in at(messages("ok")[0], 12).advice]


def test_the_mark_of_a_drill_may_exceed_the_title_where_the_body_is_marked() -> None:
    long = DRILL.replace("【訓練】避難指示\n", "【訓練】避難指示(南町と北台の全域)\n", 1)
    assert len(long.split("\n")[0]) == 18
    assert rules(checked(long)) == set()
    assert "title_too_long" in rules(checked(long.replace("\n【訓練】", "\n")))
    assert "title_too_long" in rules(checked(long.replace("全域)", "全域と西山)")))


def test_a_drill_is_advised_to_be_announced_by_other_means() -> None:
    report = checked(DRILL)
    assert report.findings == ()
    assert [one.tip for one in report.advice] == [Tip.ANNOUNCE_DRILL, Tip.NOT_RECEIVED]


def test_this_is_no_drill_is_no_drill() -> None:
    text = messages("ok")[0] + "\nこれは訓練ではありません"
    assert rules(checked(text)) == set()


def test_new_names_of_the_agency_are_a_hint() -> None:
    report = checked("氾濫危険情報\n美川市です。19時、美川に氾濫危険情報。中町の方は川から離れ、高台へ避難してください")
    assert report.findings == ()
    assert [one.message(Locale.JA) for one in report.advice if one.tip is Tip.RENAMED] == [
        "「氾濫危険情報」は今は「氾濫危険警報」と呼ばれます。"
    ]


def test_in_a_company_missing_parts_and_length_are_warnings() -> None:
    report = checked("火災\n" + "3階で火事です。" * 40, audience=Audience.COMPANY)
    assert report.ok
    assert {one.severity for one in report.findings} == {Severity.WARNING}
    assert not checked("懇親会のご案内\n12月に開きます", audience=Audience.COMPANY).ok


def test_limits_are_given() -> None:
    text = messages("ok")[0]
    wide, narrow = Limits(title=30, body=500), Limits(title=3, body=100)
    assert rules(check(text, editions()["2026"], limits=wide)) == set()
    assert rules(check(text, editions()["2026"], limits=narrow)) == {"title_too_long", "body_too_long"}


def seconds_of(text: str, times: int) -> float:
    """The best of several: another process may be busy beside this one."""
    edition = editions()["2026"]
    runs = []
    for _ in range(times):
        began = time.perf_counter()
        check(text, edition)
        runs.append(time.perf_counter() - began)
    return min(runs)


def test_a_check_takes_less_than_5_milliseconds() -> None:
    texts = messages("ok") + messages("rules")
    checked(texts[0])
    assert max(seconds_of(text, 5) for text in texts) < 0.005


@pytest.mark.parametrize(
    "piece",
    ["a-", "a.", "0 ", "0-", "避難", "地震。", "こちらは", "（", "誤）", "http://", "a@", "1月", "市", " ", "\n", "ｶﾞ"],
)
def test_no_text_makes_it_slow(piece: str) -> None:
    assert seconds_of("避難指示\n" + piece * (20_000 // len(piece)), 1) < 2
