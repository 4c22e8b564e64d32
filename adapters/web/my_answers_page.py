"""`/console/me/answers`: what I have answered in each check, and the way to change it; the language I am written in."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.form_words import id_in
from adapters.web.page import asked
from adapters.web.tokens import Purpose, Tokens
from bot.vocabulary import Locale, locale_or_default
from flows.carry_out import carry_out
from flows.choose_language import choose_language
from flows.my_answers import MyCheck, my_answers
from flows.work import Begin, Lane


def answer_address(tokens: Tokens, check: MyCheck, person_id: int, locale: Locale) -> str:
    """The person's own answer page of that check, as their messages name it."""
    token = tokens.make(Purpose.ANSWER, check.check_id, person_id, check.round)
    return url_for("answer.show", token=token, lang=locale, change=1 if check.said else None)


def create_my_answers(begin: Begin, console: Console, tokens: Tokens) -> Blueprint:
    pages = Blueprint("my_answers", __name__)

    @pages.get("/console/me/answers")
    @console.page
    def answers(reader: Reader) -> Response:
        with begin(reader.actor, Lane.READ) as work:
            page = my_answers(work, id_in(asked("before")))
        lang = console.locale(reader.who.locale)
        return console.render(
            reader,
            "console/my_answers.html",
            nav="my_answers",
            page=page,
            to_answer=lambda check: answer_address(tokens, check, reader.person_id, lang),
        )

    @pages.post("/console/me/language")
    @console.page
    def language(reader: Reader) -> Response:
        chosen = locale_or_default(request.form.get("lang"), reader.who.locale)
        carry_out(begin, reader.actor, lambda work: choose_language(work, chosen))
        return redirect(url_for("people.me", lang=chosen, done="language"), 303)

    return pages
