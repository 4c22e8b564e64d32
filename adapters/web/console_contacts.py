"""`/console/contacts`: contacts of all people by state, resumed many at once; whom no contact reaches."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.download import Cell, Table, download
from adapters.web.page import asked, error_page
from bot.reasons import in_words, reason
from bot.vocabulary import ChannelKind, ContactState, Locale
from bot.wording import say
from flows.carry_out import carry_out
from flows.list_contacts import (
    ContactFilter,
    ContactLine,
    all_contacts,
    count_contacts,
    list_contacts,
    note_contacts_exported,
    note_contacts_seen,
)
from flows.missing_contacts import (
    MissingFilter,
    all_missing_people,
    count_missing,
    missing_contacts,
    note_missing_exported,
    note_missing_seen,
)
from flows.resume_contacts import ResumeContacts, resume_contacts
from flows.urge_registration import urge_registration
from flows.work import Begin, Lane, Policy

_COLUMNS = (
    *("employee_no", "name", "channel", "address", "state", "reason", "to_do", "since", "confirmed_at", "code"),
)
#: In the list of states: asked to be proven, and no press since.
_UNANSWERED = "unanswered"
_MISSING_COLUMNS = ("employee_no", "name", "units", "email")


def create_console_contacts(begin: Begin, console: Console, policy: Policy) -> Blueprint:
    pages = Blueprint("contacts", __name__)

    @pages.route("/console/contacts", methods=["GET", "POST"])
    @console.page
    def contacts(reader: Reader) -> Response:
        if request.method == "POST":
            if (request_ := _resume()) is None:
                return error_page(console.locale(reader.who.locale), "error_choice", 400)
            done = carry_out(begin, reader.actor, lambda work: resume_contacts(work, request_))
            return redirect(url_for(".contacts", state=request.args.get("state"), resumed=done.resumed), 303)
        wanted = _wanted()

        # Apart from the note: looking through everybody's contacts must hold up no answer.
        with begin(reader.actor, Lane.READ) as work:
            page, missing = list_contacts(work, wanted), count_missing(work)
            stopped = count_contacts(work, ContactFilter(states=(ContactState.SUPPRESSED,)))
        carry_out(begin, reader.actor, lambda work: note_contacts_seen(work, page))
        return console.render(
            reader,
            "console/contacts.html",
            nav="contacts",
            page=page,
            missing=missing,
            stopped=stopped,
            states=list(ContactState),
            state=wanted.states[0] if wanted.states else _UNANSWERED if wanted.only_unanswered else "",
            text=wanted.text,
            resumed=_count("resumed"),
        )

    @pages.get("/console/contacts.<any(csv, xlsx):ending>")
    @console.page
    def contacts_file(reader: Reader, ending: str) -> Response:
        wanted, locale = _wanted(), console.locale(reader.who.locale)
        with begin(reader.actor, Lane.READ) as work:
            contacts = count_contacts(work, wanted)
        carry_out(begin, reader.actor, lambda work: note_contacts_exported(work, contacts))
        with begin(reader.actor, Lane.READ) as work:
            rows = (_cells(line, locale) for line in all_contacts(work, wanted))
            return download(Table(say("reach.title", locale), _COLUMNS, rows), ending, locale, policy.zone)

    @pages.get("/console/missing")
    @console.page
    def missing(reader: Reader) -> Response:
        wanted = MissingFilter(after=asked("after"))
        with begin(reader.actor, Lane.READ) as work:
            page = missing_contacts(work, wanted)
        carry_out(begin, reader.actor, lambda work: note_missing_seen(work, page))
        return console.render(reader, "console/missing.html", nav="contacts", page=page, mailed=_count("mailed"))

    @pages.post("/console/missing")
    @console.page
    def urge(reader: Reader) -> Response:
        done = carry_out(begin, reader.actor, urge_registration, Lane.FANOUT)
        return redirect(url_for(".missing", mailed=done.mailed), 303)

    @pages.get("/console/missing.<any(csv, xlsx):ending>")
    @console.page
    def missing_file(reader: Reader, ending: str) -> Response:
        locale = console.locale(reader.who.locale)
        with begin(reader.actor, Lane.READ) as work:
            people = count_missing(work).missing
        carry_out(begin, reader.actor, lambda work: note_missing_exported(work, people))
        with begin(reader.actor, Lane.READ) as work:
            rows = ((one.employee_no, one.name, ";".join(one.units), one.email) for one in all_missing_people(work))
            table = Table(say("reach.missing_title", locale), _MISSING_COLUMNS, rows)
            return download(table, ending, locale, policy.zone)

    return pages


def _cells(line: ContactLine, locale: Locale) -> tuple[Cell, ...]:
    state = "" if line.channel is ChannelKind.PHONE else say(f"contact_state.{line.state}", locale)
    return (
        *(line.employee_no, line.name, say(f"channel.{line.channel}", locale), line.address, state),
        *(in_words(line.reason, locale), reason(line.reason, locale).to_do, line.since, line.confirmed_at, line.reason),
    )


def _count(name: str) -> str:
    """A number the page before has handed on; empty where it is none."""
    value = request.args.get(name, "")
    return value if value.isdecimal() and len(value) < 7 else ""


def _wanted() -> ContactFilter:
    """As the address asks; a state that is none of ours means all."""
    state = request.args.get("state", "")
    states = (ContactState(state),) if state in list(ContactState) else ()
    is_unanswered = state == _UNANSWERED
    return ContactFilter(states=states, text=asked("q"), only_unanswered=is_unanswered, after=asked("after"))


def _resume() -> ResumeContacts | None:
    """The button that was pressed; None: none of ours, or nothing was chosen for it."""
    match request.form.get("action"):
        case "resume_all":
            return ResumeContacts(all_suppressed=True)
        case "resume":
            chosen = tuple(int(one) for one in request.form.getlist("contact") if one.isdecimal() and len(one) < 18)
            return ResumeContacts(contact_ids=chosen) if chosen else None
    return None
