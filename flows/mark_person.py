"""A manager answers for somebody (proxy)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.plain import COMMENT_AT_MOST, clean
from bot.vocabulary import By, CheckKind, CheckState, Standing, Status, Via
from flows.audit import note
from flows.errors import NotFoundError
from flows.find_person import PersonRef as PersonRef
from flows.find_person import find_person
from flows.keep_answer import GuestAccount, Kept, keep_answer_of, keep_answer_of_guest
from flows.once import is_repeat
from flows.record_answer import AnswerRecorded
from flows.who import Who, require_manager, require_manager_of
from flows.work import Work
from storage.queries import answers, checks
from storage.queries.answers import Said
from storage.queries.checks import CheckFacts
from storage.queries.who import PersonFacts


@dataclass(frozen=True, slots=True)
class MarkPerson:
    person: PersonRef
    status: Status
    given_at: datetime
    via: Via
    check_id: int | None = None
    comment: str = ""
    event_key: str | None = None


def mark_person(work: Work, request: MarkPerson) -> AnswerRecorded:
    """Recorded `by` proxy with the manager's id, and in the audit log. `locale` in the result is the manager's.

    Without a number an active check is meant: first one that asks the person, a real one before a drill, then the
    newest; a closed one only by its number, and the answer is late. Somebody who is not on the roll becomes a guest.

    RefusedError(unknown_person, not_a_manager, outside_units), NotFoundError(no_person, no_check, no_active_check).
    """
    repeat = is_repeat(work, request.event_key)
    who, person, check = _checked(work, request.person, request.check_id)
    given_at = min(request.given_at, work.now)
    said = Said(
        check_id=check.id,
        status=request.status,
        given_at=given_at,
        received_at=work.now,
        via=request.via,
        round=check.round,
        late=check.is_late(given_at),
        comment=clean(request.comment, COMMENT_AT_MOST),
        by=By.PROXY,
        by_person_id=who.person_id,
    )
    kept = _read(work, said, person) if repeat else _keep(work, said, person)
    return AnswerRecorded(
        check_id=check.id,
        check_kind=check.kind,
        check_title=check.title,
        round=said.round,
        status=said.status,
        standing=kept.standing,
        given_at=given_at,
        locale=who.locale,
        person_name=person.name,
        is_guest=kept.is_guest,
        late=said.late,
        is_repeat=repeat,
        help_case_id=kept.help_case_id,
        help_opened=kept.help_opened,
    )


def _checked(work: Work, ref: PersonRef, check_id: int | None) -> tuple[Who, PersonFacts, CheckFacts]:
    """Whether the actor is a manager comes first: others do not learn who there is."""
    require_manager(work)
    person = find_person(work, ref)
    who = require_manager_of(work, person.id)
    if check_id is not None:
        check = checks.check_by_id(work.connection, check_id)
        if check is None:
            raise NotFoundError("no_check")
        return who, person, check
    check = checks.check_meant(work.connection, person.id, work.now)
    if check is None or check.state is not CheckState.ACTIVE:
        raise NotFoundError("no_active_check")
    return who, person, check


def _keep(work: Work, said: Said, person: PersonFacts) -> Kept:
    kept = keep_answer_of(work, said, person.id)
    if kept is None:
        account = GuestAccount(said.via, f"person:{person.id}", "")
        kept = keep_answer_of_guest(work, said, account, person.id)
    note(work, "person_marked", said.check_id, person.id, status=said.status)
    return kept


def _read(work: Work, said: Said, person: PersonFacts) -> Kept:
    standing = answers.standing_on_roll(work.connection, said.check_id, person.id)
    if standing is None:
        return Kept(Standing(said.status), is_guest=True)
    return Kept(standing, help_case_id=answers.open_case_of(work.connection, said.check_id, person.id, None))


@dataclass(frozen=True, slots=True)
class PersonFound:
    person_id: int
    name: str
    check_id: int
    check_title: str
    check_kind: CheckKind = CheckKind.REAL


def find_for_marking(work: Work, person: PersonRef, check_id: int | None = None) -> PersonFound:
    """Whom the form is about, after the same permission test as `mark_person`."""
    _, found, check = _checked(work, person, check_id)
    return PersonFound(found.id, found.name, check.id, check.title, check.kind)
