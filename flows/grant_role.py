"""Make somebody a safety admin or a unit manager, or take the role away."""

from __future__ import annotations

from dataclasses import dataclass

from bot.people_columns import unit_path
from bot.vocabulary import Role
from flows.audit import note
from flows.errors import InvalidError, NotFoundError
from flows.find_person import PersonRef, find_person
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import roles


@dataclass(frozen=True, slots=True)
class GrantRole:
    email: str
    role: Role = Role.SAFETY_ADMIN
    #: For a unit manager: the unit's path; added to the units already given.
    unit_path: str = ""


@dataclass(frozen=True, slots=True)
class RoleGranted:
    person_name: str
    role: Role
    units: tuple[str, ...]


def grant_role(work: Work, request: GrantRole) -> RoleGranted:
    """The person is found by any of their addresses, upper and lower case alike.

    RefusedError, NotFoundError(no_person, no_unit), InvalidError(unit_needed, several_people). In the audit log.
    """
    require_safety_admin(work)
    person = find_person(work, PersonRef(email=request.email.strip()))
    path = unit_path(request.unit_path.strip())
    if path and request.role is not Role.UNIT_MANAGER:
        raise InvalidError("unit_without_manager", unit=path)
    unit_id = _unit(work, path)
    if request.role is not Role.UNIT_MANAGER:
        roles.take_all_units(work.connection, person.id)
    elif unit_id is not None:
        roles.give_unit(work.connection, person.id, unit_id)
    given = roles.units_given(work.connection, person.id)
    if request.role is Role.UNIT_MANAGER and not given:
        raise InvalidError("unit_needed")
    roles.set_role(work.connection, person.id, request.role, work.now)
    note(work, "role_granted", subject_person_id=person.id, role=request.role, unit_id=unit_id)
    return RoleGranted(person.name, request.role, given)


def _unit(work: Work, path: str) -> int | None:
    if not path:
        return None
    unit_id = roles.unit_at(work.connection, path)
    if unit_id is None:
        raise NotFoundError("no_unit", unit=path)
    return unit_id
