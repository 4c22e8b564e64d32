"""Short answers to managers who take care of a person or write to them."""

from __future__ import annotations

from typing import Literal

from bot.frame import drill_lines, heading_line, mark_of, subject_line
from bot.labels import person_label
from bot.speech import Speech
from bot.vocabulary import CheckKind, Locale
from bot.wording import say

ClaimOutcome = Literal["claimed", "mine", "taken", "answered", "released", "nobody"]


def person_claimed(kind: CheckKind, outcome: ClaimOutcome, name: str, by: str, locale: Locale) -> Speech:
    """What has become of [take care]; who has it by now."""
    told = say(f"claim.{outcome}", locale, name=person_label(name, locale), by=person_label(by, locale) if by else "")
    return _said(kind, locale, told, say("claim.next", locale) if outcome == "claimed" else "")


def note_written(kind: CheckKind, people: int, out_of_reach: int, name: str, already: bool, locale: Locale) -> Speech:
    """`name`: of the one person it is for; empty where it is for several."""
    if already:
        told = say("note_written.already", locale)
    elif name and people:
        told = say("note_written.person", locale, name=person_label(name, locale))
    else:
        told = say("note_written.people", locale, people=f"{people:,}")
    unreached = say("note_written.out_of_reach", locale, people=f"{out_of_reach:,}") if out_of_reach else ""
    return _said(kind, locale, told, say("note_written.how", locale) if people else "", unreached)


def _said(kind: CheckKind, locale: Locale, heading: str, *words: str) -> Speech:
    return Speech(
        locale=locale,
        subject=subject_line(kind, locale, heading),
        heading=heading_line(kind, heading),
        paragraphs=(*drill_lines(kind, locale), *(line for line in words if line)),
        mark=mark_of(kind),
    )
