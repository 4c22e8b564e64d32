"""Sections 13 and 16 to 18: drills are marked and say what would be said on the day; nothing is sent as a test."""

from __future__ import annotations

from collections.abc import Iterator

from bot.alert_messages.meaning import Meaning
from bot.alert_messages.rules.found import at, found, missing, title_span
from bot.alert_messages.rules.special_cases import is_about_a_drill_only, is_about_shaking
from bot.alert_messages.vocabulary import Finding, Rule
from bot.alert_messages.words import case_words as case


def find(meaning: Meaning) -> Iterator[Finding]:
    if not meaning.in_company:
        test = case.TEST_SEND.find(meaning.reading.flow.text)
        if test:
            yield found(meaning, Rule.TEST_SEND, at(meaning, test))
        if is_about_shaking(meaning):
            yield found(meaning, Rule.EARTHQUAKE, title_span(meaning))
        if is_about_a_drill_only(meaning):
            yield found(meaning, Rule.DRILL_NOTICE, title_span(meaning))
            return
    if meaning.is_drill and not _only_mentions_one(meaning):
        yield from _marks(meaning)
        yield from _national(meaning)


def _only_mentions_one(meaning: Meaning) -> bool:
    """A company may write of a drill as of anything else; an apology for one is no drill either."""
    marked = case.DRILL_MARK.are_in(meaning.reading.flow.text) or case.DRILL_CLOSING.are_in(meaning.reading.flow.text)
    return not marked and (meaning.in_company or case.APOLOGY.are_in(meaning.whole))


def _marks(meaning: Meaning) -> Iterator[Finding]:
    reading = meaning.reading
    if not case.DRILL_MARK.are_in(reading.title_flow):
        yield found(meaning, Rule.DRILL_TITLE, title_span(meaning))
    if meaning.is_excerpt:
        return
    if not meaning.body_is_marked:
        yield missing(meaning, Rule.DRILL_BODY)
    if not case.DRILL_CLOSING.are_in(reading.body_flow):
        yield missing(meaning, Rule.DRILL_CLOSING)


def _national(meaning: Meaning) -> Iterator[Finding]:
    if meaning.in_company or meaning.item is None or not meaning.item.is_national_protection:
        return
    if not meaning.is_the_states:
        yield found(meaning, Rule.NATIONAL_DRILL, title_span(meaning), item=meaning.item.name)
