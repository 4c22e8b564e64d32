"""`/console/replies`: what came back by mail and could not be read, for a manager to read."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.form_words import id_in
from flows.carry_out import carry_out
from flows.errors import NotFoundError
from flows.unclear_replies import list_unclear_replies, settle_unclear_reply
from flows.work import Begin, Lane


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
        reply_id = id_in(request.form.get("reply", ""))
        if reply_id is None:
            raise NotFoundError("no_reply")
        carry_out(begin, reader.actor, lambda work: settle_unclear_reply(work, reply_id))
        return redirect(url_for(".unclear"), 303)

    return pages
