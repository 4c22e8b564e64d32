"""A manager takes care of a person (担当): of one who calls for help by taking the case, of one who is silent here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.vocabulary import CheckKind, Locale, Standing
from flows.audit import note
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.find_check import require_check
from flows.help_cases import TakeHelp, take_help
from flows.once import is_repeat
from flows.who import require_manager_of
from flows.work import Work
from storage.queries import answers, claims
from storage.queries import send_again as roll
from storage.queries.board import mark_dirty
from storage.queries.who import person_by_id


class Claim(StrEnum):
    """What became of it. Only after `claimed` and `released` has anything changed."""

    CLAIMED = "claimed"
    #: It was the actor's before.
    MINE = "mine"
    #: Somebody else takes care of them; first come, first served.
    TAKEN = "taken"
    #: They have answered and call for no help.
    ANSWERED = "answered"
    RELEASED = "released"
    #: There was nothing to give back.
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class ClaimPerson:
    check_id: int
    person_id: int
    event_key: str | None = None


@dataclass(frozen=True, slots=True)
class PersonClaimed:
    """`by_name`: who takes care of them now. `locale` is the actor's."""

    outcome: Claim
    check_id: int
    kind: CheckKind
    person_name: str
    locale: Locale
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Somebody on the roll, whose row is held, and who acts."""

    by_person_id: int
    by_name: str
    standing: Standing
    so_far: PersonClaimed


def claim_person(work: Work, request: ClaimPerson) -> PersonClaimed:
    """First come, first served. Other managers see it on the board and in the lists.

    Who is silent is told nothing of it; who calls for help is, as always when a case is taken.

    RefusedError(unknown_person, not_a_manager, outside_units), NotFoundError(no_check, no_person),
    InvalidError(not_asked).
    """
    repeat = is_repeat(work, request.event_key)
    asked = _asked(work, request)
    if asked.standing is Standing.HELP:
        return _take_case(work, request, asked, repeat)
    if asked.standing is not Standing.SILENT:
        return asked.so_far
    there = claims.claim_of(work.connection, request.check_id, request.person_id)
    if there is not None:
        is_mine = there.claimed_by == asked.by_person_id
        return replace(asked.so_far, outcome=Claim.MINE if is_mine else Claim.TAKEN, by_name=there.name)
    if repeat:
        # Claimed then, and given back since.
        return replace(asked.so_far, outcome=Claim.NOBODY)
    claims.put(work.connection, request.check_id, request.person_id, asked.by_person_id, work.now)
    mark_dirty(work.connection, request.check_id)
    note(work, "person_claimed", request.check_id, request.person_id)
    work.wakes_cycle = True
    return replace(asked.so_far, outcome=Claim.CLAIMED, by_name=asked.by_name)


def release_person(work: Work, request: ClaimPerson) -> PersonClaimed:
    """Whoever is responsible gives a silent person back, whoever had claimed them: people go off shift.

    A help case stays with its taker until it is closed. Errors as `claim_person`.
    """
    repeat = is_repeat(work, request.event_key)
    asked = _asked(work, request)
    there = claims.claim_of(work.connection, request.check_id, request.person_id)
    if there is None or repeat:
        return replace(asked.so_far, outcome=Claim.NOBODY, by_name=there.name if there else "")
    claims.take_away(work.connection, request.check_id, request.person_id)
    mark_dirty(work.connection, request.check_id)
    note(work, "person_released", request.check_id, request.person_id)
    work.wakes_cycle = True
    return replace(asked.so_far, outcome=Claim.RELEASED)


def _asked(work: Work, request: ClaimPerson) -> _Asked:
    """Whether the actor is responsible comes first: others do not learn who is asked."""
    who = require_manager_of(work, request.person_id)
    if who.person_id is None:
        raise RefusedError("unknown_person")
    check = require_check(work, request.check_id)
    person = person_by_id(work.connection, request.person_id)
    if person is None:
        raise NotFoundError("no_person")
    standing = roll.standing_of(work.connection, request.check_id, request.person_id)
    if standing is None:
        raise InvalidError("not_asked")
    so_far = PersonClaimed(Claim.ANSWERED, request.check_id, CheckKind(check.kind), person.name, who.locale)
    return _Asked(who.person_id, who.name, Standing(standing), so_far)


def _take_case(work: Work, request: ClaimPerson, asked: _Asked, repeat: bool) -> PersonClaimed:
    case_id = answers.open_case_of(work.connection, request.check_id, request.person_id, None)
    if case_id is None:
        return asked.so_far
    taken = take_help(work, TakeHelp(case_id))
    if not taken.already:
        return replace(asked.so_far, outcome=Claim.CLAIMED, by_name=taken.taken_by)
    is_mine = repeat or taken.taken_by == asked.by_name
    return replace(asked.so_far, outcome=Claim.MINE if is_mine else Claim.TAKEN, by_name=taken.taken_by)
