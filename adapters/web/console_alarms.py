"""`/console/settings/alarms`: what a safety admin must put right, and the button that says it is done."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.form_words import id_in
from adapters.web.page import error_page
from bot.alarm_words import alarm_words
from flows.alarms import close_alarm, list_alarms
from flows.carry_out import carry_out
from flows.work import Begin, Lane


def create_console_alarms(begin: Begin, console: Console) -> Blueprint:
    pages = Blueprint("alarms", __name__)

    @pages.get("/console/settings/alarms")
    @console.page
    def alarms(reader: Reader) -> Response:
        with begin(reader.actor, Lane.READ) as work:
            found = list_alarms(work)
        locale = console.locale(reader.who.locale)
        said = [(one, alarm_words(one.code, one.about, one.domain, locale)) for one in found]
        done = "done" in request.args
        return console.render(reader, "console/alarms.html", nav="settings", alarms=said, done=done)

    @pages.post("/console/settings/alarms")
    @console.page
    def close(reader: Reader) -> Response:
        alarm_id = id_in(request.form.get("alarm", ""))
        if alarm_id is None:
            return error_page(console.locale(reader.who.locale), "error_choice", 400)
        carry_out(begin, reader.actor, lambda work: close_alarm(work, alarm_id))
        return redirect(url_for(".alarms", done=1), 303)

    return pages
