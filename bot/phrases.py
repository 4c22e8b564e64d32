"""Cuts a line into the phrases of the word lists, the longest first, from left to right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.word_lists import LEXICON
from bot.word_lists.kinds import Kind

#: A word with spaces around it: what begins or ends inside one is not a phrase (`safe` is not in `unsafe`).
_WORD = re.compile(r"[a-z0-9_']+")


@dataclass(frozen=True, slots=True)
class Phrase:
    kind: Kind
    text: str
    end: int


def _lengths(phrases: Iterable[str]) -> dict[str, list[int]]:
    lengths: dict[str, set[int]] = {}
    for phrase in phrases:
        lengths.setdefault(phrase[0], set()).add(len(phrase))
    return {first: sorted(found, reverse=True) for first, found in lengths.items()}


#: First character → lengths of the phrases that begin with it, the longest first.
_LENGTHS = _lengths(LEXICON)


def cut_into_phrases(text: str) -> list[Phrase]:
    """Everything but spaces is in one of them; what is not known is `UNKNOWN`, word by word. Linear in the text."""
    phrases: list[Phrase] = []
    start = 0
    while start < len(text):
        if text[start] == " ":
            start += 1
            continue
        phrase = _known(text, start) or _unknown(text, start)
        phrases.append(phrase)
        start = phrase.end
    return phrases


def _known(text: str, start: int) -> Phrase | None:
    for length in _LENGTHS.get(text[start], ()):
        end = start + length
        kind = LEXICON.get(text[start:end])
        if kind is not None and end <= len(text) and not _splits_a_word(text, start) and not _splits_a_word(text, end):
            return Phrase(kind, text[start:end], end)
    return None


def _splits_a_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and bool(_WORD.match(text, at - 1, at) and _WORD.match(text, at, at + 1))


def _unknown(text: str, start: int) -> Phrase:
    word = _WORD.match(text, start)
    end = word.end() if word else start + 1
    return Phrase(Kind.UNKNOWN, text[start:end], end)
