"""`/console/checks/ID` for a manager, and what is done to the whole check from there by whoever has signed in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_correct import history_of
from adapters.web.console_frame import Console, Reader
from adapters.web.curve import HEIGHT, WIDTH, draw
from adapters.web.form_words import id_in
from adapters.web.page import aged, asked, error_page
from adapters.web.unchanged import unless_unchanged
from bot.boards import stopped_channel
from bot.labels import clock_time
from flows.answer_curve import answer_curve
from flows.carry_out import carry_out
from flows.close_check import CloseCheck, close_check
from flows.errors import InvalidError
from flows.manager_board import WORST_AT_MOST, manager_board, sending, unit_lines
from flows.past_checks import clear_check
from flows.reopen_check import reopen_check
from flows.work import Begin, Lane, Policy
from flows.write_to_person import NOTE_AT_MOST, WriteToThoseInNeed, write_to_those_in_need

#: A board of more people counts them by unit afterwards, so that it is there at once.
UNITS_AT_ONCE = 20_000
_DONE = ("closed", "reopened", "cleared", "shown_again", "written", "corrected", "called_off")


def unit_asked() -> int | None:
    """The unit the address asks for; whatever is no number asks for none."""
    return id_in(asked("unit"))


class ManagerBoardPage:
    """The board itself: `board_page` shows it at its address to managers."""

    def __init__(self, begin: Begin, console: Console) -> None:
        self._begin, self._console = begin, console

    def page(self, reader: Reader, check_id: int, tag: str) -> Response:
        """RefusedError, NotFoundError."""
        unit_id = unit_asked()
        with self._begin(reader.actor, Lane.READ) as work:
            view = manager_board(work, check_id, unit_id)
            is_small = view.roll <= UNITS_AT_ONCE
            units = unit_lines(work, check_id, unit_id) if is_small else None
            sent = sending(work, check_id) if is_small and unit_id is None else {}
            locale = self._console.locale(reader.who.locale)
            corrections = history_of(work, check_id, locale)
        done = asked("done")
        return self._console.render(
            reader,
            "console/board.html",
            nav="checks",
            view=view,
            units=units,
            sent=sent,
            corrections=corrections,
            aged=aged(view.as_of, locale),
            unit_id=unit_id,
            tag=tag,
            worst_at_most=WORST_AT_MOST,
            done=done if done in _DONE else "",
            stopped=[stopped_channel(one.channel, one.reason, locale) for one in view.stopped],
        )


def create_console_board(begin: Begin, console: Console, policy: Policy) -> Blueprint:
    pages = Blueprint("check", __name__)

    @pages.get("/console/checks/<int:check_id>/units")
    @console.page_of_check
    def units(reader: Reader, check_id: int) -> Response:
        def page(tag: str) -> Response:
            with begin(reader.actor, Lane.READ) as work:
                lines = unit_lines(work, check_id, unit_asked())
                sent = sending(work, check_id) if unit_asked() is None else {}
            facts: dict[str, Any] = {"check_id": check_id, "units": lines, "sent": sent, "unit_id": unit_asked()}
            return console.render(reader, "console/board_units.html", nav="checks", tag=tag, **facts)

        return unless_unchanged(console, begin, reader, check_id, page)

    @pages.get("/console/checks/<int:check_id>/curve")
    @console.page_of_check
    def curve(reader: Reader, check_id: int) -> Response:
        def page(tag: str) -> Response:
            with begin(reader.actor, Lane.READ) as work:
                found = answer_curve(work, check_id, unit_asked())
            drawing = draw(found, lambda moment: clock_time(moment, policy.zone))
            size: dict[str, Any] = {"width": WIDTH, "height": HEIGHT}
            facts = {"curve": found, "drawing": drawing, "unit_id": unit_asked(), "tag": tag, **size}
            return console.render(reader, "console/curve.html", nav="checks", **facts)

        return unless_unchanged(console, begin, reader, check_id, page)

    @pages.route("/console/checks/<int:check_id>/close", methods=["GET", "POST"])
    @console.page
    def close(reader: Reader, check_id: int) -> Response:
        if request.method == "POST":
            if request.form.get("action") != "close":
                return error_page(console.locale(reader.who.locale), "error_choice", 400)
            wish = CloseCheck(check_id, tell=request.form.get("tell") == "yes")
            carry_out(begin, reader.actor, lambda work: close_check(work, wish))
            return redirect(url_for("board.show", check_id=check_id, done="closed"), 303)
        with begin(reader.actor, Lane.READ) as work:
            view = manager_board(work, check_id)
        return console.render(reader, "console/close.html", nav="checks", view=view)

    @pages.route("/console/checks/<int:check_id>/write", methods=["GET", "POST"])
    @console.page
    def write(reader: Reader, check_id: int) -> Response:
        """A few words to all who call for help."""
        problem = None
        if request.method == "POST":
            wish = WriteToThoseInNeed(check_id, request.form.get("words", ""), console.event_key(reader))
            try:
                carry_out(begin, reader.actor, lambda work: write_to_those_in_need(work, wish))
                return redirect(url_for("board.show", check_id=check_id, done="written"), 303)
            except InvalidError as error:
                problem = error
        with begin(reader.actor, Lane.READ) as work:
            view = manager_board(work, check_id)
        return console.render(
            reader,
            "console/write.html",
            nav="checks",
            status=400 if problem else 200,
            view=view,
            problem=console.words_of(reader, problem) if problem else "",
            typed=request.form.get("words", ""),
            note_at_most=NOTE_AT_MOST,
        )

    @pages.post("/console/checks/<int:check_id>/change")
    @console.page
    def change(reader: Reader, check_id: int) -> Response:
        """Takes the closing back; clears the check or shows it as current again."""
        match request.form.get("action"):
            case "reopen":
                carry_out(begin, reader.actor, lambda work: reopen_check(work, check_id))
                done = "reopened"
            case "clear":
                carry_out(begin, reader.actor, lambda work: clear_check(work, check_id))
                done = "cleared"
            case "show":
                carry_out(begin, reader.actor, lambda work: clear_check(work, check_id, cleared=False))
                done = "shown_again"
            case _:
                return error_page(console.locale(reader.who.locale), "error_choice", 400)
        return redirect(url_for("board.show", check_id=check_id, done=done), 303)

    return pages
