"""`/console/checks/ID/correct`: what a running check says is put right, or the check is called off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.form_words import id_in, level_in, words_in
from adapters.web.page import error_page
from bot.corrections import CheckWords, change_lines, changes
from bot.plain import MESSAGE_AT_MOST, TITLE_AT_MOST
from bot.short_form import ACTION_AT_MOST, LEVELS, level_label
from bot.vocabulary import Locale
from flows.cancel_check import REASON_AT_MOST, CancelCheck, cancel_check
from flows.carry_out import carry_out
from flows.correct_check import (
    CorrectCheck,
    CorrectionLine,
    correct_check,
    correction_outlook,
    corrections_of,
    receivers_now,
    words_sent,
)
from flows.errors import InvalidError
from flows.work import Begin, Lane, Work


def create_console_correct(begin: Begin, console: Console) -> Blueprint:
    pages = Blueprint("correct", __name__)

    @pages.route("/console/checks/<int:check_id>/correct", methods=["GET", "POST"])
    @console.page
    def correct(reader: Reader, check_id: int) -> Response:
        """The form, what it would send to how many, and the press that sends it."""
        if request.method != "POST":
            return form(reader, check_id)
        try:
            match request.form.get("action"):
                case "edit":
                    return form(reader, check_id)
                case "look":
                    return look(reader, check_id)
                case "look_cancel":
                    return look_cancel(reader, check_id)
                case "send":
                    wish = typed(check_id, console.event_key(reader))
                    carry_out(begin, reader.actor, lambda work: correct_check(work, wish), Lane.FANOUT)
                    return redirect(url_for("board.show", check_id=check_id, done="corrected"), 303)
                case "cancel":
                    off = CancelCheck(check_id, request.form.get("word", ""), console.event_key(reader))
                    carry_out(begin, reader.actor, lambda work: cancel_check(work, off), Lane.FANOUT)
                    return redirect(url_for("board.show", check_id=check_id, done="called_off"), 303)
        except InvalidError as error:
            return form(reader, check_id, error)
        return error_page(console.locale(reader.who.locale), "error_choice", 400)

    def form(reader: Reader, check_id: int, problem: InvalidError | None = None) -> Response:
        """InvalidError where the check is over: there is no form for that."""
        with begin(reader.actor, Lane.READ) as work:
            sent = words_sent(work, check_id)
        locale = console.locale(reader.who.locale)
        return console.render(
            reader,
            "console/correct.html",
            nav="checks",
            status=400 if problem else 200,
            sent=sent,
            words=typed(check_id).words if "title" in request.form else sent.words,
            word=request.form.get("word", ""),
            problem=console.words_of(reader, problem) if problem else "",
            levels=[(level, level_label(level, locale)) for level in LEVELS],
            title_at_most=TITLE_AT_MOST,
            message_at_most=MESSAGE_AT_MOST,
            action_at_most=ACTION_AT_MOST,
            reason_at_most=REASON_AT_MOST,
        )

    def look(reader: Reader, check_id: int) -> Response:
        with begin(reader.actor, Lane.READ) as work:
            sent, outlook = words_sent(work, check_id), correction_outlook(work, typed(check_id))
        locale = console.locale(reader.who.locale)
        lines = change_lines(changes(outlook.wrong, outlook.right, locale), locale)
        found = [one.message(locale) for one in outlook.findings]
        return preview(reader, sent=sent, right=outlook.right, receivers=outlook.receivers, lines=lines, found=found)

    def look_cancel(reader: Reader, check_id: int) -> Response:
        with begin(reader.actor, Lane.READ) as work:
            sent, receivers = words_sent(work, check_id), receivers_now(work, check_id)
        return preview(reader, sent=sent, receivers=receivers, word=request.form.get("word", "")[:REASON_AT_MOST])

    def preview(reader: Reader, **facts: Any) -> Response:
        version = id_in(request.form.get("version", ""))
        return console.render(reader, "console/correct_look.html", nav="checks", version=version, **facts)

    return pages


@dataclass(frozen=True, slots=True)
class History:
    """What a check said before, for its board. `lines`: 誤 and 正 in the reader's language."""

    line: CorrectionLine
    lines: tuple[str, ...]


def history_of(work: Work, check_id: int, locale: Locale) -> list[History]:
    """The newest first. RefusedError."""
    return [
        History(one, change_lines(changes(one.wrong, one.right, locale), locale))
        for one in corrections_of(work, check_id)
    ]


def typed(check_id: int, event_key: str | None = None) -> CorrectCheck:
    """What the form in hand says, of the words that were looked at."""
    form = request.form
    words = CheckWords(
        words_in(form, "title")[:TITLE_AT_MOST],
        words_in(form, "message")[:MESSAGE_AT_MOST],
        level_in(form),
        words_in(form, "to_do")[:ACTION_AT_MOST],
    )
    return CorrectCheck(check_id, words, id_in(form.get("version", "")), event_key)
