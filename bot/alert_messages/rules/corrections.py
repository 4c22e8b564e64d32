"""One correction of a listed item (p.43, p.54), no apologies (p.54), no cancelling by this means (section 10)."""

from __future__ import annotations

from collections.abc import Iterator

from bot.alert_messages.meaning import Meaning
from bot.alert_messages.rules.found import at, found, missing, title_span
from bot.alert_messages.vocabulary import Finding, Rule
from bot.alert_messages.words import case_words as case


def find(meaning: Meaning) -> Iterator[Finding]:
    if meaning.in_company:
        return
    yield from _apologies(meaning)
    if meaning.is_correction:
        yield from _corrections(meaning)
    elif meaning.cancelling_match and not (meaning.item and meaning.item.key == "stay_home"):
        yield found(meaning, Rule.CANCELLING, at(meaning, meaning.cancelling_match))


def _apologies(meaning: Meaning) -> Iterator[Finding]:
    flow = meaning.reading.flow.text
    sorry = case.APOLOGY.find(flow)
    if sorry is None and not case.RIGHT_AND_WRONG.are_in(meaning.whole):
        sorry = case.SENT_BY_MISTAKE.find(flow)
    if sorry is not None:
        yield found(meaning, Rule.APOLOGY, at(meaning, sorry))


def _corrections(meaning: Meaning) -> Iterator[Finding]:
    second = case.SECOND_CORRECTION.find(meaning.reading.flow.text)
    if second is not None:
        yield found(meaning, Rule.SECOND_CORRECTION, at(meaning, second))
    unimportant = case.UNIMPORTANT.find(meaning.reading.flow.text)
    if unimportant is not None:
        yield found(meaning, Rule.CORRECTION_UNLISTED, at(meaning, unimportant))
    elif not meaning.named:
        yield found(meaning, Rule.CORRECTION_UNLISTED, title_span(meaning))
    elif not any(words.are_in(meaning.whole) for words in (case.RIGHT_AND_WRONG, case.APOLOGY, case.SENT_BY_MISTAKE)):
        yield missing(meaning, Rule.CORRECTION_UNCLEAR)
