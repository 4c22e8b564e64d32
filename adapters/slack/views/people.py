"""The window with the people of a check, to search in and act from; and the form to write to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adapters.slack.blocks import Block, plain
from adapters.slack.views.frame import (
    OPTIONS_PER_SELECT,
    View,
    form,
    note_block,
    options_of,
    select_input,
    text_block,
    text_input,
)
from bot.forms import Choice
from bot.note_form import note_form
from bot.people_list import ALL, ListedPerson, ListFacts, PeopleView, deeds_for, listed_line, people_view
from bot.vocabulary import CheckKind, Locale

PEOPLE = "people"
TEXT = "text"
ONLY = "only"
UNIT = "unit"
NOTE = "note"
WORDS = "words"
#: People on one page: each is a block with a menu of its own.
PEOPLE_PER_PAGE = 15
_TEXT_AT_MOST = 80


def people_window(
    facts: ListFacts, units: Sequence[Choice], about: dict[str, Any], following: str, notice: Sequence[str] = ()
) -> View:
    """`about`: what is searched for and where the page begins. `following`: where the next begins; empty: nowhere."""
    labels = people_view(facts)
    blocks = [
        *(text_block(line) for line in notice),
        note_block(labels.about),
        text_input(TEXT, labels.text, _TEXT_AT_MOST, labels.text_hint, about.get(TEXT, ""), optional=True),
        select_input(ONLY, labels.only, labels.onlies, about.get(ONLY) or ALL),
        *_unit_input(labels, units, about.get(UNIT) or ALL),
        *(_person(facts, listed) for listed in facts.people),
        *([] if facts.people else [text_block(labels.nobody)]),
        *_turns(labels, bool(about.get("after")), following),
        note_block(f"{labels.private} {labels.guests}"),
    ]
    return form(PEOPLE, labels.heading, labels.submit, labels.close, blocks, about)


def _unit_input(labels: PeopleView, units: Sequence[Choice], chosen: str) -> list[Block]:
    """A list to choose from, or, of more units than a list can hold, a search."""
    if not units:
        return []
    everywhere = (ALL, labels.any_unit)
    if len(units) < OPTIONS_PER_SELECT:
        return [select_input(UNIT, labels.unit, (everywhere, *units), chosen)]
    initial = next((choice for choice in units if choice[0] == chosen), everywhere)
    element = {
        "type": "external_select",
        "action_id": UNIT,
        "min_query_length": 0,
        "initial_option": options_of([initial])[0],
    }
    label = plain(labels.unit, 2000)
    return [{"type": "input", "block_id": UNIT, "label": label, "element": element, "optional": False}]


def _person(facts: ListFacts, listed: ListedPerson) -> Block:
    menu = {
        "type": "overflow",
        "action_id": f"per:{listed.person_id}",
        "options": options_of(deeds_for(facts, listed)),
    }
    line = plain(listed_line(listed, facts.locale), 3000)
    return {"type": "section", "block_id": f"person:{listed.person_id}", "text": line, "accessory": menu}


def _turns(labels: PeopleView, has_earlier: bool, following: str) -> list[Block]:
    turns = [("nxt:first", labels.first, "first")] if has_earlier else []
    turns += [("nxt:later", labels.later, following)] if following else []
    if not turns:
        return []
    buttons = [
        {"type": "button", "action_id": name, "text": plain(label, 75), "value": value} for name, label, value in turns
    ]
    return [{"type": "actions", "block_id": "turns", "elements": buttons}]


def note_view(locale: Locale, person_name: str, kind: CheckKind, at_most: int, about: dict[str, Any]) -> View:
    """`person_name` empty: to all who call for help. `at_most`: characters."""
    labels = note_form(locale, person_name, kind)
    blocks = [
        text_block(labels.about),
        text_input(WORDS, labels.words, at_most, labels.words_hint, lines=True),
        note_block(labels.note),
    ]
    return form(NOTE, labels.heading, labels.submit, labels.cancel, blocks, about)
