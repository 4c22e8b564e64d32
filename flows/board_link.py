"""For whom a link to the web board may be made on the company's own machine."""

from __future__ import annotations

from bot.vocabulary import Role
from flows.audit import note
from flows.errors import InvalidError, NotFoundError
from flows.find_person import PersonRef, find_person
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import checks


def manager_to_link(work: Work, check_id: int, ref: PersonRef) -> int:
    """The manager whose own link is asked for, as `/safety status` gives it to them; in the audit log.

    RefusedError for anybody but a safety admin or the command line; NotFoundError(no_check, no_person),
    InvalidError(several_people, not_a_managers_link).
    """
    require_safety_admin(work)
    if checks.check_by_id(work.connection, check_id) is None:
        raise NotFoundError("no_check")
    person = find_person(work, ref)
    if person.role == Role.NONE:
        raise InvalidError("not_a_managers_link", name=person.name)
    note(work, "board_link_made", check_id=check_id, subject_person_id=person.id)
    return person.id
