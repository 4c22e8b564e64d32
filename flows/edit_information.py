"""Emergency contacts, links, routes and the two pages, changed in the console.

What is for the whole company a safety admin changes; what belongs to a site, also unit managers whose people are there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Table

from bot.company import Place, Route
from bot.info_presets import presets
from bot.info_rules import MAX_ENTRIES, MAX_NAME, MAX_NOTE, MAX_URL, is_web_address, plain_number, point_of
from bot.maps import fault_of
from bot.plain import clean, hidden_in, length
from bot.vocabulary import Hazard, InfoPage, MapService
from flows.audit import note
from flows.company_info import route_entry, route_of
from flows.errors import InvalidError, NotFoundError
from flows.info_rights import Editor, info_editor, require_editor
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import company_info
from storage.queries import info_edits as queries

PAGE_AT_MOST = 1_000
_READ_AT_MOST = 20_000


class Listing(StrEnum):
    """What is listed; the value is told in the audit log."""

    CONTACTS = "contacts"
    LINKS = "links"
    ROUTES = "routes"


_TABLES: dict[Listing, Table] = {
    Listing.CONTACTS: queries.CONTACTS,
    Listing.LINKS: queries.LINKS,
    Listing.ROUTES: queries.ROUTES,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """As it stands in its list. `target`: a number or a web address. `may_edit`: the reader may change it."""

    entry_id: int
    name: str
    name_en: str
    note: str
    note_en: str
    site_id: int | None
    site: str
    may_edit: bool
    target: str = ""
    page: InfoPage = InfoPage.DAY
    route: Route | None = None


@dataclass(frozen=True, slots=True)
class SaveEntry:
    """A contact or a link. `entry_id` None: a new one, behind the others."""

    listing: Listing
    entry_id: int | None
    name: str
    target: str
    name_en: str = ""
    note: str = ""
    note_en: str = ""
    site_id: int | None = None
    page: InfoPage = InfoPage.DAY


@dataclass(frozen=True, slots=True)
class TypedPlace:
    """As it was typed: coordinates such as `35.68, 139.76`, or an address."""

    name: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class SaveRoute:
    """`start` without a name: from wherever the person stands."""

    entry_id: int | None
    name: str
    destination: TypedPlace
    start: TypedPlace = TypedPlace()
    map: MapService = MapService.GOOGLE
    hazards: tuple[Hazard, ...] = ()
    name_en: str = ""
    note: str = ""
    note_en: str = ""
    site_id: int | None = None


def list_entries(work: Work, listing: Listing) -> tuple[Entry, ...]:
    """Lane READ, for managers: all of them, in their order. RefusedError."""
    editor = info_editor(work)
    names = {site.site_id: site.name for site in editor.sites}
    return tuple(_entry(editor, names, row, listing) for row in queries.entries(work.connection, _TABLES[listing]))


def page_words(work: Work) -> dict[InfoPage, tuple[str, str]]:
    """Lane READ, for managers: what stands above the links of each page, (Japanese, English). RefusedError."""
    info_editor(work)
    kept = company_info.page_words(work.connection)
    return {page: kept.get(page, ("", "")) for page in InfoPage}


def save_entry(work: Work, request: SaveEntry) -> int:
    """The id. In the audit log.

    RefusedError(not_a_safety_admin, outside_sites), NotFoundError(no_entry), InvalidError(info_no_name, info_too_long,
    info_hidden, info_bad_number, info_bad_url, info_too_many, no_such_site).
    """
    target = _target(request)
    values = {
        **_names(request.name, request.name_en, request.note, request.note_en),
        "site_id": request.site_id,
        **({"number": target} if request.listing is Listing.CONTACTS else {"url": target, "page": request.page}),
    }
    return _save(work, request.listing, request.entry_id, request.site_id, values)


def save_route(work: Work, request: SaveRoute) -> int:
    """As `save_entry`; InvalidError(no_destination, map_needs_point, map_needs_start) too."""
    destination = _place(request.destination)
    start = _place(request.start) if request.start.name.strip() or request.start.where.strip() else None
    if not (destination.point or destination.address):
        raise InvalidError("no_destination")
    if fault := fault_of(request.map, destination, start):
        raise InvalidError(fault)
    names = _names(request.name, request.name_en, request.note, request.note_en)
    site_id, hazards = request.site_id, request.hazards
    route = Route(destination=destination, start=start, map=request.map, hazards=hazards, site_id=site_id, **names)
    return _save(work, Listing.ROUTES, request.entry_id, request.site_id, route_entry(route))


def remove_entry(work: Work, listing: Listing, entry_id: int) -> None:
    """In the audit log. RefusedError as `save_entry`, NotFoundError(no_entry)."""
    _of_editor(work, listing, entry_id)
    queries.remove(work.connection, _TABLES[listing], entry_id)
    note(work, "info_removed", listing=listing.value)


def move_up(work: Work, listing: Listing, entry_id: int) -> None:
    """Before the one above it that the actor may change too; the first stays. Refuses as `remove_entry`."""
    editor = _of_editor(work, listing, entry_id)
    rows = queries.entries(work.connection, _TABLES[listing])
    ids = [row.id for row in rows]
    at = ids.index(entry_id)
    above = [place for place in range(at) if editor.may(rows[place].site_id)]
    if above:
        ids.insert(above[-1], ids.pop(at))
        queries.put_in_order(work.connection, _TABLES[listing], ids)
        note(work, "info_ordered", listing=listing.value)


def add_presets(work: Work, keys: tuple[str, ...]) -> int:
    """Well-known public links and numbers, those that are not there yet; how many. In the audit log.

    RefusedError but for a safety admin, InvalidError(info_too_many).
    """
    require_safety_admin(work)
    added = 0
    for preset in presets():
        listing = Listing.CONTACTS if preset.number else Listing.LINKS
        column = _TABLES[listing].c["number" if preset.number else "url"]
        there = {getattr(row, column.name) for row in queries.entries(work.connection, _TABLES[listing])}
        if preset.key in keys and preset.target not in there:
            request = SaveEntry(listing, None, preset.name, preset.target, preset.name_en, preset.note, preset.note_en)
            save_entry(work, replace(request, page=preset.page))
            added += 1
    return added


def save_page(work: Work, page: InfoPage, words: str, words_en: str) -> None:
    """What stands above the links of a page; empty: nothing. In the audit log.

    RefusedError but for a safety admin, InvalidError(info_too_long).
    """
    require_safety_admin(work)
    texts = [clean(text[:_READ_AT_MOST], _READ_AT_MOST) for text in (words, words_en)]
    for text in texts:
        if length(text) > PAGE_AT_MOST:
            raise InvalidError("info_too_long", limit=PAGE_AT_MOST)
    queries.set_page(work.connection, page, *texts)
    note(work, "info_page_changed", page=page.value)


def _save(work: Work, listing: Listing, entry_id: int | None, site_id: int | None, values: dict[str, Any]) -> int:
    """Of an entry that moves to another site both must be the actor's."""
    if entry_id is not None:
        _of_editor(work, listing, entry_id)
    require_editor(work, site_id)
    table = _TABLES[listing]
    if entry_id is not None:
        queries.change(work.connection, table, entry_id, values)
    elif queries.count(work.connection, table) >= MAX_ENTRIES:
        raise InvalidError("info_too_many", limit=MAX_ENTRIES)
    else:
        entry_id = queries.add(work.connection, table, values)
    note(work, "info_saved", listing=listing.value, site_id=site_id)
    return entry_id


