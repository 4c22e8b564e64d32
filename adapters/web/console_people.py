"""`/console/people`: a manager's people; `/console/people/ID` and `/console/me`: one person."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.contact_forms import DONE, KINDS, change_contacts, is_reached
from adapters.web.form_words import id_in
from adapters.web.in_check import in_check, kept
from adapters.web.page import UnpressedError, asked, error_page
from adapters.web.person_forms import typed_entry, typed_role
from bot.vocabulary import ChannelKind
from flows.carry_out import carry_out
from flows.edit_person import edit_person
from flows.errors import InvalidError
from flows.grant_role import set_role
from flows.leave_of import leave_of
from flows.line_status import line_status
from flows.list_people import PeopleFilter, list_people
from flows.set_leave import SetLeave, set_leave
from flows.show_contacts import show_contacts
from flows.show_profile import Profile, note_profile_seen, show_profile
from flows.work import Begin, Lane, Policy, Work

_DONE = {done: f"contacts.{done}" for done in (*DONE, "leave_saved")} | {"language": "own_language.done"}
#: What only a safety admin's buttons do, on the page of whomever, themselves too.
_ENTRY_DONE = {"profile_saved": "profile.saved", "added_person": "profile.added", "role_saved": "profile.role_saved"}


def create_console_people(begin: Begin, console: Console, policy: Policy) -> Blueprint:
    pages = Blueprint("people", __name__)

    @pages.get("/console/people")
    @console.page
    def people(reader: Reader) -> Response:
        unit_id = id_in(asked("unit")) if asked("unit") else None
        wanted = PeopleFilter(text=asked("q"), after=asked("after"), unit_id=unit_id, left=asked("left") == "1")
        with begin(reader.actor, Lane.READ) as work:
            page = list_people(work, wanted)
        return console.render(reader, "console/people.html", nav="people", page=page, wanted=wanted)

    @pages.route("/console/people/new", methods=["GET", "POST"])
    @console.page
    def new(reader: Reader) -> Response:
        typed = typed_entry(None, policy.locale) if request.method == "POST" else None
        problem = None
        if typed is not None:
            try:
                person_id = carry_out(begin, reader.actor, lambda work: edit_person(work, typed))
                return redirect(url_for(".person", person_id=person_id, done="added_person"), 303)
            except InvalidError as error:
                problem = error
        with begin(reader.actor, Lane.READ) as work:
            profile = show_profile(work, None)
        return console.render(
            reader,
            "console/person_new.html",
            nav="people",
            status=400 if problem else 200,
            profile=profile,
            entry=typed or profile.entry,
            problem=console.words_of(reader, problem) if problem else "",
        )

    @pages.route("/console/people/<int:person_id>", methods=["GET", "POST"])
    @console.page
    def person(reader: Reader, person_id: int) -> Response:
        return of_person(reader, person_id, with_entry=reader.who.may_everything)

    @pages.route("/console/me", methods=["GET", "POST"])
    @console.page
    def me(reader: Reader) -> Response:
        return of_person(reader, reader.person_id, with_entry=False)

    def of_person(reader: Reader, person_id: int, with_entry: bool) -> Response:
        if request.method == "POST":
            try:
                done = carry_out(begin, reader.actor, lambda work: _change(work, person_id))
            except UnpressedError:
                return error_page(console.locale(reader.who.locale), "error_choice", 400)
            except InvalidError as error:
                # What was typed is kept, and what is wrong with it stands on top.
                return shown(reader, person_id, with_entry, problem=error)
            is_own = person_id == reader.person_id and done not in _ENTRY_DONE
            place = (
                url_for(".me", done=done) if is_own else url_for(".person", person_id=person_id, done=done, **kept())
            )
            return redirect(place, 303)
        return shown(reader, person_id, with_entry)

    def shown(reader: Reader, person_id: int, with_entry: bool, problem: InvalidError | None = None) -> Response:
        profile, leave, line = None, None, None
        if with_entry:
            with begin(reader.actor, Lane.READ) as work:
                profile = show_profile(work, person_id)
            if not profile.entry.active:
                carry_out(begin, reader.actor, lambda work: note_profile_seen(work, person_id))
                return entry_of_left(reader, profile, problem)
        facts = carry_out(begin, reader.actor, lambda work: show_contacts(work, person_id))
        if ChannelKind.LINE in policy.channels:
            with begin(reader.actor, Lane.READ) as work:
                line = line_status(work, person_id)
        if not facts.is_own:
            with begin(reader.actor, Lane.READ) as work:
                leave = leave_of(work, person_id)
        return console.render(
            reader,
            "console/person.html",
            nav="me" if facts.is_own and not profile else "people",
            status=400 if problem else 200,
            facts=facts,
            leave=leave,
            line=line,
            reached=is_reached(facts, policy),
            kinds=(*KINDS, ChannelKind.SLACK) if reader.manages else KINDS,
            **said_of(reader, problem),
            **in_check(begin, reader, person_id),
            **(entry_and_role(profile, problem) if profile else {"profile": None}),
        )

    def entry_of_left(reader: Reader, profile: Profile, problem: InvalidError | None) -> Response:
        """Who has left has no contacts to look after; their entry is there, to take them back."""
        facts = said_of(reader, problem) | entry_and_role(profile, problem)
        return console.render(reader, "console/person_left.html", nav="people", status=400 if problem else 200, **facts)

    def said_of(reader: Reader, problem: InvalidError | None) -> dict[str, object]:
        return {
            "done": (_DONE | _ENTRY_DONE).get(asked("done"), ""),
            "problem": console.words_of(reader, problem) if problem else "",
            "typed": request.form,
        }

    def entry_and_role(profile: Profile, problem: InvalidError | None) -> dict[str, object]:
        action = request.form.get("action") if problem else None
        person_id = profile.entry.person_id or 0
        return {
            "profile": profile,
            "opened": action,
            "entry": typed_entry(person_id, policy.locale) if action == "profile" else profile.entry,
            "role": typed_role(person_id).role if action == "role" else profile.role,
            "managed": typed_role(person_id).unit_paths if action == "role" else profile.managed_units,
        }

    return pages


def _change(work: Work, person_id: int) -> str:
    """Carries out the button that was pressed; which words say that it was."""
    form = request.form
    match form.get("action"):
        case "leave":
            set_leave(work, SetLeave(person_id, _day(form.get("first")), _day(form.get("last")), _is_asked()))
            return "leave_saved"
        case "profile":
            edit_person(work, typed_entry(person_id, work.policy.locale))
            return "profile_saved"
        case "role":
            set_role(work, typed_role(person_id))
            return "role_saved"
        case _:
            return change_contacts(work, person_id)


def _is_asked() -> bool:
    return request.form.get("asked") == "yes"


def _day(typed: str | None) -> date | None:
    """None where nothing was typed. InvalidError(bad_day)."""
    if not (typed or "").strip():
        return None
    try:
        return date.fromisoformat((typed or "").strip())
    except ValueError as error:
        raise InvalidError("bad_day") from error
