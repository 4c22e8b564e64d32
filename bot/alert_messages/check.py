"""The check of one message: every rule looks at it, nothing is ever forbidden by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.alert_messages.counting import count, is_latin
from bot.alert_messages.data_files import Edition
from bot.alert_messages.meaning import Meaning
from bot.alert_messages.reading import read
from bot.alert_messages.rules import contacts, corrections, drills, fields, length, levels, listing, senders, timing
from bot.alert_messages.spelling import spell
from bot.alert_messages.vocabulary import Advice, Audience, Finding, Limits, Report, Tip
from bot.alert_messages.words.case_words import PLACEHOLDERS

_RULES = (length, contacts, drills, listing, levels, corrections, senders, fields, timing)


def check(
    text: str,
    edition: Edition,
    audience: Audience = Audience.AREA_MAIL,
    limits: Limits | None = None,
    at: datetime | None = None,
) -> Report:
    """`text`: the title, a line break, the body. `at`: when it would be sent, in local time, where that is known.

    Findings come in the order of the text. Never raises.
    """
    limits = limits or Limits()
    reading = read(text)
    meaning = Meaning(reading, audience, edition, limits_for(text, audience, limits), at)
    findings = [finding for rule in _RULES for finding in rule.find(meaning)]
    return Report(
        title_length=count(reading.title, limits),
        body_length=count(reading.body, limits),
        findings=tuple(sorted(findings, key=_place)),
        advice=tuple(_advice(meaning)),
        edition=edition.id,
    )


def limits_for(text: str, audience: Audience, limits: Limits) -> Limits:
    """A company's English text may have twice as many: two Latin letters take the room of one Japanese character."""
    if audience is Audience.AREA_MAIL or not is_latin(text):
        return limits
    return Limits(limits.title * 2, limits.body * 2, limits.line_break, limits.night_from, limits.night_until)


def _place(finding: Finding) -> tuple[int, int]:
    return finding.span


def _advice(meaning: Meaning) -> Iterator[Advice]:
    """What is worth knowing where nothing is wrong."""
    if meaning.in_company:
        if PLACEHOLDERS.are_in(meaning.reading.flow.text):
            yield Advice(Tip.PLACEHOLDERS)
        return
    if meaning.item is not None and meaning.item.is_evacuation and timing.is_sent_at_night(meaning):
        yield Advice(Tip.NIGHT)
    if meaning.is_drill:
        yield Advice(Tip.ANNOUNCE_DRILL)
    for other in meaning.edition.renamed:
        if spell(other.word).text in meaning.reading.flow.text:
            yield Advice(Tip.RENAMED, {"word": other.word, "instead": other.instead})
    if PLACEHOLDERS.are_in(meaning.reading.flow.text):
        yield Advice(Tip.PLACEHOLDERS)
    yield Advice(Tip.NOT_RECEIVED)