def _of_editor(work: Work, listing: Listing, entry_id: int) -> Editor:
    info_editor(work)
    row = queries.entry(work.connection, _TABLES[listing], entry_id)
    if row is None:
        raise NotFoundError("no_entry")
    return require_editor(work, row.site_id)


def _target(request: SaveEntry) -> str:
    if request.listing is Listing.CONTACTS:
        if number := plain_number(request.target):
            return number
        raise InvalidError("info_bad_number")
    url = _text(request.target, MAX_URL)
    if not is_web_address(url):
        raise InvalidError("info_bad_url")
    return url


def _names(name: str, name_en: str, note_ja: str, note_en: str) -> dict[str, str]:
    if not name.strip():
        raise InvalidError("info_no_name")
    return {
        "name": _text(name, MAX_NAME),
        "name_en": _text(name_en, MAX_NAME),
        "note": _text(note_ja, MAX_NOTE),
        "note_en": _text(note_en, MAX_NOTE),
    }


def _place(typed: TypedPlace) -> Place:
    """Coordinates where it reads as such, else an address; without a name of its own it is called after its address."""
    where = _text(typed.where, MAX_NOTE)
    point = point_of(where)
    name = _text(typed.name, MAX_NAME) or where
    return Place(name, *point) if point else Place(name, address=where or name)


def _text(typed: str, at_most: int) -> str:
    text = typed.strip()
    if len(text) > at_most:
        raise InvalidError("info_too_long", limit=at_most)
    if hidden_in(text):
        raise InvalidError("info_hidden")
    return text


def _entry(editor: Editor, names: dict[int, str], row: Any, listing: Listing) -> Entry:
    route = route_of(row._mapping) if listing is Listing.ROUTES else None
    return Entry(
        *(row.id, row.name, row.name_en, row.note, row.note_en, row.site_id),
        names.get(row.site_id, f"#{row.site_id}") if row.site_id else "",
        editor.may(row.site_id),
        target=str(getattr(row, "number", "") or getattr(row, "url", "")),
        page=InfoPage(getattr(row, "page", InfoPage.DAY)),
        route=route,
    )
