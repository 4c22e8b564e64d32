"""The guide's way of counting: 文字数 … 相当.

Every character counts one, a line break two (section 8, ※改行は2文字でカウント), so an empty line counts two as well
(section 9: 空白行 8文字 for four of them). Blanks within a line count nothing: only then do the numbers come out that
the guide prints beside its examples with 警戒レベル4 全員避難.
"""

from __future__ import annotations

from unicodedata import combining

from bot.alert_messages.vocabulary import Limits

#: か and its two dots are one letter, also where a file has them as two.
_FIRST_MARK = "\u0300"


def count(text: str, limits: Limits) -> int:
    """Length of a title or a body; empty lines at its ends do not count."""
    return sum(_weight(char, limits) for char in with_plain_ends(text).strip())


def place_over(text: str, limit: int, limits: Limits) -> int:
    """Index of the first character that has no room any more; len(text) where all have."""
    total = 0
    for at, char in enumerate(text):
        total += _weight(char, limits)
        if total > limit:
            return at
    return len(text)


def with_plain_ends(text: str) -> str:
    """Line ends of one kind, none at the beginning and the end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _weight(char: str, limits: Limits) -> int:
    if char == "\n":
        return limits.line_break
    if char < _FIRST_MARK:
        return 0 if char.isspace() else 1
    return 0 if char.isspace() or combining(char) else 1


def is_latin(text: str) -> bool:
    """English, perhaps with a Japanese name or mark in it."""
    return sum(char >= "\u3000" for char in text) * 5 < len(text)
