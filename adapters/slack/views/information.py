"""Managers' forms for what people need on the day itself: emergency contacts, bulletins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adapters.slack.blocks import Block, plain
from adapters.slack.views.frame import (
    OPTIONS_PER_SELECT,
    View,
    checkbox_input,
    form,
    note_block,
    radio_input,
    select_input,
    text_block,
    text_input,
    window,
)
from bot.bulletin import WORDS_AT_MOST
from bot.forms import Choice
from bot.info_forms import COMPANY, bulletin_form, entries_view, entry_form, entry_line, more_entries
from bot.info_rules import MAX_NAME, MAX_NOTE
from bot.plain import TITLE_AT_MOST
from bot.vocabulary import CheckKind, Locale
from flows.edit_information import Entry

ENTRIES = "entries"
ENTRY = "entry"
NAME = "name"
NUMBER = "number"
REMARK = "note"
NAME_EN = "name_en"
REMARK_EN = "note_en"
WHOSE = "whose"
DELETE = "delete"
BULLETIN = "bulletin"
KIND = "kind"
TITLE = "title"
WORDS = "words"
TITLE_EN = "title_en"
WORDS_EN = "words_en"
WHOM = "whom"
PUSH = "push"
#: The one value of a box to tick.
YES = "yes"
_NUMBER_AT_MOST = 60
#: One block each, below the 100 of a view.
_ENTRIES_AT_MOST = 80


def entries_window(entries: Sequence[Entry], locale: Locale, may_add: bool) -> View:
    labels = entries_view(locale)
    shown = entries[:_ENTRIES_AT_MOST]
    left = len(entries) - len(shown)
    add: Block = {"type": "button", "action_id": "ent:new", "text": plain(labels.add, 75), "value": "0"}
    blocks = [
        *([{"type": "actions", "block_id": "add", "elements": [add]}] if may_add else []),
        *(_entry(entry, labels.change) for entry in shown),
        *([] if shown else [text_block(labels.none)]),
        *([note_block(more_entries(left, locale))] if left else []),
    ]
    return window(ENTRIES, labels.heading, labels.close, blocks)


def _entry(entry: Entry, change: str) -> Block:
    block = text_block(entry_line(entry.name, entry.target, entry.note, entry.site)) | {
        "block_id": f"entry:{entry.entry_id}"
    }
    if entry.may_edit:
        block["accessory"] = {
            "type": "button",
            "action_id": f"ent:{entry.entry_id}",
            "text": plain(change, 75),
            "value": str(entry.entry_id),
        }
    return block


def entry_view(
    entry: Entry | None, sites: Sequence[Choice], may_company: bool, locale: Locale, about: dict[str, Any]
) -> View:
    """`entry` None: a new one. `sites`: where it may belong to."""
    labels = entry_form(locale, is_new=entry is None)

    def line(name: str, label: str, at_most: int, now: str, optional: bool = True) -> Block:
        return text_input(name, label, at_most, "", now, optional=optional)

    whose = [*([(COMPANY, labels.company)] if may_company else []), *sites][:OPTIONS_PER_SELECT]
    chosen = whose[0][0] if entry is None and whose else COMPANY
    if entry is not None and entry.site_id is not None:
        chosen = str(entry.site_id)
    blocks = [
        line(NAME, labels.name, MAX_NAME, entry.name if entry else "", optional=False),
        line(NUMBER, labels.number, _NUMBER_AT_MOST, entry.target if entry else "", optional=False),
        line(REMARK, labels.note, MAX_NOTE, entry.note if entry else ""),
        *([select_input(WHOSE, labels.whose, whose, chosen)] if len(whose) > 1 or not may_company else []),
        line(NAME_EN, labels.name_en, MAX_NAME, entry.name_en if entry else ""),
        line(REMARK_EN, labels.note_en, MAX_NOTE, entry.note_en if entry else ""),
        *([checkbox_input(DELETE, labels.delete, [(YES, labels.delete_it)])] if entry else []),
    ]
    return form(ENTRY, labels.heading, labels.submit, labels.cancel, blocks, about)


def bulletin_view(whom: Sequence[Choice], may_company: bool, locale: Locale) -> View:
    """`whom`: units (`u7`) and sites (`s3`) it may be for."""
    labels = bulletin_form(locale)
    audiences = [*([(COMPANY, labels.company)] if may_company else []), *whom][:OPTIONS_PER_SELECT]
    blocks = [
        text_input(TITLE, labels.title, TITLE_AT_MOST),
        text_input(WORDS, labels.words, WORDS_AT_MOST, lines=True),
        select_input(WHOM, labels.whom, audiences, audiences[0][0]),
        checkbox_input(PUSH, labels.push, [(YES, labels.push_it)]),
        radio_input(KIND, labels.kind, labels.kinds, CheckKind.REAL),
        text_input(TITLE_EN, labels.title_en, TITLE_AT_MOST, optional=True),
        text_input(WORDS_EN, labels.words_en, WORDS_AT_MOST, optional=True, lines=True),
        note_block(labels.note),
    ]
    return form(BULLETIN, labels.heading, labels.submit, labels.cancel, blocks)
