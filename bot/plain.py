"""Words of users made safe to show anywhere: no control characters, no direction tricks, never too long.

Lengths are UTF-16 code units, as LINE counts them (an emoji is two); Slack and mail count no more than that. Escaping
for mrkdwn, HTML or headers is the renderers' work.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

ELLIPSIS = "…"

#: What a title, a message, a comment and a person's name may be at most, wherever they are shown or kept.
TITLE_AT_MOST = 80
MESSAGE_AT_MOST = 1500
COMMENT_AT_MOST = 1000
NAME_AT_MOST = 60

_ZERO_WIDTH_JOINER = "\u200d"
#: Format characters that people need: the joiner of emoji families and the non-joiner of Persian and Indian scripts.
_NEEDED = frozenset((_ZERO_WIDTH_JOINER, "\u200c"))
#: Of a text far too long only the beginning is looked at: nobody can keep us busy with megabytes.
_READ_FOR_EACH_KEPT, _READ_AT_LEAST = 8, 200
_DROPPED = frozenset(("Cc", "Cf", "Cs", "Cn", "Co"))
_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\v": "\n", "\f": "\n", "\t": " "})


def clean(text: str, at_most: int) -> str:
    """`text` without control and direction characters, with plain line ends, at most `at_most` long (cut with …)."""
    text = text[: at_most * _READ_FOR_EACH_KEPT + _READ_AT_LEAST]
    if text.isprintable():
        return shorten(text.strip(), at_most)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS)
    kept = "".join(char for char in lines if _may_stay(char))
    return shorten(_without_gaps(kept), at_most)


def one_line(text: str, at_most: int) -> str:
    """As `clean`, on one line: for titles, names and subjects."""
    text = text[: at_most * _READ_FOR_EACH_KEPT + _READ_AT_LEAST]
    return shorten(" ".join(clean(text, len(text) * 2 + 1).split()), at_most)


def hidden_in(text: str) -> str:
    """The first character nobody sees, which turns the direction or hides what is read, as `U+202E`; else empty."""
    line_ends = ("\n", "\u2028", "\u2029")
    hidden = (char for char in text if char in line_ends or not _may_stay(char))
    return next((f"U+{ord(char):04X}" for char in hidden), "")


@lru_cache(maxsize=4096)
def _may_stay(char: str) -> bool:
    if char.isascii():
        return char == "\n" or char.isprintable()
    return char in _NEEDED or _is_flag_letter(char) or unicodedata.category(char) not in _DROPPED


def _is_flag_letter(char: str) -> bool:
    """Tag characters spell the flags of England, Scotland and Wales."""
    return "\U000e0020" <= char <= "\U000e007f"


def _without_gaps(text: str) -> str:
    lines = [line.rstrip() for line in text.split("\n")]
    kept = [line for before, line in zip(["", *lines], lines, strict=False) if line or before]
    return "\n".join(kept).strip()


def length(text: str) -> int:
    """In UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, at_most: int) -> str:
    """`text`, cut with … where it is longer than `at_most`; an emoji or accented letter is never cut in two."""
    if length(text) <= at_most:
        return text
    room, end = at_most - len(ELLIPSIS), 0
    for char in text:
        room -= 2 if char > "\uffff" else 1
        if room < 0:
            break
        end += 1
    while end > 0 and (_leans_on_the_left(text[end]) or text[end - 1] == _ZERO_WIDTH_JOINER):
        end -= 1
    return (text[:end].rstrip() + ELLIPSIS)[:at_most]


def _leans_on_the_left(char: str) -> bool:
    is_skin_tone = "\U0001f3fb" <= char <= "\U0001f3ff"
    return char == _ZERO_WIDTH_JOINER or is_skin_tone or _is_flag_letter(char) or unicodedata.category(char)[0] == "M"


def pack(lines: list[str], at_most: int, paragraphs: int = 1) -> tuple[tuple[str, ...], int]:
    """Lines joined into at most so many paragraphs of at most `at_most` each, and how many lines found no room."""
    packed: list[str] = []
    for taken, line in enumerate(lines):
        fitting = shorten(line, at_most)
        if packed and length(packed[-1]) + 1 + length(fitting) <= at_most:
            packed[-1] += "\n" + fitting
        elif len(packed) < paragraphs:
            packed.append(fitting)
        else:
            return tuple(packed), len(lines) - taken
    return tuple(packed), 0
