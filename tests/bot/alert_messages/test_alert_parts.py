"""The parts of a message in many words: together nothing is found, without one exactly that one is missed."""

from __future__ import annotations

import random

from tests.bot.alert_messages.own_messages import checked, rules

LEVELS = ["警戒レベル4", "レベル４", "警戒レベル四 全員避難", "【警戒レベル4】危険な場所から全員避難", "警戒レベル：４"]
SENDERS = [
    "こちらは青葉市です",
    "青葉市からお知らせします。",
    "（青葉市）",
    "青葉市役所",
    "発信：青葉市危機管理課",
    "青葉市災害対策本部です",
    "青葉市長より",
    "【青葉市】",
    "緑川町役場から",
    "青葉市　総務課",
    "〔港南区〕",
    "奥山村長です",
]
TIMES = [
    "11月28日18時10分",
    "本日午後６時",
    "18:10",
    "先ほど",
    "ただいま",
    "28日夕方",
    "今夜7時",
    "午後六時ごろ",
    "1８：３０現在",
]
AREAS = [
    "南町1丁目",
    "北川流域",
    "市内全域",
    "西山地区",
    "海岸沿いの地域",
    "第三中学校区",
    "駅の周辺",
    "桜が丘団地",
    "川東",
    "国道より山側の区域",
]
HAZARDS = [
    "大雨で北川があふれるおそれがあります",
    "裏山が崩れ、土砂が流れそうです",
    "堤防から水が漏れています",
    "高潮が岸を越えそうです",
    "下水があふれ道路が水につかっています",
    "土砂災害の危険が高まっています",
]
ACTIONS = [
    "すぐに避難してください",
    "急いで逃げてください",
    "直ちに高い所へ移動してください",
    "今すぐ避難を始めてください",
    "安全な場所へ避難をお願いします",
    "低い土地から離れ、高台へ上がってください",
    "迷わず逃げること",
    "命を守るため、ただちに避難を！",
    "避難願います",
]
HOW_OFTEN = 300


def message(choose: random.Random, *, without: str = "") -> str:
    level, sender, when, area, hazard, action = (
        choose.choice(words) for words in (LEVELS, SENDERS, TIMES, AREAS, HAZARDS, ACTIONS)
    )
    ordered = "避難指示を発令しました"
    if without == "time_missing":
        issued = f"{area}に{ordered}"
    elif without == "area_missing":
        issued = f"{when}、{ordered}"
        hazard = "大雨で危険が高まっています"
        action = "すぐに避難してください"
    else:
        issued = f"{when}、{area}に{ordered}"
    lines = {
        "level_missing": level,
        "sender_missing": sender,
        "issued": issued,
        "why": hazard,
        "action_missing": action,
    }
    return "\n".join(["避難指示", *(line for part, line in lines.items() if part != without)])


def test_with_all_its_parts_nothing_is_found() -> None:
    choose = random.Random(5)
    texts = [message(choose) for _ in range(HOW_OFTEN)]
    assert {text: rules(checked(text)) for text in texts if checked(text).findings} == {}


def test_the_part_that_is_not_there_is_missed() -> None:
    choose = random.Random(5)
    for part in ("level_missing", "sender_missing", "time_missing", "area_missing", "action_missing"):
        texts = [message(choose, without=part) for _ in range(HOW_OFTEN // 5)]
        assert {text: rules(checked(text)) for text in texts if rules(checked(text)) != {part}} == {}
