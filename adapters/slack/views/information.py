"""Managers' forms for what people need on the day itself: emergency contacts, links, routes, bulletins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adapters.slack.blocks import Block, plain
from adapters.slack.views.frame import (
    OPTIONS_PER_SELECT,
    View,
    checkbox_input,
    form,
    level_input,
    note_block,
    radio_input,
    select_input,
    text_block,
    text_input,
    window,
)
from bot.bulletin import WORDS_AT_MOST
from bot.company import Place
from bot.forms import Choice
from bot.info_forms import COMPANY, EntryForm, bulletin_form, entries_view, entry_form, entry_line, more_entries
from bot.info_rules import MAX_NAME, MAX_NOTE, MAX_URL
from bot.plain import TITLE_AT_MOST
from bot.short_form import ACTION_AT_MOST
from bot.vocabulary import CheckKind, InfoPage, Locale, MapService
from bot.wording import say
from flows.edit_information import Entry, Listing

ENTRIES = "entries"
ENTRY = "entry"
NAME = "name"
NUMBER = "number"
REMARK = "note"
NAME_EN = "name_en"
REMARK_EN = "note_en"
WHOSE = "whose"
PAGE = "page"
DESTINATION = "destination"
DESTINATION_AT = "destination_at"
START_NAME = "start"
START_AT = "start_at"
MAP = "map"
HAZARDS = "hazards"
DELETE = "delete"
BULLETIN = "bulletin"
KIND = "kind"
TITLE = "title"
ACTION = "action"
LEVEL = "level"
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


def entries_window(listing: Listing, entries: Sequence[Entry], locale: Locale, may_add: bool) -> View:
    labels = entries_view(locale, listing)
    shown = entries[:_ENTRIES_AT_MOST]
    left = len(entries) - len(shown)
    add: Block = {"type": "button", "action_id": "ent:new", "text": plain(labels.add, 75), "value": "0"}
    tabs: list[Block] = [
        {"type": "button", "action_id": f"tab:{name}", "text": plain(label, 75), "value": name}
        | ({"style": "primary"} if name == listing else {})
        for name, label in labels.tabs
    ]
    blocks = [
        {"type": "actions", "block_id": "tabs", "elements": tabs},
        *([{"type": "actions", "block_id": "add", "elements": [add]}] if may_add else []),
        *(_entry(entry, labels.change) for entry in shown),
        *([] if shown else [text_block(labels.none)]),
        *([note_block(more_entries(left, locale))] if left else []),
    ]
    return window(ENTRIES, labels.heading, labels.close, blocks, {"listing": listing})


def _entry(entry: Entry, change: str) -> Block:
    target = f"→ {entry.route.destination.name}" if entry.route else entry.target
    block = text_block(entry_line(entry.name, target, entry.note, entry.site)) | {"block_id": f"entry:{entry.entry_id}"}
    if entry.may_edit:
        block["accessory"] = {
            "type": "button",
            "action_id": f"ent:{entry.entry_id}",
            "text": plain(change, 75),
            "value": str(entry.entry_id),
        }
    return block


def entry_view(
    listing: Listing,
    entry: Entry | None,
    sites: Sequence[Choice],
    may_company: bool,
    locale: Locale,
    about: dict[str, Any],
    usual_map: MapService = MapService.GOOGLE,
) -> View:
    """`entry` None: a new one. `sites`: where it may belong to. `usual_map`: proposed for a new route."""
    labels = entry_form(locale, entry is None, listing)

    def line(name: str, label: str, at_most: int, now: str, optional: bool = True) -> Block:
        return text_input(name, label, at_most, "", now, optional=optional)

    whose = [*([(COMPANY, labels.company)] if may_company else []), *sites][:OPTIONS_PER_SELECT]
    chosen = whose[0][0] if entry is None and whose else COMPANY
    if entry is not None and entry.site_id is not None:
        chosen = str(entry.site_id)
    blocks = [
        line(NAME, labels.name, MAX_NAME, entry.name if entry else "", optional=False),
        *_of_listing(listing, labels, entry, usual_map),
        line(REMARK, labels.note, MAX_NOTE, entry.note if entry else ""),
        *([select_input(WHOSE, labels.whose, whose, chosen)] if len(whose) > 1 or not may_company else []),
        line(NAME_EN, labels.name_en, MAX_NAME, entry.name_en if entry else ""),
        line(REMARK_EN, labels.note_en, MAX_NOTE, entry.note_en if entry else ""),
        *([checkbox_input(DELETE, labels.delete, [(YES, labels.delete_it)])] if entry else []),
    ]
    return form(ENTRY, labels.heading, labels.submit, labels.cancel, blocks, about)


def _of_contact(labels: EntryForm, entry: Entry | None) -> list[Block]:
    return [text_input(NUMBER, labels.number, _NUMBER_AT_MOST, "", entry.target if entry else "")]


def _of_link(labels: EntryForm, entry: Entry | None) -> list[Block]:
    return [
        text_input(NUMBER, labels.url, MAX_URL, "", entry.target if entry else ""),
        select_input(PAGE, labels.page, labels.pages, entry.page if entry else InfoPage.DAY),
    ]


def _of_route(labels: EntryForm, entry: Entry | None, usual_map: MapService) -> list[Block]:
    route = entry.route if entry else None
    end, start = route.destination if route else None, route.start if route else None
    return [
        text_input(DESTINATION, labels.destination, MAX_NAME, "", end.name if end else "", optional=True),
        text_input(DESTINATION_AT, labels.destination_at, MAX_NOTE, "", _where(end)),
        text_input(START_NAME, labels.start, MAX_NAME, labels.start_hint, start.name if start else "", optional=True),
        text_input(START_AT, labels.start_at, MAX_NOTE, "", _where(start), optional=True),
        select_input(MAP, labels.map, labels.maps, route.map if route else usual_map),
        checkbox_input(HAZARDS, labels.hazards, labels.hazard_choices, route.hazards if route else ()),
    ]


def _of_listing(listing: Listing, labels: EntryForm, entry: Entry | None, usual_map: MapService) -> list[Block]:
    match listing:
        case Listing.CONTACTS:
            return _of_contact(labels, entry)
        case Listing.LINKS:
            return _of_link(labels, entry)
        case Listing.ROUTES:
            return _of_route(labels, entry, usual_map)


def _where(place: Place | None) -> str:
    """As it is typed."""
    if place is None or place.point is None:
        return place.address if place else ""
    return ", ".join(f"{degrees:.6f}" for degrees in place.point)


def bulletin_view(whom: Sequence[Choice], may_company: bool, locale: Locale) -> View:
    """`whom`: units (`u7`) and sites (`s3`) it may be for."""
    labels = bulletin_form(locale)
    audiences = [*([(COMPANY, labels.company)] if may_company else []), *whom][:OPTIONS_PER_SELECT]
    blocks = [
        text_input(TITLE, labels.title, TITLE_AT_MOST),
        text_input(
            ACTION, say("judged.to_do", locale), ACTION_AT_MOST, say("judged.to_do_hint", locale), optional=True
        ),
        text_input(WORDS, labels.words, WORDS_AT_MOST, lines=True),
        level_input(LEVEL, locale),
        select_input(WHOM, labels.whom, audiences, audiences[0][0]),
        checkbox_input(PUSH, labels.push, [(YES, labels.push_it)]),
        radio_input(KIND, labels.kind, labels.kinds, CheckKind.REAL),
        text_input(TITLE_EN, labels.title_en, TITLE_AT_MOST, optional=True),
        text_input(WORDS_EN, labels.words_en, WORDS_AT_MOST, optional=True, lines=True),
        note_block(labels.note),
    ]
    return form(BULLETIN, labels.heading, labels.submit, labels.cancel, blocks)
