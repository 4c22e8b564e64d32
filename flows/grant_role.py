"""Make somebody a safety admin or a unit manager, or take the role away."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.csv_reading import CONTROL
from bot.people_columns import unit_path
from bot.vocabulary import Role
from flows.audit import note
from flows.errors import InvalidError, NotFoundError
from flows.find_person import PersonRef, find_person
from flows.organise import organiser, require_another_admin
from flows.work import Work
from storage.queries import roles
from storage.queries.who import PersonFacts


@dataclass(frozen=True, slots=True)
class GrantRole:
    """Role.NONE takes it away."""

    email: str
    role: Role = Role.SAFETY_ADMIN
    #: For a unit manager: the unit's path; added to the units already given.
    unit_path: str = ""


@dataclass(frozen=True, slots=True)
class SetRole:
    """Role.NONE takes it away. `unit_paths`: for a unit manager all units, those given already as well."""

    person_id: int
    role: Role
    unit_paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleGranted:
    person_name: str
    role: Role
    units: tuple[str, ...]


def grant_role(work: Work, request: GrantRole) -> RoleGranted:
    """The person is found by any of their addresses, upper and lower case alike.

    RefusedError, NotFoundError(no_person, no_such_address, no_unit),
    InvalidError(unit_needed, unit_without_manager, several_people, last_safety_admin). In the audit log.
    """
    organiser(work)
    person = find_person(work, PersonRef(email=request.email.strip()))
    path = unit_path(request.unit_path.strip())
    if path and request.role is not Role.UNIT_MANAGER:
        raise InvalidError("unit_without_manager", unit=path)
    given = roles.unit_ids_given(work.connection, person.id) if request.role is Role.UNIT_MANAGER else set()
    if path:
        found = roles.units_at(work.connection, [path])
        if not found:
            raise NotFoundError("no_unit", unit=path)
        given |= set(found.values())
    return _give(work, person, request.role, given)


def set_role(work: Work, request: SetRole) -> RoleGranted:
    """The role and the units as they are from now on, for somebody active.

    RefusedError, NotFoundError(no_person), InvalidError(unit_needed, unknown_unit, last_safety_admin).
    In the audit log.
    """
    organiser(work)
    person = find_person(work, PersonRef(person_id=request.person_id))
    if request.role is not Role.UNIT_MANAGER:
        return _give(work, person, request.role, ())
    return _give(work, person, request.role, units_named(work, request.unit_paths).values())


def units_named(work: Work, unit_paths: Collection[str]) -> dict[str, int]:
    """Path → id of each, blanks around its parts taken away. InvalidError(unknown_unit)."""
    paths = list(dict.fromkeys(unit_path(path) for path in unit_paths if path.strip()))
    # PostgreSQL keeps no NUL in a text, and would not be asked for one.
    found = roles.units_at(work.connection, [path for path in paths if not CONTROL.search(path)])
    for path in paths:
        if path not in found:
            raise InvalidError("unknown_unit", unit=path)
    return found


def _give(work: Work, person: PersonFacts, role: Role, unit_ids: Collection[int]) -> RoleGranted:
    if role is Role.UNIT_MANAGER and not unit_ids:
        raise InvalidError("unit_needed")
    if role is not Role.SAFETY_ADMIN:
        require_another_admin(work, [person.id])
    roles.set_units(work.connection, person.id, unit_ids)
    roles.set_role(work.connection, person.id, role, work.now)
    note(work, "role_granted", subject_person_id=person.id, role=role, unit_ids=sorted(unit_ids))
    return RoleGranted(person.name, role, roles.units_given(work.connection, person.id))
