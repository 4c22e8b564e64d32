"""A manager's short words to one person of a check, or to all who call for help: one way, signed with the name.

An answer comes by the buttons of the check, which stand below the words; nothing else is heard.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row

from bot.plain import clean
from bot.vocabulary import CheckKind, Locale
from flows.audit import note
from flows.errors import InvalidError, NotFoundError
from flows.find_check import require_check
from flows.once import is_repeat
from flows.who import Who, require_manager, require_manager_of
from flows.work import Work
from storage.queries import manager_notes as queries
from storage.queries.board import mark_dirty
from storage.queries.who import person_by_id

#: Characters of what is written: as much as is read at a glance.
NOTE_AT_MOST = 300
#: So often within WITHIN to one person, whoever writes; so often one manager to all who call for help.
TIMES_EACH = 3
WITHIN = timedelta(minutes=10)
#: And so often one manager to single people.
TIMES_BY_ONE = 30


@dataclass(frozen=True, slots=True)
class WriteToPerson:
    check_id: int
    person_id: int
    words: str
    event_key: str | None = None


@dataclass(frozen=True, slots=True)
class WriteToThoseInNeed:
    """The actor's people who stand as `help` now."""

    check_id: int
    words: str
    event_key: str | None = None


@dataclass(frozen=True, slots=True)
class NoteWritten:
    """`locale` is the actor's. `people`: to whom it is on its way; `out_of_reach`: no contact of theirs works."""

    kind: CheckKind
    locale: Locale
    people: int
    out_of_reach: int
    #: Of the one person it is for; empty where it is for several.
    person_name: str = ""
    #: The event had come before; nothing was written for this one.
    already: bool = False


def write_to_person(work: Work, request: WriteToPerson) -> NoteWritten:
    """To all their working contacts at once; on the roll or not, whether the check is active or closed.

    RefusedError(unknown_person, not_a_manager, outside_units), NotFoundError(no_check, no_person),
    InvalidError(empty_note, written_too_often).
    """
    repeat = is_repeat(work, request.event_key)
    who = require_manager_of(work, request.person_id)
    check = require_check(work, request.check_id)
    person = person_by_id(work.connection, request.person_id)
    if person is None:
        raise NotFoundError("no_person")
    words = _words(request.words)
    whom = queries.one_person(person.id)
    if repeat:
        return _written(work, who, check, whom, (), person.name, already=True)
    since = work.now - WITHIN
    if queries.times_written(work.connection, check.id, person.id, since) >= TIMES_EACH:
        raise InvalidError("written_too_often")
    _require_patience(work, who, "person_written_to", TIMES_BY_ONE)
    written = _write(work, who, check, whom, words)
    note(work, "person_written_to", check.id, person.id, contacts=len(written))
    return _written(work, who, check, whom, written, person.name)


def write_to_those_in_need(work: Work, request: WriteToThoseInNeed) -> NoteWritten:
    """As `write_to_person`; of a unit manager the people of their units alone. Guests have no contacts of ours.

    RefusedError(unknown_person, not_a_manager), NotFoundError(no_check),
    InvalidError(empty_note, written_too_often, nobody_in_need).
    """
    repeat = is_repeat(work, request.event_key)
    who = require_manager(work)
    check = require_check(work, request.check_id)
    words = _words(request.words)
    whom = queries.in_need(check.id, None if who.may_everything else who.managed_unit_ids)
    if repeat:
        return _written(work, who, check, whom, (), already=True)
    if not queries.count(work.connection, whom):
        raise InvalidError("nobody_in_need")
    _require_patience(work, who, "in_need_written_to", TIMES_EACH)
    written = _write(work, who, check, whom, words)
    note(work, "in_need_written_to", check.id, people=len(set(written)))
    return _written(work, who, check, whom, written)


def _words(typed: str) -> str:
    words = clean(typed, NOTE_AT_MOST)
    if not words:
        raise InvalidError("empty_note")
    return words


def _require_patience(work: Work, who: Who, action: str, at_most: int) -> None:
    """The command line and other systems are no hasty hand."""
    if who.person_id is None:
        return
    if queries.times_done(work.connection, who.person_id, action, work.now - WITHIN) >= at_most:
        raise InvalidError("written_too_often")


def _write(work: Work, who: Who, check: Row[*tuple[Any, ...]], whom: ColumnElement[bool], words: str) -> list[int]:
    name = who.name if who.person_id is not None else ""
    params = {"words": words, "by": name}
    written = queries.write(work.connection, check, whom, work.policy.channels, params, work.now)
    if written:
        mark_dirty(work.connection, check.id)
        work.wakes_cycle = True
    return written


def _written(
    work: Work,
    who: Who,
    check: Row[*tuple[Any, ...]],
    whom: ColumnElement[bool],
    written: tuple[int, ...] | list[int],
    person_name: str = "",
    already: bool = False,
) -> NoteWritten:
    people = len(set(written))
    out_of_reach = 0 if already else queries.count(work.connection, whom) - people
    return NoteWritten(CheckKind(check.kind), who.locale, people, out_of_reach, person_name, already)
