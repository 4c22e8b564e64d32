"""One spelling for what people write in many, with the way back to the text as it was written.

Half and full width, 送り仮名, kana for kanji and the circles of the guide's examples are made one; each character of
the plain spelling knows where it came from, so that a finding can show the place.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.alert_messages.vocabulary import Span

#: More than a hundred times the limit: what stands behind is counted, not read.
READ_AT_MOST = 3_000

#: 株式会社 is one sign, and so are units; what stands for a whole sentence is left alone.
_LONGEST_SIGN = 6

_PLACEHOLDERS = dict.fromkeys(map(ord, "○●◯◎■□△▲▽▼◇◆×☆★"), "〇")
_BRACKETS = str.maketrans("〔《〈〕》〉", "((()))")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_SOUND_MARKS = "\u3099\u309a\uff9e\uff9f"

#: Written in many ways, meant as one. The longer one first where one begins like the other.
_SAME = {
    "下さい": "ください",
    "頂": "いただ",
    "致": "いた",
    "直ち": "ただち",
    "速やか": "すみやか",
    "既に": "すでに",
    "恐れ": "おそれ",
    "虞": "おそれ",
    "溢れ": "あふれ",
    "はん濫": "氾濫",
    "汎濫": "氾濫",
    "はんらん": "氾濫",
    "雪崩": "なだれ",
    "崖": "がけ",
    "先程": "先ほど",
    "さきほど": "先ほど",
    "さっき": "先ほど",
    "只今": "ただいま",
    "唯今": "ただいま",
    "立ち入": "立入",
    "立入り": "立入",
    "立ち退": "立退",
    "取り消": "取消",
    "取消し": "取消",
    "揺": "ゆ",
    "くんれん": "訓練",
    "ひなんしじ": "避難指示",
    "ひなんかんこく": "避難勧告",
    "こうれいしゃ": "高齢者",
    "ひなん": "避難",
    "ごぜん": "午前",
    "ごご": "午後",
    "たかい": "高い",
    "たかだい": "高台",
    "たいふう": "台風",
    "おおあめ": "大雨",
    "ていでん": "停電",
    "だんすい": "断水",
    "きゅうすい": "給水",
    "そうむぶ": "総務部",
    "じんじぶ": "人事部",
    "こうじょう": "工場",
    "つなみ": "津波",
    "じしん": "地震",
    "にげ": "逃げ",
    "つくえ": "机",
    "あたま": "頭",
    "おわび": "お詫び",
    "てすと": "テスト",
    "ていせい": "訂正",
    "けいかい": "警戒",
    "こうずい": "洪水",
    "かさい": "火災",
    "御": "ご",
    "下記": "以下",
    "貴方": "あなた",
    "皆様": "皆さん",
    "皆さま": "皆さん",
    "みなさま": "皆さん",
    "みなさん": "皆さん",
}


@cache
def _same() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _SAME), key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class Spelled:
    """`places[i]` is where character i of `text` came from; one more at the end."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The place of `text[start:end]` in the text as written."""
        if end <= start:
            return Span(self.places[start], self.places[start])
        return Span(self.places[start], self.places[end - 1] + 1)

    def span_of(self, match: re.Match[str]) -> Span:
        return self.span(match.start(), match.end())


def spell(text: str) -> Spelled:
    """Blanks stay: what is written with them (English, numbers in groups) can still be seen."""
    chars: list[str] = []
    places: list[int] = []
    at, end = 0, min(len(text), READ_AT_MOST)
    while at < end:
        size = 2 if at + 1 < end and text[at + 1] in _SOUND_MARKS else 1
        for char in _plain(text[at : at + size]):
            chars.append(char)
            places.append(at)
        at += size
    return _one_way("".join(chars), (*places, end))


@lru_cache(4096)
def _plain(char: str) -> str:
    if char.isascii():
        return char.lower()
    plain = unicodedata.normalize("NFKC", char.translate(_PLACEHOLDERS)).lower().translate(_DASHES).translate(_BRACKETS)
    if len(plain) == 1 and plain != "\n":
        category = unicodedata.category(plain)
        if category in ("Cf", "Cc"):
            return ""
        if category == "Zs":
            return " "
    return plain if len(plain) <= _LONGEST_SIGN else char


def _one_way(text: str, places: tuple[int, ...]) -> Spelled:
    pieces: list[str] = []
    kept: list[int] = []
    done = 0
    for match in _same().finditer(text):
        start, instead = match.start(), _SAME[match[0]]
        pieces += (text[done:start], instead)
        kept += places[done:start]
        kept += (places[start + min(n, len(match[0]) - 1)] for n in range(len(instead)))
        done = match.end()
    return Spelled("".join((*pieces, text[done:])), (*kept, *places[done:]))


def without(spelled: Spelled, dropped: str) -> Spelled:
    """The same without some characters, such as blanks."""
    pairs = [pair for pair in zip(spelled.text, spelled.places, strict=False) if pair[0] not in dropped]
    return Spelled("".join(char for char, _ in pairs), (*(place for _, place in pairs), spelled.places[-1]))
