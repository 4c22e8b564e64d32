"""`/console/settings/sites`: the company's workplaces."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.form_words import id_in
from adapters.web.page import UnpressedError, asked, error_page
from flows.carry_out import carry_out
from flows.edit_sites import SaveSite, delete_site, list_sites, save_site
from flows.errors import InvalidError
from flows.work import Begin, Lane, Work

_DONE = {"added": "sites.added", "saved": "sites.saved", "deleted": "sites.deleted"}


def create_console_sites(begin: Begin, console: Console) -> Blueprint:
    pages = Blueprint("sites", __name__)

    @pages.get("/console/settings/sites")
    @console.page
    def sites(reader: Reader) -> Response:
        return shown(reader)

    @pages.post("/console/settings/sites")
    @console.page
    def change(reader: Reader) -> Response:
        try:
            done = carry_out(begin, reader.actor, _change)
        except UnpressedError:
            return error_page(console.locale(reader.who.locale), "error_choice", 400)
        except InvalidError as error:
            return shown(reader, error)
        return redirect(url_for(".sites", done=done), 303)

    def shown(reader: Reader, problem: InvalidError | None = None) -> Response:
        with begin(reader.actor, Lane.READ) as work:
            listed = list_sites(work)
        return console.render(
            reader,
            "console/sites.html",
            nav="settings",
            status=400 if problem else 200,
            sites=listed,
            done=_DONE.get(asked("done"), ""),
            problem=console.words_of(reader, problem) if problem else "",
            typed=request.form,
        )

    return pages


def _change(work: Work) -> str:
    """Carries out the button that was pressed; what was done."""
    form = request.form
    site_id = id_in(form.get("site", ""))
    name, address = form.get("name", ""), form.get("address", "")
    match form.get("action"):
        case "add":
            save_site(work, SaveSite(None, name, address))
            return "added"
        case "save" if site_id is not None:
            save_site(work, SaveSite(site_id, name, address))
            return "saved"
        case "delete" if site_id is not None:
            delete_site(work, site_id)
            return "deleted"
    raise UnpressedError
