"""`/console/info/contacts`, `…/links`, `…/routes`: what stands on the page for the day, entry by entry."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.form_words import id_in
from adapters.web.page import UnpressedError, asked, error_page
from bot.info_presets import presets
from bot.vocabulary import Hazard, InfoPage, MapService
from flows.carry_out import carry_out
from flows.edit_information import (
    Listing,
    SaveEntry,
    SaveRoute,
    TypedPlace,
    add_presets,
    list_entries,
    move_up,
    page_words,
    remove_entry,
    save_entry,
    save_page,
    save_route,
)
from flows.errors import InvalidError
from flows.info_rights import info_editor
from flows.once import is_repeat
from flows.places import PlaceLine, count_places, place_of, places_named
from flows.work import Begin, Lane, Work

_DONE = {name: f"info_edit.{name}" for name in ("added", "saved", "removed", "moved", "page_saved")}


def create_console_information(begin: Begin, console: Console) -> Blueprint:
    pages = Blueprint("information", __name__)

    @pages.route("/console/info/contacts", methods=["GET", "POST"])
    @console.page
    def contacts(reader: Reader) -> Response:
        return of_listing(reader, Listing.CONTACTS)

    @pages.route("/console/info/links", methods=["GET", "POST"])
    @console.page
    def links(reader: Reader) -> Response:
        return of_listing(reader, Listing.LINKS)

    @pages.route("/console/info/routes", methods=["GET", "POST"])
    @console.page
    def routes(reader: Reader) -> Response:
        return of_listing(reader, Listing.ROUTES)

    def of_listing(reader: Reader, listing: Listing) -> Response:
        problem = None
        if request.method == "POST":
            try:
                key = console.event_key(reader)
                done = carry_out(begin, reader.actor, lambda work: _change(work, listing, key))
                return redirect(url_for(f".{listing}", done=done), 303)
            except UnpressedError:
                return error_page(console.locale(reader.who.locale), "error_choice", 400)
            except InvalidError as error:
                problem = error
        with begin(reader.actor, Lane.READ) as work:
            editor, entries, words = info_editor(work), list_entries(work, listing), page_words(work)
            looked_for = asked("text") if listing is Listing.ROUTES else ""
            found = places_named(work, looked_for, None)
            chosen = place_of(work, id_in(asked("place")) or 0) if listing is Listing.ROUTES else None
            has_places = listing is Listing.ROUTES and count_places(work) > 0
            usual_map = work.policy.map_service
        there = {entry.target for entry in entries}
        return console.render(
            reader,
            f"console/info_{listing}.html",
            nav="info",
            status=400 if problem else 200,
            editor=editor,
            listing=listing,
            entries=entries,
            words=words,
            missing=[
                one for one in presets() if one.target not in there and (listing == "contacts") == bool(one.number)
            ],
            hazards=list(Hazard),
            maps=list(MapService),
            usual_map=usual_map,
            done=_DONE.get(asked("done"), ""),
            problem=console.words_of(reader, problem) if problem else "",
            typed=request.form if problem or chosen is None else _of_place(chosen, usual_map),
            is_of_place=chosen is not None,
            looked_for=looked_for,
            found=found,
            has_places=has_places,
        )

    return pages


def _of_place(line: PlaceLine, usual_map: MapService) -> MultiDict[str, str]:
    """The form of a new route to that place, as if it had been typed."""
    place = line.place
    typed = [
        ("name", place.name),
        ("destination", place.name),
        ("map", usual_map.value),
        ("note", place.address),
    ]
    at = ", ".join(f"{degrees:.6f}" for degrees in place.point or ())
    return MultiDict([*typed, ("destination_at", at), *(("hazard", hazard.value) for hazard in line.hazards)])


def _change(work: Work, listing: Listing, key: str | None) -> str:
    """Carries out the button that was pressed, once for its key; what was done."""
    form = request.form
    entry_id = id_in(form.get("entry", ""))
    changes: dict[str, Callable[[int], object]] = {
        "saved": lambda entry: _save(work, listing, entry),
        "removed": lambda entry: remove_entry(work, listing, entry),
        "moved": lambda entry: move_up(work, listing, entry),
    }
    action = form.get("action", "")
    match action:
        case "added" | "presets" if is_repeat(work, key):
            return "added"
        case "added":
            _save(work, listing, None)
        case "presets":
            add_presets(work, tuple(form.getlist("preset")))
            return "added"
        case "page_saved":
            page = _one_of(InfoPage, "page", InfoPage.DAY)
            save_page(work, InfoPage(page), form.get("words", ""), form.get("words_en", ""))
        case _ if action in changes and entry_id is not None:
            changes[action](entry_id)
        case _:
            raise UnpressedError
    return action


def _save(work: Work, listing: Listing, entry_id: int | None) -> None:
    form = request.form
    site = form.get("site", "")
    # A site that is no number is one that nobody has.
    site_id = (id_in(site) or 0) if site else None
    if listing is Listing.ROUTES:
        save_route(work, _typed_route(entry_id, site_id))
        return
    save_entry(
        work,
        SaveEntry(
            listing,
            entry_id,
            form.get("name", ""),
            form.get("target", ""),
            name_en=form.get("name_en", ""),
            note=form.get("note", ""),
            note_en=form.get("note_en", ""),
            site_id=site_id,
            page=InfoPage(_one_of(InfoPage, "page", InfoPage.DAY)),
        ),
    )


def _typed_route(entry_id: int | None, site_id: int | None) -> SaveRoute:
    form = request.form
    return SaveRoute(
        entry_id,
        form.get("name", ""),
        TypedPlace(form.get("destination", ""), form.get("destination_at", "")),
        TypedPlace(form.get("start", ""), form.get("start_at", "")),
        map=MapService(_one_of(MapService, "map", MapService.GOOGLE)),
        hazards=tuple(hazard for hazard in Hazard if hazard.value in form.getlist("hazard")),
        name_en=form.get("name_en", ""),
        note=form.get("note", ""),
        note_en=form.get("note_en", ""),
        site_id=site_id,
    )


def _one_of(known: type[InfoPage] | type[MapService], name: str, default: str) -> str:
    """What the form names under `name`, where there is such a thing."""
    typed = request.form.get(name, "")
    return typed if typed in known.__members__.values() else default
