"""`/console/settings/units`: the tree of units, one level at a time, and what changes it."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.page import UnpressedError, asked, error_page
from flows.carry_out import carry_out
from flows.edit_units import AddUnit, MoveUnit, add_unit, delete_unit, move_unit, rename_unit
from flows.errors import InvalidError
from flows.list_units import find_unit, list_units
from flows.work import Begin, Lane, Work

_DONE = {
    "added": "units.added",
    "renamed": "units.renamed",
    "moved": "units.moved",
    "deleted": "units.deleted",
}


def create_console_units(begin: Begin, console: Console) -> Blueprint:
    pages = Blueprint("units", __name__)

    @pages.route("/console/settings/units", methods=["GET", "POST"])
    @console.page
    def top(reader: Reader) -> Response:
        if request.method == "GET" and asked("find").strip():
            try:
                with begin(reader.actor, Lane.READ) as work:
                    return redirect(url_for(".unit", unit_id=find_unit(work, asked("find"))), 303)
            except InvalidError as error:
                return shown(reader, None, error)
        return of_unit(reader, None)

    @pages.route("/console/settings/units/<int:unit_id>", methods=["GET", "POST"])
    @console.page
    def unit(reader: Reader, unit_id: int) -> Response:
        return of_unit(reader, unit_id)

    def of_unit(reader: Reader, unit_id: int | None) -> Response:
        if request.method != "POST":
            return shown(reader, unit_id)
        try:
            done, at = carry_out(begin, reader.actor, lambda work: _change(work, unit_id))
        except UnpressedError:
            return error_page(console.locale(reader.who.locale), "error_choice", 400)
        except InvalidError as error:
            return shown(reader, unit_id, error)
        place = url_for(".top", done=done) if at is None else url_for(".unit", unit_id=at, done=done)
        return redirect(place, 303)

    def shown(reader: Reader, unit_id: int | None, problem: InvalidError | None = None) -> Response:
        with begin(reader.actor, Lane.READ) as work:
            level = list_units(work, unit_id)
        return console.render(
            reader,
            "console/units.html",
            nav="settings",
            status=400 if problem else 200,
            level=level,
            done=_DONE.get(asked("done"), ""),
            problem=console.words_of(reader, problem) if problem else "",
            typed=request.form,
            find=asked("find"),
        )

    return pages


def _change(work: Work, unit_id: int | None) -> tuple[str, int | None]:
    """Carries out the button that was pressed; what was done, and at which unit to go on."""
    form = request.form
    match form.get("action"):
        case "add":
            add_unit(work, AddUnit(unit_id, form.get("name", "")))
            return "added", unit_id
        case "rename" if unit_id is not None:
            rename_unit(work, unit_id, form.get("new_name", ""))
            return "renamed", unit_id
        case "move" if unit_id is not None:
            move_unit(work, MoveUnit(unit_id, form.get("under", "")))
            return "moved", unit_id
        case "delete" if unit_id is not None:
            return "deleted", delete_unit(work, unit_id)
    raise UnpressedError
