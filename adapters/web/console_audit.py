"""`/console/settings/audit`: who did and saw what, narrowed by person, kind, day and check; and as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, request
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.download import Cell, Table, download
from adapters.web.form_words import id_in
from adapters.web.page import asked
from bot.audit_words import GROUPS, action_words, detail_words, door_words
from bot.refusals import refusal
from bot.vocabulary import Locale
from bot.wording import say
from flows.carry_out import carry_out
from flows.show_audit import (
    AuditFilter,
    AuditLine,
    Called,
    export_audit,
    name_of,
    note_audit_exported,
    note_audit_seen,
    people_called,
    show_audit,
)
from flows.work import Begin, Lane, Policy, Work

_COLUMNS = ("at", "doer", "door", "action", "subject", "check", "details")
_FIELDS = ("q", "person", "group", "first", "last", "check")
#: Days of other centuries are slips of the finger.
_YEARS = range(2000, 2200)


class _BadDayError(ValueError):
    """What was typed is no day."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the address asks for. `called`: whom a typed name may mean, where it is not one person."""

    filter: AuditFilter
    name: str = ""
    called: tuple[Called, ...] = ()
    is_nobody: bool = False

    @property
    def is_clear(self) -> bool:
        return not self.called and not self.is_nobody


def create_console_audit(begin: Begin, console: Console, policy: Policy) -> Blueprint:
    pages = Blueprint("audit", __name__)

    def wished(reader: Reader) -> _Wish:
        with begin(reader.actor, Lane.READ) as work:
            return _wish(work)

    @pages.get("/console/settings/audit")
    @console.page
    def log(reader: Reader) -> Response:
        locale = console.locale(reader.who.locale)
        typed = {name: asked(name) for name in _FIELDS}
        facts: dict[str, Any] = {"typed": typed, "groups": tuple(GROUPS), "kept": _kept(), "lines": (), "next": ""}
        try:
            wish = wished(reader)
        except _BadDayError:
            problem = refusal("bad_day", locale, {})
            return console.render(
                reader, "console/audit.html", nav="settings", status=400, problem=problem, wish=None, **facts
            )
        if wish.is_clear:
            # Apart from the note: going through a long log must hold up no answer.
            with begin(reader.actor, Lane.READ) as work:
                page = show_audit(work, wish.filter)
            carry_out(begin, reader.actor, lambda work: note_audit_seen(work, wish.filter))
            shown = [(line, _words(line, locale, policy)) for line in page.lines]
            facts |= {"lines": shown, "next": page.next}
        return console.render(reader, "console/audit.html", nav="settings", problem="", wish=wish, **facts)

    @pages.get("/console/settings/audit.<any(csv, xlsx):ending>")
    @console.page
    def log_file(reader: Reader, ending: str) -> Response:
        locale = console.locale(reader.who.locale)
        try:
            wish = wished(reader)
        except _BadDayError:
            wish = _Wish(AuditFilter(), is_nobody=True)
        title = say("settings.audit", locale)
        if not wish.is_clear:
            return download(Table(title, _COLUMNS, ()), ending, locale, policy.zone)
        carry_out(begin, reader.actor, lambda work: note_audit_exported(work, wish.filter))
        with begin(reader.actor, Lane.READ) as work:
            rows = (_cells(line, locale, policy) for line in export_audit(work, wish.filter))
            return download(Table(title, _COLUMNS, rows), ending, locale, policy.zone)

    return pages


def _wish(work: Work) -> _Wish:
    """_BadDayError."""
    text, person_id = asked("q").strip(), _number("person")
    called = people_called(work, text) if text and person_id is None else ()
    if len(called) == 1:
        person_id = called[0].person_id
    wanted = AuditFilter(
        person_id=person_id,
        group=asked("group") if asked("group") in GROUPS else "",
        check_id=_number("check"),
        first=_day("first"),
        last=_day("last"),
        after=asked("after"),
    )
    name = name_of(work, person_id) if person_id is not None else ""
    if person_id is None and text:
        return _Wish(wanted, called=called, is_nobody=not called)
    return _Wish(wanted, name=name)


def _number(name: str) -> int | None:
    return id_in(asked(name).strip())


def _day(name: str) -> date | None:
    """None where nothing was typed. _BadDayError."""
    typed = asked(name).strip()
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError as error:
        raise _BadDayError from error
    if day.year not in _YEARS:
        raise _BadDayError
    return day


def _kept() -> str:
    """What the next page and the other language keep of the address."""
    return urlencode({name: asked(name) for name in _FIELDS if request.args.get(name)})


@dataclass(frozen=True, slots=True)
class _Words:
    #: With the year: the log reaches far back.
    when: str
    action: str
    door: str
    details: tuple[str, ...]
    #: People looked at, beyond those named.
    more: int


def _words(line: AuditLine, locale: Locale, policy: Policy) -> _Words:
    listed = line.details.get("people")
    more = len(listed) - len(line.names) if isinstance(listed, list) else 0
    return _Words(
        when=f"{line.at.astimezone(policy.zone):%Y-%m-%d %H:%M:%S}",
        action=action_words(line.action, locale),
        door=door_words(line.door, locale),
        details=tuple(detail_words(line.details, locale, policy.zone, line.units)),
        more=more,
    )


def _cells(line: AuditLine, locale: Locale, policy: Policy) -> tuple[Cell, ...]:
    words = _words(line, locale, policy)
    named = [name for _, name in line.names]
    if words.more:
        named.append(say("audit.more_people", locale, count=f"{words.more:,}"))
    return (
        *(line.at, line.doer_name, words.door, words.action, line.subject_name, line.check_id),
        " / ".join((*words.details, *named)),
    )
