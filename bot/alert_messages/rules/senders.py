"""Section 3 and page 13: who may send what, and what only the state sends."""

from __future__ import annotations

from collections.abc import Iterator

from bot.alert_messages.data_files import Item
from bot.alert_messages.meaning import Meaning
from bot.alert_messages.rules.found import found, missing, title_span
from bot.alert_messages.vocabulary import Finding, Rule, Sender
from bot.alert_messages.words import case_words as case
from bot.alert_messages.words.hazard_words import BELOW_THE_LIST, NUMBERS, VOLCANO_LEVEL

#: A state office may be named as the source of these, but not speak itself.
_NEVER_BY_THE_STATE = ("elderly", "advisory", "order", "disaster", "restricted", "stay_home")


def find(meaning: Meaning) -> Iterator[Finding]:
    item, sender = meaning.item, meaning.sender
    if meaning.in_company or item is None or sender is None:
        return
    if sender is Sender.STATE:
        if item.key in _NEVER_BY_THE_STATE and case.STATE_SPEAKS.are_in(meaning.whole):
            yield found(meaning, Rule.SENDER_NOT_ALLOWED, title_span(meaning), item=item.name)
        return
    if meaning.is_continued or meaning.is_correction or meaning.cancelling_match:
        return
    if sender is Sender.COMPANY:
        yield found(meaning, Rule.SENDER_NOT_ALLOWED, title_span(meaning), item=item.name)
    if sender is Sender.PREFECTURE and item.prefecture == "代行" and not case.ON_BEHALF.are_in(meaning.whole):
        yield missing(meaning, Rule.ON_BEHALF, item=item.name)
    if sender is Sender.MUNICIPALITY and item.municipality == "▲" and not case.GOVERNOR.are_in(meaning.whole):
        yield missing(meaning, Rule.GOVERNOR, item=item.name)
    if not meaning.is_excerpt:
        yield from _sent_by_the_state(meaning, item)


def _sent_by_the_state(meaning: Meaning, item: Item) -> Iterator[Finding]:
    """Notes 2 to 5: the state's message has rung already; this one must add what people here need."""
    text = meaning.whole_without_sender
    if item.is_national_protection:
        if not meaning.is_drill and not case.DISTRICT_FACTS.are_in(text):
            yield missing(meaning, Rule.NATIONAL_RELAYED, item=item.name)
    elif item.municipality == "△" or _is_high_eruption(meaning, item):
        if not case.COMPANION_FACTS.are_in(text):
            yield missing(meaning, Rule.STATE_SENDS, item=item.name)
    elif item.key == "river_flood" and not meaning.evacuates and not case.COMPANION_FACTS.are_in(text):
        if BELOW_THE_LIST.are_in(text):
            return
        yield missing(meaning, Rule.RIVER_COMPANION, item=item.name)


def _is_high_eruption(meaning: Meaning, item: Item) -> bool:
    if item.key != "eruption":
        return False
    level = VOLCANO_LEVEL.find(meaning.reading.flow.text)
    return "居住地域" in meaning.whole or (level is not None and NUMBERS[level["ja"] or level["en"]] >= 4)
