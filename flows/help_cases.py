"""Help cases: opened by an answer, taken by a manager, closed with a word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.plain import COMMENT_AT_MOST, clean
from bot.vocabulary import CheckKind, Locale, MessageKind
from flows.alert_managers import help_case_row, tell_managers, tell_person
from flows.audit import note
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.find_person import PersonRef, find_person
from flows.once import is_repeat
from flows.who import Who, require_manager, require_manager_of
from flows.work import Work
from storage.queries import checks, help_edits
from storage.queries import help as queries
from storage.queries.board import mark_dirty


@dataclass(frozen=True, slots=True)
class HelpCaseView:
    """What managers see of a case; every receiver of it is responsible for the person."""

    help_case_id: int
    check_id: int
    check_title: str
    is_drill: bool
    person_name: str
    units: tuple[str, ...]
    comment: str
    place: str
    opened_at: datetime
    #: The language of whoever looks.
    locale: Locale
    taken_by: str = ""
    taken_at: datetime | None = None
    closed_by: str = ""
    closing_word: str = ""
    closed_at: datetime | None = None
    #: For this call: it had been taken or closed before, or the event has come again; nothing was changed.
    already: bool = False
    #: Phone numbers of the person, for managers to call.
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeHelp:
    help_case_id: int | None = None
    #: `/safety take` without a number: the oldest open case without an owner that the actor is responsible for; those
    #: of a real check first.
    event_key: str | None = None
    #: Whose case, where it is not named by its number.
    person: PersonRef | None = None


def take_help(work: Work, request: TakeHelp) -> HelpCaseView:
    """Shown to the other managers and to the person. First come, first served: a second taker is told who has it.

    RefusedError(not_a_manager, outside_units), NotFoundError(no_help_case).
    """
    repeat = is_repeat(work, request.event_key)
    who = require_manager(work)
    case = _case_for(work, _case_to_take(work, request, who, repeat))
    if repeat or not queries.take(work.connection, case.id, who.person_id, work.now):
        return _view(work, case, who, already=True)
    case = help_case_row(work, case.id)
    tell_managers(work, MessageKind.HELP_TAKEN, case, but=who.person_id)
    tell_person(work, MessageKind.HELP_TAKEN, case)
    help_edits.edit_alerts(work.connection, case, work.now)
    mark_dirty(work.connection, case.check_id)
    note(work, "help_taken", case.check_id, case.subject_id, help_case_id=case.id)
    work.wakes_cycle = True
    return _view(work, case, who)


def _case_to_take(work: Work, request: TakeHelp, who: Who, repeat: bool) -> int | None:
    if request.help_case_id is not None:
        return request.help_case_id
    if request.person is not None:
        return _case_of(work, request.person)
    if repeat:
        return queries.newest_taken_by(work.connection, who.person_id)
    return queries.oldest_unclaimed(work.connection, None if who.may_everything else who.managed_unit_ids)


@dataclass(frozen=True, slots=True)
class CloseHelp:
    """Which case: by its number, by the person (their open one), or else the actor's own (`taken_and_open`)."""

    word: str
    help_case_id: int | None = None
    person: PersonRef | None = None
    event_key: str | None = None


def close_help(work: Work, request: CloseHelp) -> HelpCaseView:
    """Closed with a word; the person counts as what they last said (`injured` where that was `help`).

    RefusedError, NotFoundError(no_person, no_help_case), InvalidError(empty_word).
    """
    repeat = is_repeat(work, request.event_key)
    who = require_manager(work)
    case = _case_for(work, _case_to_close(work, request, who, repeat))
    word = clean(request.word, COMMENT_AT_MOST)
    if not word:
        raise InvalidError("empty_word")
    queries.lock_standing(work.connection, case)
    if repeat or not queries.close(work.connection, case.id, who.person_id, word, work.now):
        return _view(work, case, who, already=True)
    queries.stand_as_said(work.connection, case)
    case = help_case_row(work, case.id)
    tell_managers(work, MessageKind.HELP_CLOSED, case, but=who.person_id)
    tell_person(work, MessageKind.HELP_CLOSED, case)
    help_edits.edit_all(work.connection, case, work.now)
    mark_dirty(work.connection, case.check_id)
    note(work, "help_closed", case.check_id, case.subject_id, help_case_id=case.id)
    work.wakes_cycle = True
    return _view(work, case, who)


def _case_to_close(work: Work, request: CloseHelp, who: Who, repeat: bool) -> int | None:
    if request.help_case_id is not None:
        return request.help_case_id
    if request.person is None:
        find = queries.newest_closed_by if repeat else queries.taken_and_open
        return find(work.connection, who.person_id)
    return _case_of(work, request.person)


def _case_of(work: Work, ref: PersonRef) -> int | None:
    """The newest case of the person, or of the guest with that account.

    Somebody who has left the company since (inactive) is looked for as well: their case still has to be closed.
    """
    try:
        return queries.newest_of_person(work.connection, find_person(work, ref).id)
    except NotFoundError:
        account = (ref.channel or "", ref.address)
        left = None if ref.channel is None else checks.speaker_at(work.connection, ref.channel, ref.address)
        found = None if left is None else queries.newest_of_person(work.connection, left.person_id)
        found = found or queries.newest_of_account(work.connection, *account)
        if found is None:
            raise
        return found


def show_help(work: Work, help_case_id: int) -> HelpCaseView:
    """For the closing form; not in lane READ: that phone numbers were looked at is in the audit log (invariant 10).

    Same permission as `take_help`.
    """
    who = require_manager(work)
    return _view(work, _case_for(work, help_case_id), who)


def _case_for(work: Work, help_case_id: int | None) -> Row[*tuple[Any, ...]]:
    """The case, if the actor is responsible for it; a guest nobody knows is the safety admins' care."""
    if help_case_id is None:
        raise NotFoundError("no_help_case")
    case = help_case_row(work, help_case_id)
    if case.subject_id is not None:
        require_manager_of(work, case.subject_id)
    elif not require_manager(work).may_everything:
        raise RefusedError("outside_units")
    return case


def _view(work: Work, case: Row[*tuple[Any, ...]], who: Who, already: bool = False) -> HelpCaseView:
    known = case.subject_id is not None
    phones = queries.phones_of(work.connection, case.subject_id) if known else ()
    if phones:
        note(work, "contacts_viewed", case.check_id, case.subject_id, help_case_id=case.id)
    return HelpCaseView(
        help_case_id=case.id,
        check_id=case.check_id,
        check_title=case.check_title,
        is_drill=case.check_kind == CheckKind.DRILL,
        person_name=case.subject_name or "",
        units=queries.unit_paths_of(work.connection, case.subject_id) if known else (),
        comment=case.comment or "",
        place=case.place,
        opened_at=case.opened_at,
        locale=who.locale,
        taken_by=case.taker_name or "",
        taken_at=case.taken_at,
        closed_by=case.closer_name or "",
        closing_word=case.closing_word,
        closed_at=case.closed_at,
        already=already,
        phones=phones,
    )
