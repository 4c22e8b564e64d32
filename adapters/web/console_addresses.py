"""`/console/settings/addresses`: where links lead, from outside and from the company's own network."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.console_mail import Setting
from adapters.web.page import error_page
from flows.carry_out import carry_out
from flows.errors import InvalidError
from flows.set_addresses import forget_addresses, save_addresses, show_addresses
from flows.work import Begin, Lane

_DONE = frozenset(("saved", "forgotten"))


def create_console_addresses(begin: Begin, console: Console, setting: Setting) -> Blueprint:
    pages = Blueprint("addresses", __name__)
    in_force = setting.in_force

    @pages.get("/console/settings/addresses")
    @console.page
    def show(reader: Reader) -> Response:
        return page(reader)

    @pages.post("/console/settings/addresses")
    @console.page
    def press(reader: Reader) -> Response:
        outside, inside = request.form.get("outside", ""), request.form.get("inside", "")
        match request.form.get("action"):
            case "save":
                try:
                    carry_out(begin, reader.actor, lambda work: save_addresses(work, in_force, outside, inside))
                except InvalidError as error:
                    return page(reader, console.words_of(reader, error))
                return setting.shown_after(begin, reader, "saved")
            case "forget":
                carry_out(begin, reader.actor, forget_addresses)
                return setting.shown_after(begin, reader, "forgotten")
        return error_page(console.locale(reader.who.locale), "error_choice", 400)

    def page(reader: Reader, problem: str = "") -> Response:
        with begin(reader.actor, Lane.READ) as work:
            view = show_addresses(work, in_force)
        return console.render(
            reader,
            "console/addresses.html",
            nav="settings",
            status=400 if problem else 200,
            view=view,
            outside=request.form.get("outside", view.outside),
            inside=request.form.get("inside", view.inside),
            problem=problem,
            done=request.args.get("done") if request.args.get("done") in _DONE else "",
        )

    return pages
