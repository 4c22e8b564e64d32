"""`/console/replies`: what came back by mail and could not be read, for a manager to read."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from flows.carry_out import carry_out
from flows.errors import NotFoundError
from flows.unclear_replies import list_unclear_replies, settle_unclear_reply
from flows.work import Begin, Lane

#: Digits of an id of the database.
_ID_DIGITS = 18


def create_console_replies(begin: Begin, console: Console) -> Blueprint:
    pages = Blueprint("replies", __name__)

    @pages.get("/console/replies")
    @console.page
    def unclear(reader: Reader) -> Response:
        with begin(reader.actor, Lane.READ) as work:
            replies = list_unclear_replies(work)
        return console.render(
            reader,
            "console/replies.html",
            nav="checks",
            replies=replies,
        )

    @pages.post("/console/replies")
    @console.page
    def settle(reader: Reader) -> Response:
        number = request.form.get("reply", "")
        if not (number.isascii() and number.isdecimal() and len(number) <= _ID_DIGITS):
            raise NotFoundError("no_reply")
        carry_out(begin, reader.actor, lambda work: settle_unclear_reply(work, int(number)))
        return redirect(url_for(".unclear"), 303)

    return pages
