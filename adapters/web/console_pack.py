"""`/console/info/pack`: meeting points of the sites, and for each a sheet to print for the day when nothing works."""

from __future__ import annotations

import segno
from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.form_words import id_in
from adapters.web.page import UnpressedError, asked, error_page
from bot.company import in_language
from flows.carry_out import carry_out
from flows.errors import InvalidError
from flows.info_rights import info_editor
from flows.ports import Addresses
from flows.site_pack import save_meeting_point, show_pack
from flows.work import Begin, Lane, Policy, Work


def create_console_pack(begin: Begin, console: Console, policy: Policy, at: Addresses) -> Blueprint:
    pages = Blueprint("pack", __name__)

    @pages.route("/console/info/pack", methods=["GET", "POST"])
    @console.page
    def packs(reader: Reader) -> Response:
        problem = None
        if request.method == "POST":
            try:
                carry_out(begin, reader.actor, _change)
                return redirect(url_for(".packs", done="saved"), 303)
            except UnpressedError:
                return error_page(console.locale(reader.who.locale), "error_choice", 400)
            except InvalidError as error:
                problem = error
        with begin(reader.actor, Lane.READ) as work:
            editor = info_editor(work)
        return console.render(
            reader,
            "console/packs.html",
            nav="info",
            status=400 if problem else 200,
            editor=editor,
            done="info_edit.saved" if asked("done") == "saved" else "",
            problem=console.words_of(reader, problem) if problem else "",
            typed=request.form,
        )

    @pages.get("/console/info/pack/<int:site_id>")
    @console.page
    def pack(reader: Reader, site_id: int) -> Response:
        shown = carry_out(begin, reader.actor, lambda work: show_pack(work, site_id))
        locale = console.locale(reader.who.locale)
        # Whoever scans it signs in, and answers every check that runs.
        answer, info = f"{at.outside}/console/me/answers", f"{at.outside}/info"
        return console.render(
            reader,
            "console/pack.html",
            nav="info",
            pack=shown,
            company=policy.company,
            own=lambda one, part: in_language(locale, getattr(one, part), getattr(one, f"{part}_en")),
            codes=[("pack.answer", answer, _code(answer)), ("pack.info", info, _code(info))],
        )

    return pages


def _change(work: Work) -> None:
    site_id = id_in(request.form.get("site", ""))
    if request.form.get("action") != "save" or site_id is None:
        raise UnpressedError
    save_meeting_point(work, site_id, request.form.get("words", ""), request.form.get("position", ""))


def _code(url: str) -> str:
    """A picture of the address, for a camera; quiet space around it and dark on white whatever the screen's colours."""
    return segno.make_qr(url, error="m").svg_data_uri(scale=4, border=4, light="#fff")
