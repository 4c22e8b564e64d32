"""Levels, and the dangers that have them: flood, landslide, storm surge, inland flooding (section 7)."""

from __future__ import annotations

from bot.alert_messages.words.words import Words

WITH_LEVELS = Words(
    r"大雨|豪雨|長雨|雨(?:が|で|に|の|量)|台風|川|河|氾濫|洪水|浸水|冠水|水位|増水|水かさ|堤防|決壊|内水|下水|"
    r"土砂|がけ|土石流|地すべり|地滑り|"
    r"裏山|斜面|山崩れ|高潮|満潮|海水|あふれ|ダム",
    r"\brain|typhoon|flood|river|landslide|storm surge|levee",
)
#: Certain enough to ask for a level: not a river that only names a place.
SURELY_WITH_LEVELS = Words(
    r"大雨|豪雨|台風|氾濫|洪水|浸水|冠水|増水|水かさ|堤防|決壊|内水|土砂(?!災害警戒区域)|がけ崩|土石流|地すべり|"
    r"高潮|あふれ|水位",
    r"heavy rain|typhoon|flood|landslide|storm surge",
)
#: Beside a danger without levels, what has them all the same; a river may be in the name of a city.
FITS_LEVELS = Words(
    r"大雨|豪雨|長雨|雨(?:が|で|に|の|量)|台風|氾濫|洪水|浸水|冠水|水位|増水|水かさ|堤防|決壊|内水|下水|土砂|がけ|土石流|"
    r"地すべり|地滑り|裏山|斜面|山崩れ|高潮|満潮|あふれ|ダム|(?:川|河)(?:が|の水)",
    r"\brain|typhoon|flood|river|landslide|storm surge|levee",
)
WITHOUT_LEVELS = Words(
    r"津波|地震|震度|噴火|火山|火災|火事|山火|の火が|なだれ|原子力|原発|放射|不発弾|爆弾|ミサイル|テロ|"
    r"ゲリラ(?!豪雨)|有毒|ガス(?:漏|が)|感染|停電",
    r"tsunami|earthquake|volcan|eruption|\bfire\b|wildfire|avalanche|nuclear|radiation|missile|terror",
)
VOLCANO = Words(r"噴火|火山|火口", "volcan|eruption")

#: The municipality's own level: not one of a volcano, not 相当, not the one in a warning's name (レベル4大雨危険警報).
LEVEL = Words(
    r"(?<!噴火)警戒レベル(?:が|は|を|:)?(?P<ja>[1-5一二三四五])(?!相当)",
    r"(?<!噴火)(?<!警戒)レベル(?:が|は|を|:)?(?P<bare>[1-5一二三四五])(?!相当|[^。]{0,10}?(?:警報|注意報))",
    r"\b(?:alert )?level ?(?P<en>[1-5])",
)
VOLCANO_LEVEL = Words(r"レベル(?:が|は|を)?(?P<ja>[1-5一二三四五])", r"level ?(?P<en>[1-5])")
NUMBERS = {**{str(n): n for n in range(1, 6)}, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5}

#: From one level to another: both are named rightly.
RAISED = Words(
    r"引き?上げ|切り?替え|移行し|[1-5]から(?:レベル)?[1-5]|(?:避難|準備|勧告|指示)から(?:避難|緊急)|raised|upgraded"
)

LEVEL_WORDS: dict[int, Words] = {
    3: Words(r"高齢者等(?:は)?避難", r"避難(?:の)?準備(?:・|情報|を(?:始|開始|して))"),
    4: Words(
        r"(?:危険な場所から)?全員(?:が|は|ただちに|すみやかに)?避難",
        r"全員[^。]{0,10}?(?:避難|逃げ|退避)",
        r"everybody: ?(?:evacuate|leave)",
    ),
    5: Words(r"命を守る最善の行動", r"(?:命の危険)?ただちに(?:身の)?安全(?:を)?確保", r"緊急安全確保"),
}

#: Below a head of level 3 these say more than it: not a family that goes together.
EVERYBODY = Words(r"(?<!家族)(?<!世帯)全員(?:が|は|ただちに|すみやかに)?(?:避難(?!で|の)|逃げ|退避)")

#: The head of a message: what the level means, not yet what to do here (section 8, b).
LEVEL_HEAD = Words(
    r"(?:警戒)?レベル[:がはを]?[1-5一二三四五][】\])。]?(?:危険な場所から)?"
    r"(?:高齢者等は?避難|全員避難|命を守る最善の行動|(?:命の危険)?ただちに安全確保|避難指示|緊急安全確保)",
)

#: Warnings of section 3 that are expressly not on the list: eruption below level 3, flood watch.
#: Above level 2, said without a level (section 5).
KEEPS_OFF_THE_MOUNTAIN = Words(r"入山(?:危険|規制)")
BELOW_THE_LIST = Words(r"氾濫注意情報|氾濫注意報|火口周辺警報|噴火予報|津波予報|若干の海面変動")
