"""`/console/checks/ID/people`: where each of a manager's people stands, and sending again to who is silent."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.download import Cell, Table, download
from adapters.web.form_words import id_in
from adapters.web.page import aged, asked, error_page
from adapters.web.status_address import query_of, wanted_of
from adapters.web.unchanged import unless_unchanged
from bot.vocabulary import CheckState, Locale, Via
from bot.wording import say
from flows.carry_out import carry_out
from flows.manager_board import units_to_choose
from flows.phones_to_call import note_phones_seen, phones_to_call
from flows.remind import RemindNow, remind_now
from flows.send_again import Again, SendAgain, send_again, send_again_to_silent
from flows.status_list import (
    StatusFilter,
    StatusLine,
    StatusPage,
    every_status,
    note_status_exported,
    status_list,
)
from flows.work import Begin, Lane, Policy

_COLUMNS = (
    *("employee_no", "name", "units", "standing", "comment", "said_at", "via", "spoken_for_by", "opened_at"),
    "contacts",
)


def create_console_status(begin: Begin, console: Console, policy: Policy) -> Blueprint:
    pages = Blueprint("status", __name__)

    @pages.get("/console/checks/<int:check_id>/people")
    @console.page_of_check
    def people(reader: Reader, check_id: int) -> Response:
        return unless_unchanged(console, begin, reader, check_id, lambda tag: page_of(reader, check_id, tag))

    def page_of(reader: Reader, check_id: int, tag: str) -> Response:
        wanted = wanted_of(check_id)
        with begin(reader.actor, Lane.READ) as work:
            page = status_list(work, wanted)
            units = units_to_choose(work)
            lost = [line.person.person_id for line in page.lines if not line.person.reachable]
            to_call = phones_to_call(work, check_id, [one for one in lost if one is not None])
        if to_call.is_news:
            # In a unit of work of its own: reading the names must hold up no answer.
            carry_out(begin, reader.actor, lambda work: note_phones_seen(work, check_id, list(to_call.numbers)))
        return console.render(
            reader,
            "console/status.html",
            nav="checks",
            page=page,
            wanted=wanted,
            query=query_of(wanted),
            units=units,
            is_active=page.state is CheckState.ACTIVE,
            said=said_of(reader, page),
            tag=tag,
            phones=to_call.numbers,
            aged=aged(page.as_of, console.locale(reader.who.locale)),
        )

    @pages.post("/console/checks/<int:check_id>/people")
    @console.page
    def send(reader: Reader, check_id: int) -> Response:
        query = query_of(wanted_of(check_id))
        sent: dict[str, object]
        if request.form.get("action") == "silent":
            sent = {"silent": ask_silent(reader, check_id)}
        elif (person_id := id_in(request.form.get("person", ""))) is not None:
            sent = {"sent": ask(reader, check_id, person_id), "whom": person_id}
        else:
            return error_page(console.locale(reader.who.locale), "error_choice", 400)
        return redirect(f"{url_for('.people', check_id=check_id)}?{query}{'&' if query else ''}{urlencode(sent)}", 303)

    @pages.get("/console/checks/<int:check_id>/people.<any(csv, xlsx):ending>")
    @console.page
    def people_file(reader: Reader, check_id: int, ending: str) -> Response:
        locale = console.locale(reader.who.locale)
        carry_out(begin, reader.actor, lambda work: note_status_exported(work, check_id))
        with begin(reader.actor, Lane.READ) as work:
            rows = (_cells(line, locale) for line in every_status(work, wanted_of(check_id)))
            table = Table(f"{say('status.title', locale)}-{check_id}", _COLUMNS, rows)
            return download(table, ending, locale, policy.zone)

    def ask(reader: Reader, check_id: int, person_id: int) -> Again:
        return carry_out(begin, reader.actor, lambda work: send_again(work, SendAgain(check_id, person_id)))

    def ask_silent(reader: Reader, check_id: int) -> int:
        """A round of its own where the manager is responsible for the whole check, else their own people alone."""
        with begin(reader.actor, Lane.READ) as work:
            is_responsible = status_list(work, StatusFilter(check_id, limit=1)).is_responsible
        if is_responsible:
            done = carry_out(begin, reader.actor, lambda work: remind_now(work, RemindNow(check_id)), Lane.FANOUT)
            return 0 if done.already else done.people
        people, after = 0, 0
        while True:
            piece = partial(send_again_to_silent, check_id=check_id, after=after)
            sent = carry_out(begin, reader.actor, piece, Lane.FANOUT)
            people, after = people + sent.people, sent.next
            if not after:
                return people

    def said_of(reader: Reader, page: StatusPage) -> tuple[str, bool]:
        """What the press before has done, and whether it has."""
        locale = console.locale(reader.who.locale)
        silent, sent, whom = id_in(asked("silent")), asked("sent"), id_in(asked("whom"))
        if silent is not None:
            return say("again.silent" if silent else "again.nobody", locale, count=silent), bool(silent)
        names = {line.person.person_id: line.person.name for line in page.lines}
        if sent in list(Again) and whom is not None:
            return say(f"again.{sent}", locale, name=names.get(whom, "")), sent == Again.SENT
        return "", False

    return pages


def _through(line: StatusLine, locale: Locale) -> str:
    """By which way the answer came; a manager answers for somebody in the console, on no answer page."""
    via = line.person.via
    if line.spoken_for_by and via is Via.WEB:
        return say("status.via_console", locale)
    return say(f"via.{via}", locale) if via else ""


def _cells(line: StatusLine, locale: Locale) -> tuple[Cell, ...]:
    person = line.person
    contacts = (
        f"{say(f'channel.{one.channel}', locale)}：{say(f'contact_state.{one.state}', locale)}" for one in line.contacts
    )
    return (
        *(person.employee_no, person.name, ";".join(person.units), say(f"standing.{person.standing}", locale)),
        *(person.comment, person.said_at, _through(line, locale)),
        *(line.spoken_for_by, person.opened_at, "; ".join(contacts)),
    )
