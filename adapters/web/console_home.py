"""`/console/`: the list of checks; `/console/sign-out`: one device or all of them."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from flows.alarms import count_alarms
from flows.carry_out import carry_out
from flows.session import sign_out_everywhere
from flows.show_check import CheckLine, list_checks
from flows.unclear_replies import list_unclear_replies
from flows.work import Begin, Lane


def create_console_home(begin: Begin, console: Console) -> Blueprint:
    pages = Blueprint("console", __name__)

    @pages.get("/console/")
    @console.page
    def home(reader: Reader) -> Response:
        checks: tuple[CheckLine, ...] = ()
        unread = alarms = 0
        if reader.manages:
            with begin(reader.actor, Lane.READ) as work:
                checks = list_checks(work, current=True)
                unread, alarms = len(list_unclear_replies(work)), count_alarms(work)
        return console.render(
            reader,
            "console/home.html",
            nav="checks",
            checks=checks,
            unread=unread,
            alarms=alarms,
        )

    @pages.post("/console/sign-out")
    @console.page
    def sign_out(reader: Reader) -> Response:
        if request.form.get("where") == "everywhere":
            carry_out(begin, reader.actor, sign_out_everywhere)
        return console.leave()

    return pages
