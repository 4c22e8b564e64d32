"""Section 8: who says it, when, where, what to do. Section 9: a message in two parts says so."""

from __future__ import annotations

from collections.abc import Iterator

from bot.alert_messages.meaning import Meaning
from bot.alert_messages.rules.found import at, found, missing
from bot.alert_messages.rules.special_cases import is_about_a_drill_only, is_about_shaking
from bot.alert_messages.vocabulary import Finding, Rule
from bot.alert_messages.words import case_words as case
from bot.alert_messages.words import field_words as fields
from bot.alert_messages.words.hazard_words import LEVEL_HEAD


def find(meaning: Meaning) -> Iterator[Finding]:
    yield from _parts(meaning)
    required = _required(meaning)
    if "sender" in required and meaning.sender is None:
        yield missing(meaning, Rule.SENDER_MISSING)
    if "time" in required and not fields.TIMES.are_in(meaning.whole):
        yield missing(meaning, Rule.TIME_MISSING)
    if "area" in required and not meaning.continues and not _has_area(meaning):
        yield missing(meaning, Rule.AREA_MISSING)
    if "action" in required and not _has_action(meaning):
        yield missing(meaning, Rule.ACTION_MISSING)


def _required(meaning: Meaning) -> tuple[str, ...]:
    item = meaning.item
    if item is None or meaning.is_excerpt or is_about_a_drill_only(meaning) or is_about_shaking(meaning):
        return ()
    if meaning.is_continued or meaning.is_correction or meaning.cancelling_match:
        return ("sender",)
    return item.required


def _has_area(meaning: Meaning) -> bool:
    return fields.AREAS.are_in(meaning.whole_without_sender)


def _has_action(meaning: Meaning) -> bool:
    return fields.ACTIONS.are_in(fields.COURTESY.cut_from(LEVEL_HEAD.cut_from(meaning.content)))


def _parts(meaning: Meaning) -> Iterator[Finding]:
    number = case.PART_NUMBER.find(meaning.reading.flow.text)
    if number is not None and not meaning.continues:
        yield found(meaning, Rule.CONTINUES_UNSAID, at(meaning, number))
