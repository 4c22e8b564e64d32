"""Every phrase free text is made of, in both languages, with its kind."""

from __future__ import annotations

from bot.word_lists import english_alarm, english_calm, japanese_alarm, japanese_calm, symbols
from bot.word_lists.kinds import Kind
from bot.word_lists.spelling import plain_spelling

_LISTS = (japanese_calm.PHRASES, japanese_alarm.PHRASES, english_calm.PHRASES, english_alarm.PHRASES, symbols.PHRASES)


def _lexicon() -> dict[str, Kind]:
    """A phrase in two kinds would make the meaning depend on the order of the lists: refused."""
    lexicon: dict[str, Kind] = {}
    for kinds in _LISTS:
        for kind, phrases in kinds.items():
            for phrase in phrases:
                # The line end is a phrase as well, and has no other spelling.
                if lexicon.setdefault(plain_spelling(phrase) or phrase, kind) is not kind:
                    raise ValueError(f"{phrase!r} stands in the lists of two kinds")
    return lexicon


LEXICON = _lexicon()
