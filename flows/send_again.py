"""Ask somebody silent once more, by hand: one person, or the silent of one's units (seed 002, section 13)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from bot.vocabulary import CheckState, Standing
from flows.audit import note
from flows.errors import InvalidError
from flows.fan_out import PEOPLE_AT_ONCE
from flows.find_check import require_check
from flows.remind import JUST_NOW
from flows.who import require_manager, require_manager_of
from flows.work import Work
from storage.queries import send_again as queries
from storage.queries.board import mark_dirty


class Again(StrEnum):
    """What became of it. Only after `sent` has anything changed."""

    SENT = "sent"
    ANSWERED = "answered"
    #: Every contact that works was asked less than a minute ago, or is just being asked.
    JUST_BEFORE = "just_before"
    #: No contact of theirs works, or they have left.
    UNREACHED = "unreached"


@dataclass(frozen=True, slots=True)
class SendAgain:
    check_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class SentToSilent:
    """`people`: to whom something was sent. `next`: the person the next piece begins after; 0 at the end."""

    people: int
    next: int


def send_again(work: Work, request: SendAgain) -> Again:
    """A reminder at once to every contact of theirs that works, within the round that runs; the plan goes on as it was.

    RefusedError, NotFoundError(no_check), InvalidError(already_closed, not_asked).
    """
    require_manager_of(work, request.person_id)
    check = _active_check(work, request.check_id)
    standing = queries.standing_of(work.connection, check.id, request.person_id)
    if standing is None:
        raise InvalidError("not_asked")
    if standing != Standing.SILENT:
        return Again.ANSWERED
    if not queries.has_working_contact(work.connection, request.person_id, work.policy.channels):
        return Again.UNREACHED
    sent = 0 if _is_being_asked(check, request.person_id) else len(_write(work, check, [request.person_id]))
    if not sent:
        return Again.JUST_BEFORE
    note(work, "question_sent_again", check_id=check.id, subject_person_id=request.person_id, contacts=sent)
    return Again.SENT


def send_again_to_silent(work: Work, check_id: int, after: int = 0) -> SentToSilent:
    """As `send_again` for the silent people of the actor, some hundreds at a time: each piece its own transaction.

    RefusedError, NotFoundError(no_check), InvalidError(already_closed).
    """
    who = require_manager(work)
    check = _active_check(work, check_id)
    below_units = None if who.may_everything else who.managed_unit_ids
    silent = queries.hold_silent(work.connection, check.id, below_units, after, PEOPLE_AT_ONCE)
    asked = _write(work, check, [person_id for person_id in silent if not _is_being_asked(check, person_id)])
    people = len({person_id for _, person_id in asked})
    if people:
        note(work, "silent_sent_again", check_id=check.id, people=people)
    return SentToSilent(people, silent[-1] if len(silent) == PEOPLE_AT_ONCE else 0)


def _active_check(work: Work, check_id: int) -> Row[*tuple[Any, ...]]:
    check = require_check(work, check_id)
    if check.state != CheckState.ACTIVE:
        raise InvalidError("already_closed")
    return check


def _is_being_asked(check: Row[*tuple[Any, ...]], person_id: int) -> bool:
    """The messages of the newest round are still being written, and theirs are to come."""
    return check.outbox_after is not None and person_id > check.outbox_after


def _write(work: Work, check: Row[*tuple[Any, ...]], person_ids: list[int]) -> list[tuple[int, int]]:
    if not person_ids:
        return []
    channels = work.policy.channels
    written = queries.write(work.connection, check, person_ids, channels, work.now - JUST_NOW, work.now)
    if written:
        mark_dirty(work.connection, check.id)
        work.wakes_cycle = True
    return written
