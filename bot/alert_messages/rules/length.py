"""Section 8: 15 characters of title, 200 of body. Section 16: the mark of a drill may exceed the 15."""

from __future__ import annotations

from collections.abc import Iterator

from bot.alert_messages.counting import count, place_over
from bot.alert_messages.meaning import Meaning
from bot.alert_messages.rules.found import found, missing, title_span
from bot.alert_messages.vocabulary import Finding, Rule, Span
from bot.alert_messages.words.case_words import BLANKS, DRILL_MARK


def find(meaning: Meaning) -> Iterator[Finding]:
    yield from _title(meaning)
    yield from _body(meaning)


def _title(meaning: Meaning) -> Iterator[Finding]:
    title, limits = meaning.reading.title, meaning.limits
    length = count(title, limits)
    if not title.strip():
        yield found(meaning, Rule.TITLE_MISSING, title_span(meaning))
    elif length > limits.title and not _only_for_its_mark(meaning, length):
        over = Span(place_over(title, limits.title, limits), len(title))
        yield found(meaning, Rule.TITLE_TOO_LONG, over, length=length, limit=limits.title)


def _only_for_its_mark(meaning: Meaning, length: int) -> bool:
    mark = DRILL_MARK.find(meaning.reading.title_flow)
    if mark is None or not meaning.body_is_marked:
        return False
    return length - count(mark[0], meaning.limits) <= meaning.limits.title


def _body(meaning: Meaning) -> Iterator[Finding]:
    reading, limits = meaning.reading, meaning.limits
    length = count(reading.body, limits)
    if not reading.body.strip():
        yield missing(meaning, Rule.BODY_MISSING)
    elif length > limits.body + _blanks(meaning):
        start = reading.body_start + place_over(reading.body, limits.body, limits)
        over = Span(start, reading.body_start + len(reading.body))
        yield found(meaning, Rule.BODY_TOO_LONG, over, length=length, limit=limits.body)


def _blanks(meaning: Meaning) -> int:
    """Blanks to be filled in (〇〇, ●●) are no text yet: the guide's 相当 counts what will stand there."""
    return sum(map(len, BLANKS.pattern.findall(meaning.reading.spaced.text)))
