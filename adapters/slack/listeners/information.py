"""Managers write what people need on the day itself: emergency contacts, links, routes, bulletins."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from adapters.slack.listeners.answering import opens, told_in_form, turn_later
from adapters.slack.listeners.reading import about, chosen_one, level_in, number_in, one_of
from adapters.slack.payloads import OddPayloadError, Press, Submission, chosen, press_in, submission_in, written
from adapters.slack.room import Room
from adapters.slack.shown import Shown
from adapters.slack.talk import locale_in, open_later
from adapters.slack.views import information as fields
from adapters.slack.views.frame import View
from adapters.slack.views.information import bulletin_view, entries_window, entry_view
from bot.forms import Choice
from bot.info_forms import COMPANY, bulletin_published, entry_kept
from bot.manager_buttons import OpenFormPress
from bot.speech import Speech
from bot.vocabulary import SENDING_CHANNELS, CheckKind, Hazard, InfoPage, MapService
from flows.bulletins import SaveBulletin, own_units, save_bulletin
from flows.carry_out import carry_out
from flows.edit_information import (
    Entry,
    Listing,
    SaveEntry,
    SaveRoute,
    TypedPlace,
    list_entries,
    remove_entry,
    save_entry,
    save_route,
)
from flows.errors import NotFoundError, RefusedError
from flows.info_rights import info_editor
from flows.once import is_repeat
from flows.push_bulletin import PushBulletin, push_bulletin
from flows.work import Lane, Sender, Work

_AUDIENCE = re.compile(r"([us])([0-9]{1,18})")
_ENTRY_ERRORS = {
    "info_no_name": fields.NAME,
    "info_bad_number": fields.NUMBER,
    "info_bad_url": fields.NUMBER,
    "no_destination": fields.DESTINATION_AT,
    "map_needs_point": fields.DESTINATION_AT,
    "map_needs_start": fields.START_AT,
    "info_hidden": fields.NAME,
    "info_too_long": fields.NAME,
}
_BULLETIN_ERRORS = {
    "bulletin_no_title": fields.TITLE,
    "bulletin_no_words": fields.WORDS,
    "bulletin_too_long": fields.WORDS,
    "nobody_to_ask": fields.WHOM,
    "no_channel": fields.PUSH,
}


def register(bolt: App, room: Room) -> None:
    opens(bolt, room, "edi", OpenFormPress, lambda press, _: _entries(room, press.sender, Listing.CONTACTS))

    @bolt.block_action(re.compile("^tab:"))
    def other_list(ack: Ack, body: dict[str, Any]) -> None:
        press = press_in(body, room.clock.now(), room.are_ours)
        listing = one_of(Listing, press.value)
        turn_later(room, press, lambda: _entries(room, press.sender, listing))
        ack()

    @bolt.block_action(re.compile("^ent:"))
    def entry(ack: Ack, body: dict[str, Any]) -> None:
        press = press_in(body, room.clock.now(), room.are_ours)
        entry_id = number_in(press.value)
        open_later(room, press, lambda: _entry(room, press, entry_id))
        ack()

    @bolt.view(fields.ENTRY)
    def entry_sent_off(ack: Ack, body: dict[str, Any]) -> None:
        form = submission_in(body, room.are_ours)

        def act() -> Speech:
            return carry_out(room.begin, form.sender, lambda work: _keep_entry(work, form))

        view_id, listing = about(form).text("list_view"), _listing(form)
        if told_in_form(room, form, ack, act, _ENTRY_ERRORS) and view_id:
            room.forms.soon("list", lambda: room.update_view(view_id, _entries(room, form.sender, listing)))

    opens(bolt, room, "bul", OpenFormPress, lambda press, _: _bulletin(room, press.sender))

    @bolt.view(fields.BULLETIN)
    def bulletin_sent_off(ack: Ack, body: dict[str, Any]) -> None:
        form = submission_in(body, room.are_ours)

        def act() -> Speech:
            return carry_out(room.begin, form.sender, lambda work: _publish(work, form), Lane.FANOUT)

        told_in_form(room, form, ack, act, _BULLETIN_ERRORS)


def _listing(shown: Submission | Shown) -> Listing:
    return one_of(Listing, about(shown).text("listing") or Listing.CONTACTS)


def _entries(room: Room, sender: Sender, listing: Listing) -> View:
    with room.begin(sender, Lane.READ) as work:
        editor = info_editor(work)
        listed = list_entries(work, listing)
        return entries_window(listing, listed, locale_in(work), may_add=editor.may_company or bool(editor.sites))


def _entry(room: Room, press: Press, entry_id: int) -> View:
    """`entry_id` 0: a new one."""
    listing = _listing(press.view) if press.view else Listing.CONTACTS
    with room.begin(press.sender, Lane.READ) as work:
        editor = info_editor(work)
        found = _found(work, listing, entry_id) if entry_id else None
        sites: list[Choice] = [(str(site.site_id), site.name) for site in editor.sites]
        kept = {"entry_id": entry_id, "listing": listing, "list_view": press.view.view_id if press.view else ""}
        return entry_view(listing, found, sites, editor.may_company, locale_in(work), kept, work.policy.map_service)


def _found(work: Work, listing: Listing, entry_id: int) -> Entry:
    found = next((entry for entry in list_entries(work, listing) if entry.entry_id == entry_id), None)
    if found is None:
        raise NotFoundError("no_entry")
    return found


def _keep_entry(work: Work, form: Submission) -> Speech:
    entry_id, name, locale = about(form).number("entry_id"), written(form.values.get(fields.NAME)), locale_in(work)
    is_deleted, listing = bool(entry_id) and _is_ticked(form, fields.DELETE), _listing(form)
    if is_repeat(work, form.event_key):
        return entry_kept(name, is_deleted, locale, listing)
    if is_deleted:
        remove_entry(work, listing, entry_id)
    elif listing is Listing.ROUTES:
        save_route(work, _typed_route(form, entry_id or None, name))
    else:
        save_entry(work, _typed_entry(form, listing, entry_id or None, name))
    return entry_kept(name, is_deleted, locale, listing)


def _typed_entry(form: Submission, listing: Listing, entry_id: int | None, name: str) -> SaveEntry:
    return SaveEntry(
        listing,
        entry_id,
        name,
        _written(form, fields.NUMBER),
        name_en=_written(form, fields.NAME_EN),
        note=_written(form, fields.REMARK),
        note_en=_written(form, fields.REMARK_EN),
        site_id=_site(form),
        page=one_of(InfoPage, chosen_one(form, fields.PAGE) or InfoPage.DAY),
    )


def _typed_route(form: Submission, entry_id: int | None, name: str) -> SaveRoute:
    return SaveRoute(
        entry_id,
        name,
        TypedPlace(_written(form, fields.DESTINATION), _written(form, fields.DESTINATION_AT)),
        TypedPlace(_written(form, fields.START_NAME), _written(form, fields.START_AT)),
        map=one_of(MapService, chosen_one(form, fields.MAP) or MapService.GOOGLE),
        hazards=tuple(hazard for hazard in Hazard if hazard in chosen(form.values.get(fields.HAZARDS, {}))),
        name_en=_written(form, fields.NAME_EN),
        note=_written(form, fields.REMARK),
        note_en=_written(form, fields.REMARK_EN),
        site_id=_site(form),
    )


def _site(form: Submission) -> int | None:
    """None: of the whole company."""
    whose = chosen_one(form, fields.WHOSE) or COMPANY
    return None if whose == COMPANY else number_in(whose)


def _written(form: Submission, field: str) -> str:
    return written(form.values.get(field))


def _bulletin(room: Room, sender: Sender) -> View:
    """Who may write for nobody is told so, and no form opens."""
    with room.begin(sender, Lane.READ) as work:
        editor = info_editor(work)
        whom: list[Choice] = [(f"u{unit.unit_id}", unit.path) for unit in own_units(work)]
        whom += [(f"s{site.site_id}", site.name) for site in editor.sites]
        if not whom and not editor.may_company:
            raise RefusedError("not_a_safety_admin")
        return bulletin_view(whom, editor.may_company, locale_in(work))


def _publish(work: Work, form: Submission) -> Speech:
    title, locale = written(form.values.get(fields.TITLE)), locale_in(work)
    if is_repeat(work, form.event_key):
        return bulletin_published(title, 0, locale)
    audience = chosen_one(form, fields.WHOM)
    is_for = _AUDIENCE.fullmatch(audience)
    if is_for is None and audience != COMPANY:
        raise OddPayloadError(fields.WHOM)
    request = SaveBulletin(
        None,
        title,
        written(form.values.get(fields.WORDS)),
        title_en=written(form.values.get(fields.TITLE_EN)),
        words_en=written(form.values.get(fields.WORDS_EN)),
        kind=one_of(CheckKind, chosen_one(form, fields.KIND) or CheckKind.REAL),
        unit_id=int(is_for[2]) if is_for and is_for[1] == "u" else None,
        site_id=int(is_for[2]) if is_for and is_for[1] == "s" else None,
        level=level_in(form, fields.LEVEL),
        action=_written(form, fields.ACTION),
    )
    bulletin_id = save_bulletin(work, request)
    wants_push = _is_ticked(form, fields.PUSH)
    pushed = push_bulletin(work, PushBulletin(bulletin_id, channels=SENDING_CHANNELS)) if wants_push else 0
    return bulletin_published(title, pushed, locale)


def _is_ticked(form: Submission, field: str) -> bool:
    return fields.YES in chosen(form.values.get(field, {}))
