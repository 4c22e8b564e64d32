"""`/console/settings/texts`: the words of the company's messages, with a preview and a test send to oneself."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.message_previews import Preview, draw
from adapters.web.page import UnpressedError, error_page, render
from bot.labels import channel_label
from bot.message_texts import BODY_AT_MOST, PLACES, TITLE_AT_MOST, MessageText, TextKind
from bot.vocabulary import Locale
from bot.wording import say
from flows.carry_out import carry_out
from flows.errors import InvalidError
from flows.message_texts import (
    TextPreview,
    list_texts,
    preview_text,
    reset_text,
    save_text,
    text_to_edit,
)
from flows.ports import Channel
from flows.try_message import try_message
from flows.work import Begin, Lane, Policy

_DONE = frozenset(("saved", "reset_done"))
#: Where a preview's links lead: they are drawn, and cannot be pressed.
_PAGE_URL = "https://www.example.jp/"


def create_console_texts(begin: Begin, console: Console, policy: Policy, channels: Sequence[Channel] = ()) -> Blueprint:
    """`channels`: those whose messages can be previewed."""
    pages = Blueprint("texts", __name__)

    @pages.get("/console/settings/texts")
    @console.page
    def texts(reader: Reader) -> Response:
        with begin(reader.actor, Lane.READ) as work:
            lines = list_texts(work)
        return console.render(reader, "console/texts.html", nav="settings", lines=lines)

    @pages.route("/console/settings/texts/<kind>/<locale>", methods=["GET", "POST"])
    @console.page
    def text(reader: Reader, kind: str, locale: str) -> Response:
        which = _which(kind, locale)
        if request.method == "GET":
            with begin(reader.actor, Lane.READ) as work:
                kept = text_to_edit(work, *which)
            return edited(reader, which, kept)
        typed = MessageText(request.form.get("title", ""), request.form.get("body", ""))
        try:
            return changed(reader, which, typed)
        except InvalidError as error:
            # What was typed is kept, and what is wrong with it stands on top.
            return edited(reader, which, typed, problem=error)
        except UnpressedError:
            return error_page(console.locale(reader.who.locale), "error_choice", 400)

    @pages.post("/console/settings/texts/<kind>/<locale>/preview")
    @console.page
    def preview(reader: Reader, kind: str, locale: str) -> Response:
        """The part of the page that renews itself while somebody types."""
        which, page_locale = _which(kind, locale), console.locale(reader.who.locale)
        typed = MessageText(request.form.get("title", ""), request.form.get("body", ""))
        seen, previews = previewed(reader, which, typed)
        problem = console.words_of(reader, seen.problem) if seen.problem else ""
        return render("console/text_preview.html", page_locale, previews=previews, problem=problem)

    def changed(reader: Reader, which: tuple[TextKind, Locale], typed: MessageText) -> Response:
        match request.form.get("action"):
            case "save":
                carry_out(begin, reader.actor, lambda work: save_text(work, *which, typed.title, typed.body))
                return redirect(url_for(".text", kind=which[0], locale=which[1], done="saved"), 303)
            case "reset":
                carry_out(begin, reader.actor, lambda work: reset_text(work, *which))
                return redirect(url_for(".text", kind=which[0], locale=which[1], done="reset_done"), 303)
            case "try":
                used = carry_out(begin, reader.actor, lambda work: try_message(work, *which, typed.title, typed.body))
                page_locale = console.locale(reader.who.locale)
                names = say("list.separator", page_locale).join(channel_label(one, page_locale) for one in used)
                return edited(reader, which, typed, tried=names)
            case "preview":
                return edited(reader, which, typed)
        raise UnpressedError

    def previewed(
        reader: Reader, which: tuple[TextKind, Locale], text: MessageText
    ) -> tuple[TextPreview, list[Preview]]:
        with begin(reader.actor, Lane.READ) as work:
            seen, now = preview_text(work, *which, text.title, text.body, _PAGE_URL), work.now
        usable = [channel for channel in channels if channel.kind in policy.channels]
        return seen, draw(usable, seen.speeches, now)

    def edited(
        reader: Reader,
        which: tuple[TextKind, Locale],
        text: MessageText,
        problem: InvalidError | None = None,
        tried: str = "",
    ) -> Response:
        kind, locale = which
        seen, previews = previewed(reader, which, text)
        problem = problem or seen.problem
        done = request.args.get("done", "")
        return console.render(
            reader,
            "console/text.html",
            nav="settings",
            status=400 if problem else 200,
            kind=kind,
            text_locale=locale,
            text=text,
            places=PLACES[kind],
            title_at_most=TITLE_AT_MOST,
            body_at_most=BODY_AT_MOST,
            previews=previews,
            problem=console.words_of(reader, problem) if problem else "",
            done=done if done in _DONE and request.method == "GET" else "",
            tried=tried,
        )

    return pages


def _which(kind: str, locale: str) -> tuple[TextKind, Locale]:
    """NotFound for what is none of ours."""
    try:
        return TextKind(kind), Locale(locale)
    except ValueError as error:
        raise NotFound from error
