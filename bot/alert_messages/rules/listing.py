"""Sections 3, 5, 6 and NG examples 1 and 2: is it about something that may be sent?"""

from __future__ import annotations

from collections.abc import Iterator

from bot.alert_messages.meaning import Meaning
from bot.alert_messages.rules.found import found, missing, title_span
from bot.alert_messages.rules.special_cases import is_about_a_drill_only, is_about_shaking
from bot.alert_messages.vocabulary import Finding, Rule
from bot.alert_messages.words.case_words import TEST_SEND
from bot.alert_messages.words.hazard_words import BELOW_THE_LIST, KEEPS_OFF_THE_MOUNTAIN, NUMBERS, VOLCANO_LEVEL
from bot.alert_messages.words.topic_words import AIDS, COMPANIONS, EVERYDAY, NOTICES, WEATHER, WEATHER_TOPIC, Both


def find(meaning: Meaning) -> Iterator[Finding]:
    if is_about_a_drill_only(meaning) or is_about_shaking(meaning) or TEST_SEND.are_in(meaning.whole):
        return
    if meaning.is_continued or (meaning.is_correction and not meaning.in_company):
        return
    everyday = _everyday(meaning)
    if everyday is not None:
        yield found(meaning, Rule.ITEM_NOT_LISTED, title_span(meaning), topic=everyday)
        return
    if meaning.named or meaning.moves_people:
        if not meaning.in_company and not meaning.evacuates:
            yield from _below_the_list(meaning)
        return
    if meaning.in_company:
        yield missing(meaning, Rule.ITEM_UNKNOWN)
        return
    yield _topic(meaning)


def _everyday(meaning: Meaning) -> Both | None:
    """A notice that only mentions an item: 停電のため休校します, 避難指示が出た地区のごみ収集."""
    if meaning.in_company or meaning.moves_people or meaning.named_in_title:
        return None
    if any(key not in AIDS for key in meaning.named) and not any(
        EVERYDAY[topic].are_in(meaning.title) for topic in EVERYDAY
    ):
        return None
    return next((topic for topic, words in EVERYDAY.items() if meaning.named and words.are_in(meaning.whole)), None)


def _topic(meaning: Meaning) -> Finding:
    """The topic of the title counts before one of the body; mere weather may be the cause of a notice."""
    for text in (meaning.title, meaning.whole):
        for rule, table in ((Rule.COMPANION_ALONE, COMPANIONS), (Rule.ITEM_NOT_LISTED, NOTICES)):
            for topic, words in table.items():
                if words.are_in(text):
                    return found(meaning, rule, title_span(meaning), topic=topic)
    if WEATHER.are_in(meaning.whole):
        return found(meaning, Rule.COMPANION_ALONE, title_span(meaning), topic=WEATHER_TOPIC)
    return found(meaning, Rule.ITEM_UNKNOWN, title_span(meaning))


def _below_the_list(meaning: Meaning) -> Iterator[Finding]:
    item = meaning.item
    if item is None:
        return
    flow = meaning.reading.flow
    match = BELOW_THE_LIST.find(flow.text)
    if item.key == "eruption":
        level = VOLCANO_LEVEL.find(flow.text)
        if level and NUMBERS[level["ja"] or level["en"]] < 3:
            match = match or level
        elif level or KEEPS_OFF_THE_MOUNTAIN.are_in(meaning.whole):
            return
    if match and item.key in ("river_flood", "eruption"):
        yield found(meaning, Rule.BELOW_THE_LIST, flow.span_of(match), text=match[0])
