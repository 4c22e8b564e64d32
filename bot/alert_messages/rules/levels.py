"""Section 7: levels for flood, landslide, storm surge and inland flooding, in the words of the edition."""

from __future__ import annotations

from collections.abc import Iterator

from bot.alert_messages.data_files import Level
from bot.alert_messages.meaning import Meaning
from bot.alert_messages.rules.found import at, found, missing
from bot.alert_messages.spelling import spell
from bot.alert_messages.vocabulary import Finding, Rule, Span
from bot.alert_messages.words.hazard_words import (
    EVERYBODY,
    FITS_LEVELS,
    LEVEL_HEAD,
    LEVEL_WORDS,
    RAISED,
    WITHOUT_LEVELS,
)
from bot.alert_messages.words.item_words import EVACUATION_NAMES

#: The level that calls away only who needs time.
_ELDERLY = 3


def find(meaning: Meaning) -> Iterator[Finding]:
    yield from _old_wording(meaning)
    match = meaning.level_match
    if match is None:
        yield from _no_level(meaning)
        return
    if WITHOUT_LEVELS.are_in(meaning.whole) and not FITS_LEVELS.are_in(meaning.whole):
        yield found(meaning, Rule.LEVEL_ELSEWHERE, at(meaning, match))
    yield from _disagreeing(meaning, at(meaning, match))


def _no_level(meaning: Meaning) -> Iterator[Finding]:
    item = meaning.item
    if item is None or not item.is_evacuation or not meaning.needs_a_level:
        return
    if meaning.is_continued or meaning.is_correction or meaning.cancelling_match or meaning.is_excerpt:
        return
    level = meaning.edition.level_of(item.key) or _any(item.key)
    if level is not None:
        action = next((one.action for one in meaning.edition.levels if one.number == level.number), level.action)
        yield missing(meaning, Rule.LEVEL_MISSING, number=level.number, action=action)


def _disagreeing(meaning: Meaning, span: Span) -> Iterator[Finding]:
    """One finding at most: the number against the item's name, else against the words for what to do."""
    number = meaning.level
    if number is None or RAISED.are_in(meaning.whole):
        return
    expected = _level_named(meaning)
    said = {level for level, words in LEVEL_WORDS.items() if words.are_in(meaning.whole)}
    known = {level.number: level for level in meaning.edition.levels}
    if expected is not None and expected.number != number:
        yield found(meaning, Rule.LEVEL_DISAGREES, span, number=number, right=expected.number, action=expected.action)
    elif expected is None and meaning.item is not None and meaning.item.is_evacuation and number not in known:
        yield found(meaning, Rule.LEVEL_DISAGREES, span, number=number, right="3-5", action=("避難", "evacuate"))
    elif said and number not in said and number in known:
        action = known[number].action
        yield found(meaning, Rule.LEVEL_DISAGREES, span, number=number, right=max(said), action=action)
    elif number == _ELDERLY and EVERYBODY.are_in(LEVEL_HEAD.cut_from(meaning.whole)):
        action = known[number].action
        yield found(meaning, Rule.LEVEL_DISAGREES, span, number=number, right=number + 1, action=action)


def _level_named(meaning: Meaning) -> Level | None:
    """The level of the one evacuation item that the title names, else of the one in the body."""
    for text in (meaning.title, meaning.body):
        named = [key for key, words in EVACUATION_NAMES.items() if key != "elderly" and words.are_in(text)]
        named += ["elderly"] if LEVEL_WORDS[3].are_in(text) else []
        levels = {level.number: level for key in named if (level := meaning.edition.level_of(key) or _any(key))}
        if len(levels) == 1:
            return next(iter(levels.values()))
        if levels:
            return None
    return None


def _any(key: str) -> Level | None:
    """A name of another edition has its level all the same."""
    number = {"advisory": 4, "order": 4, "disaster": 5, "elderly": 3}.get(key)
    return Level(number, (key,), ("", "")) if number else None


def _old_wording(meaning: Meaning) -> Iterator[Finding]:
    flow, seen = meaning.reading.flow, list[tuple[int, int]]()
    for other in meaning.edition.gone:
        word = spell(other.word).text
        start = flow.text.find(word)
        end = start + len(word)
        if start >= 0 and not any(first < end and start < last for first, last in seen):
            seen.append((start, end))
            yield found(meaning, Rule.OLD_WORDING, flow.span(start, end), word=other.word, instead=other.instead)
