"""One spelling for what people type in many: the same for word lists and utterances."""

from __future__ import annotations

import re
import unicodedata

_KATAKANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
# Colour and gender of an emoji, and how it is drawn: no difference in meaning.
_EMOJI_MODIFIERS = dict.fromkeys((*range(0x1F3FB, 0x1F400), *range(0xFE00, 0xFE10), ord("♂"), ord("♀")))
_SPACES = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"\s*\n\s*")
_READING = re.compile(r"(?<=[一-龯々])\([ぁ-ゖー ]+\)")
_SPACE_IN_JAPANESE = re.compile(r"(?<=[ぁ-ゖー一-龯々]) (?=[ぁ-ゖー一-龯々])")


def plain_spelling(text: str) -> str:
    """NFKC, lower case, hiragana, single spaces, no invisible characters; lines stay lines."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    text = text.translate(_EMOJI_MODIFIERS).translate(_KATAKANA)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _SPACES.sub(" ", text)
    text = "".join(char for char in text if char == "\n" or unicodedata.category(char) not in ("Cf", "Cc"))
    return _LINE_ENDS.sub("\n", _SPACES.sub(" ", text)).strip()


def closed_up(spelled: str) -> str:
    """Easy Japanese, `助(たす)けて ください`, as others write it: without the readings and the spaces between words."""
    return _SPACE_IN_JAPANESE.sub("", _READING.sub("", spelled))
