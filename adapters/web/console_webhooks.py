"""`/console/settings/webhooks`: the systems that are told of events, how they fare, and a test for each."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.form_words import id_in
from adapters.web.page import error_page
from bot.api_words import CHOSEN_EVENTS, HookEvent, event_words
from bot.vocabulary import Locale
from bot.wording import WORDS, say
from flows.carry_out import carry_out
from flows.errors import InvalidError
from flows.in_force import InForce
from flows.webhooks.settings import (
    URL_AT_MOST,
    Outcome,
    WebhookMade,
    change_webhook,
    delete_webhook,
    list_webhooks,
    make_webhook,
    renew_secret,
    try_webhook,
)
from flows.work import Begin, Lane

#: Outcomes that stand on the page; the others are unfolded.
_SHOWN_AT_ONCE = 3
_DONE = frozenset(("saved", "deleted", "tested"))


def create_console_webhooks(begin: Begin, console: Console, in_force: InForce) -> Blueprint:
    pages = Blueprint("webhooks", __name__)

    @pages.get("/console/settings/webhooks")
    @console.page
    def show(reader: Reader) -> Response:
        return page(reader)

    @pages.post("/console/settings/webhooks")
    @console.page
    def press(reader: Reader) -> Response:
        webhook_id = id_in(request.form.get("webhook", "")) or 0
        try:
            return pressed(reader, webhook_id)
        except InvalidError as error:
            return page(reader, problem=console.words_of(reader, error))

    def pressed(reader: Reader, webhook_id: int) -> Response:
        url, events = request.form.get("url", ""), _events()
        match request.form.get("action"):
            case "make":
                made = carry_out(begin, reader.actor, lambda work: make_webhook(work, in_force, url, events))
                # Not behind a redirect: nothing but this one page may hold the secret.
                return page(reader, made)
            case "save":
                active = "active" in request.form
                carry_out(begin, reader.actor, lambda work: change_webhook(work, webhook_id, events, active))
                return done("saved")
            case "renew":
                renewed = carry_out(begin, reader.actor, lambda work: renew_secret(work, in_force, webhook_id))
                return page(reader, renewed, is_renewed=True)
            case "test":
                carry_out(begin, reader.actor, lambda work: try_webhook(work, webhook_id))
                return done("tested")
            case "delete":
                carry_out(begin, reader.actor, lambda work: delete_webhook(work, webhook_id))
                return done("deleted")
        return error_page(console.locale(reader.who.locale), "error_choice", 400)

    def page(reader: Reader, made: WebhookMade | None = None, problem: str = "", is_renewed: bool = False) -> Response:
        with begin(reader.actor, Lane.READ) as work:
            webhooks = list_webhooks(work)
        locale = console.locale(reader.who.locale)
        keeps = bool(problem) and request.form.get("action") == "make"
        return console.render(
            reader,
            "console/webhooks.html",
            nav="settings",
            status=400 if problem else 200,
            webhooks=webhooks,
            made=made,
            is_renewed=is_renewed,
            problem=problem,
            url=request.form.get("url", "") if keeps else "",
            events=_events() if keeps else CHOSEN_EVENTS,
            choices=[(event, event_words(event, locale)) for event in CHOSEN_EVENTS],
            event_words=lambda event: event_words(event, locale),
            shown_at_once=_SHOWN_AT_ONCE,
            became=lambda outcome: _became(outcome, locale),
            url_at_most=URL_AT_MOST,
            done=request.args.get("done") if request.args.get("done") in _DONE else "",
        )

    def done(what: str) -> Response:
        return redirect(url_for(".show", done=what), 303)

    return pages


def _events() -> list[HookEvent]:
    return [event for event in CHOSEN_EVENTS if event in request.form.getlist("event")]


def _became(outcome: Outcome, locale: Locale) -> str:
    """What became of one event, and why."""
    told = say(f"hook_state.{outcome.state}", locale)
    reason = f"hook_reason.{outcome.reason}"
    why = say(reason, locale) if reason in WORDS else f"HTTP {outcome.status}" if outcome.status else ""
    return told if outcome.state == "delivered" or not why else f"{told}: {why}"
