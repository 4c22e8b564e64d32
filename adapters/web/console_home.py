"""`/console/`: what waits for the reader's own answer, and a manager's checks; `/console/sign-out`."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.my_answers_page import answer_address
from adapters.web.tokens import Tokens
from bot.vocabulary import CheckKind
from flows.alarms import count_alarms
from flows.carry_out import carry_out
from flows.my_answers import MyCheck, my_answers
from flows.session import sign_out_everywhere
from flows.show_check import CheckLine, list_checks
from flows.unclear_replies import list_unclear_replies
from flows.work import Begin, Lane


def create_console_home(begin: Begin, console: Console, tokens: Tokens) -> Blueprint:
    pages = Blueprint("console", __name__)

    @pages.get("/console/")
    @console.page
    def home(reader: Reader) -> Response:
        checks: tuple[CheckLine, ...] = ()
        unread = alarms = 0
        with begin(reader.actor, Lane.READ) as work:
            waiting = _waiting(my_answers(work).checks)
            if reader.manages:
                checks = list_checks(work, current=True)
                unread, alarms = len(list_unclear_replies(work)), count_alarms(work)
        return console.render(
            reader,
            "console/home.html",
            nav="checks",
            waiting=waiting,
            to_answer=lambda check: answer_address(tokens, check, reader.person_id, console.locale(reader.who.locale)),
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


def _waiting(checks: tuple[MyCheck, ...]) -> MyCheck | None:
    """What asks the reader and has not been answered: a real check before a drill, the newest first."""
    asking = [one for one in checks if one.is_open and not one.said]
    return min(asking, key=lambda one: one.kind is CheckKind.DRILL, default=None)
