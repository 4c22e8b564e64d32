"""`/console/settings/api`: tokens for the company's other systems. A new one is shown once, on the page after it."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.form_words import id_in
from adapters.web.page import error_page
from bot.api_words import Scope, scope_words
from flows.api_tokens import (
    LIFETIMES,
    NAME_AT_MOST,
    NewToken,
    TokenMade,
    list_tokens,
    make_token,
    replace_token,
    revoke_token,
)
from flows.carry_out import carry_out
from flows.errors import InvalidError
from flows.work import Begin, Lane

_USUAL_DAYS = 365


def create_console_api(begin: Begin, console: Console) -> Blueprint:
    pages = Blueprint("api_tokens", __name__)

    @pages.get("/console/settings/api")
    @console.page
    def show(reader: Reader) -> Response:
        return page(reader)

    @pages.post("/console/settings/api")
    @console.page
    def press(reader: Reader) -> Response:
        token_id = id_in(request.form.get("token", ""))
        match request.form.get("action"):
            case "make":
                try:
                    made = carry_out(begin, reader.actor, lambda work: make_token(work, _typed()))
                except InvalidError as error:
                    return page(reader, problem=console.words_of(reader, error))
                # Not behind a redirect: nothing but this one page may hold the token.
                return page(reader, made)
            case "replace" if token_id is not None:
                try:
                    made = carry_out(begin, reader.actor, lambda work: replace_token(work, token_id))
                except InvalidError as error:
                    return page(reader, problem=console.words_of(reader, error))
                return page(reader, made, replaced=token_id)
            case "revoke" if token_id is not None:
                carry_out(begin, reader.actor, lambda work: revoke_token(work, token_id))
                return redirect(url_for(".show", done="revoked"), 303)
        return error_page(console.locale(reader.who.locale), "error_choice", 400)

    def page(reader: Reader, made: TokenMade | None = None, problem: str = "", replaced: int = 0) -> Response:
        with begin(reader.actor, Lane.READ) as work:
            tokens = list_tokens(work)
        locale = console.locale(reader.who.locale)
        typed = _typed() if problem else NewToken("", (), _USUAL_DAYS)
        return console.render(
            reader,
            "console/api.html",
            nav="settings",
            status=400 if problem else 200,
            tokens=tokens,
            made=made,
            replaced=next((one for one in tokens if one.token_id == replaced), None),
            problem=problem,
            typed=typed,
            scopes=[(scope, scope_words(scope, locale)) for scope in Scope],
            scope_words=lambda scope: scope_words(scope, locale),
            lifetimes=LIFETIMES,
            name_at_most=NAME_AT_MOST,
            done=request.method == "GET" and request.args.get("done") == "revoked",
        )

    return pages


def _typed() -> NewToken:
    days = request.form.get("days", "")
    return NewToken(
        request.form.get("name", ""),
        [scope for scope in Scope if scope in request.form.getlist("scope")],
        int(days) if days in map(str, LIFETIMES) else -1,
    )
