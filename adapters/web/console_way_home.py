"""`/console/me/way-home`: a person's own way home; what is typed is kept only where they tick that they want it."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.page import asked, error_page
from bot.vocabulary import MapService
from flows.carry_out import carry_out
from flows.errors import InvalidError
from flows.way_home import HOME_MAPS, WayHomeWanted, forget_way_home, keep_way_home, show_way_home
from flows.work import Begin, Lane

_DONE = {name: f"way_home.{name}" for name in ("kept", "forgotten")}


def create_console_way_home(begin: Begin, console: Console) -> Blueprint:
    pages = Blueprint("way_home", __name__)

    @pages.get("/console/me/way-home")
    @console.page
    def way_home(reader: Reader) -> Response:
        return shown(reader, None)

    @pages.post("/console/me/way-home")
    @console.page
    def change(reader: Reader) -> Response:
        wanted = _typed()
        try:
            match request.form.get("action"):
                case "forget":
                    carry_out(begin, reader.actor, forget_way_home)
                    return redirect(url_for(".way_home", done="forgotten"), 303)
                case "show" if request.form.get("keep"):
                    carry_out(begin, reader.actor, lambda work: keep_way_home(work, wanted))
                    return redirect(url_for(".way_home", done="kept"), 303)
                case "show":
                    return shown(reader, wanted)
        except InvalidError as error:
            return shown(reader, None, error)
        return error_page(console.locale(reader.who.locale), "error_choice", 400)

    def shown(reader: Reader, wanted: WayHomeWanted | None, problem: InvalidError | None = None) -> Response:
        with begin(reader.actor, Lane.READ) as work:
            way = show_way_home(work, wanted)
        return console.render(
            reader,
            "console/way_home.html",
            nav="me",
            status=400 if problem else 200,
            way=way,
            maps=HOME_MAPS,
            done=_DONE.get(asked("done"), ""),
            problem=console.words_of(reader, problem) if problem else "",
            typed=request.form,
        )

    return pages


def _typed() -> WayHomeWanted:
    typed = request.form.get("map", "")
    service = MapService(typed) if typed in HOME_MAPS else MapService.GOOGLE
    return WayHomeWanted(request.form.get("destination", ""), service)
