"""`/console/me/answers`: what I have answered in each check; the way to change it while the check runs."""

from __future__ import annotations

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.page import asked
from adapters.web.person_forms import number
from adapters.web.tokens import Purpose, Tokens
from flows.my_answers import MyCheck, my_answers
from flows.work import Begin, Lane


def create_my_answers(begin: Begin, console: Console, tokens: Tokens) -> Blueprint:
    pages = Blueprint("my_answers", __name__)

    @pages.get("/console/me/answers")
    @console.page
    def answers(reader: Reader) -> Response:
        with begin(reader.actor, Lane.READ) as work:
            page = my_answers(work, number(asked("before")))
        lang = console.locale(reader.who.locale)

        def to_answer(check: MyCheck) -> str:
            """The person's own answer page of that check, as their messages name it."""
            token = tokens.make(Purpose.ANSWER, check.check_id, reader.person_id, check.round)
            return url_for("answer.show", token=token, lang=lang, change=1 if check.said else None)

        return console.render(reader, "console/my_answers.html", nav="my_answers", page=page, to_answer=to_answer)

    return pages
