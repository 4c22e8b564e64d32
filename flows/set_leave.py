"""Somebody is away for a while: not asked meanwhile, unless it is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flows.audit import note
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.who import require_manager_of
from flows.work import Work
from storage.queries import people, who


@dataclass(frozen=True, slots=True)
class SetLeave:
    """`first` None: no leave. `last` None: until further notice. Both days belong to it, on the company's calendar."""

    person_id: int
    first: date | None
    last: date | None = None
    #: True: checks ask them all the same.
    is_asked: bool = False


def set_leave(work: Work, request: SetLeave) -> None:
    """By a manager of the person. Checks that run already are not changed. In the audit log.

    RefusedError (leave_of_a_manager where a unit manager would send somebody else with a role),
    NotFoundError(no_person), InvalidError(leave_backwards).
    """
    doer = require_manager_of(work, request.person_id)
    person = who.person_by_id(work.connection, request.person_id)
    if person is None:
        raise NotFoundError("no_person")
    if person.role and doer.person_id != person.id and not doer.may_everything:
        # Whoever is needed on the day is not left out by somebody below or beside them.
        raise RefusedError("leave_of_a_manager")
    if request.last is not None and (request.first is None or request.last < request.first):
        raise InvalidError("leave_backwards")
    is_asked = request.is_asked and request.first is not None
    people.set_leave(work.connection, request.person_id, request.first, request.last, is_asked, work.now)
    note(
        work,
        "leave_set",
        subject_person_id=request.person_id,
        first=request.first.isoformat() if request.first else None,
        last=request.last.isoformat() if request.last else None,
        is_asked=is_asked,
    )
