"""`/console/people`: a manager's people; `/console/people/ID` and `/console/me`: one person's contacts."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.contact_forms import DONE, KINDS, change_contacts, is_reached
from adapters.web.page import UnpressedError, asked, error_page
from bot.vocabulary import ChannelKind
from flows.carry_out import carry_out
from flows.errors import InvalidError
from flows.leave_of import leave_of
from flows.line_status import line_status
from flows.list_people import PeopleFilter, list_people
from flows.set_leave import SetLeave, set_leave
from flows.show_contacts import show_contacts
from flows.work import Begin, Lane, Policy, Work

_DONE = DONE | {"leave_saved"}


def create_console_people(begin: Begin, console: Console, policy: Policy) -> Blueprint:
    pages = Blueprint("people", __name__)

    @pages.get("/console/people")
    @console.page
    def people(reader: Reader) -> Response:
        wanted = PeopleFilter(text=asked("q"), after=asked("after"))
        with begin(reader.actor, Lane.READ) as work:
            page = list_people(work, wanted)
        return console.render(reader, "console/people.html", nav="people", page=page, text=wanted.text)

    @pages.route("/console/people/<int:person_id>", methods=["GET", "POST"])
    @console.page
    def person(reader: Reader, person_id: int) -> Response:
        return of_person(reader, person_id)

    @pages.route("/console/me", methods=["GET", "POST"])
    @console.page
    def me(reader: Reader) -> Response:
        return of_person(reader, reader.person_id)

    def of_person(reader: Reader, person_id: int) -> Response:
        if request.method == "POST":
            try:
                done = carry_out(begin, reader.actor, lambda work: _change(work, person_id))
            except UnpressedError:
                return error_page(console.locale(reader.who.locale), "error_choice", 400)
            except InvalidError as error:
                # What was typed is kept, and what is wrong with it stands on top.
                return shown(reader, person_id, problem=error)
            is_own = person_id == reader.person_id
            place = url_for(".me", done=done) if is_own else url_for(".person", person_id=person_id, done=done)
            return redirect(place, 303)
        return shown(reader, person_id)

    def shown(reader: Reader, person_id: int, problem: InvalidError | None = None) -> Response:
        facts = carry_out(begin, reader.actor, lambda work: show_contacts(work, person_id))
        leave, line = None, None
        if ChannelKind.LINE in policy.channels:
            with begin(reader.actor, Lane.READ) as work:
                line = line_status(work, person_id)
        if not facts.is_own:
            with begin(reader.actor, Lane.READ) as work:
                leave = leave_of(work, person_id)
        done = request.args.get("done", "")
        return console.render(
            reader,
            "console/person.html",
            nav="me" if facts.is_own else "people",
            status=400 if problem else 200,
            facts=facts,
            leave=leave,
            line=line,
            reached=is_reached(facts, policy),
            kinds=(*KINDS, ChannelKind.SLACK) if reader.manages else KINDS,
            done=done if done in _DONE else "",
            problem=console.words_of(reader, problem) if problem else "",
            typed=request.form,
        )

    return pages


def _change(work: Work, person_id: int) -> str:
    """Carries out the button that was pressed; which words say that it was."""
    form = request.form
    if form.get("action") != "leave":
        return change_contacts(work, person_id)
    leave = SetLeave(person_id, _day(form.get("first")), _day(form.get("last")), form.get("asked") == "yes")
    set_leave(work, leave)
    return "leave_saved"


def _day(typed: str | None) -> date | None:
    """None where nothing was typed. InvalidError(bad_day)."""
    if not (typed or "").strip():
        return None
    try:
        return date.fromisoformat((typed or "").strip())
    except ValueError as error:
        raise InvalidError("bad_day") from error
