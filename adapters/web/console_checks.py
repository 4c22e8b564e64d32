"""`/console/checks`: all checks and drills, those planned, several side by side; what is over is cleared away."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.form_words import id_in
from bot.durations import in_words
from bot.vocabulary import Standing
from flows.carry_out import carry_out
from flows.errors import InvalidError
from flows.past_checks import TOLD_AFTER, clear_check, compare_checks, past_checks
from flows.plan_check import cancel_planned
from flows.work import Begin, Lane

_DONE = frozenset(("planned", "cancelled", "cleared", "shown"))


def create_console_checks(begin: Begin, console: Console) -> Blueprint:
    pages = Blueprint("checks", __name__)

    @pages.get("/console/checks")
    @console.page
    def checks(reader: Reader) -> Response:
        return listed(reader)

    @pages.get("/console/checks/compare")
    @console.page
    def compare(reader: Reader) -> Response:
        wanted = [number for text in request.args.getlist("check") if (number := id_in(text)) is not None]
        try:
            with begin(reader.actor, Lane.READ) as work:
                chosen = compare_checks(work, wanted)
        except InvalidError as error:
            return listed(reader, console.words_of(reader, error), frozenset(wanted))
        kept = "".join(f"&check={check.check_id}" for check in chosen)
        return console.render(
            reader, "console/checks_compared.html", nav="checks", chosen=chosen, kept=kept, **told_with(reader)
        )

    @pages.post("/console/checks/<int:check_id>/clear")
    @console.page
    def clear(reader: Reader, check_id: int) -> Response:
        cleared = request.form.get("cleared") != "no"
        carry_out(begin, reader.actor, lambda work: clear_check(work, check_id, cleared))
        return redirect(url_for(".checks", done="cleared" if cleared else "shown"), 303)

    @pages.post("/console/checks/<int:check_id>/cancel")
    @console.page
    def cancel(reader: Reader, check_id: int) -> Response:
        carry_out(begin, reader.actor, lambda work: cancel_planned(work, check_id), Lane.FANOUT)
        return redirect(url_for(".checks", done="cancelled"), 303)

    def listed(reader: Reader, problem: str = "", ticked: frozenset[int] = frozenset()) -> Response:
        with begin(reader.actor, Lane.READ) as work:
            page = past_checks(work, request.args.get("offset", 0, int))
        done = request.args.get("done", "")
        return console.render(
            reader,
            "console/checks.html",
            nav="checks",
            status=400 if problem else 200,
            problem=problem,
            ticked=ticked,
            page=page,
            done=done if done in _DONE else "",
            **told_with(reader),
        )

    def told_with(reader: Reader) -> dict[str, Any]:
        locale = console.locale(reader.who.locale)
        return {"after": [in_words(length, locale) for length in TOLD_AFTER], "standings": tuple(Standing)}

    return pages
