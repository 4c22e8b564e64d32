"""Who has a role, and giving one to a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from bot.vocabulary import Role
from storage.models import managed_units, people, units


def set_role(connection: Connection, person_id: int, role: Role, now: datetime) -> None:
    connection.execute(update(people).where(people.c.id == person_id).values(role=role, updated_at=now))


def units_at(connection: Connection, paths: Collection[str]) -> dict[str, int]:
    """Path → id of those that exist."""
    return dict(connection.execute(select(units.c.path, units.c.id).where(units.c.path.in_(paths))).all())


def unit_ids_given(connection: Connection, person_id: int) -> set[int]:
    return set(connection.scalars(select(managed_units.c.unit_id).where(managed_units.c.person_id == person_id)))


def set_units(connection: Connection, person_id: int, unit_ids: Collection[int]) -> None:
    """These and no others are given to the person."""
    there = unit_ids_given(connection, person_id)
    gone = managed_units.c.unit_id.in_(there - set(unit_ids))
    connection.execute(delete(managed_units).where(managed_units.c.person_id == person_id, gone))
    new = [{"person_id": person_id, "unit_id": unit_id} for unit_id in sorted(set(unit_ids) - there)]
    if new:
        connection.execute(insert(managed_units), new)


def units_given(connection: Connection, person_id: int) -> tuple[str, ...]:
    """Paths, in path order."""
    query = (
        select(units.c.path)
        .join(managed_units, managed_units.c.unit_id == units.c.id)
        .where(managed_units.c.person_id == person_id)
        .order_by(units.c.path)
    )
    return tuple(connection.scalars(query))


def active_admins(connection: Connection) -> set[int]:
    """Ids of the safety admins who have not left."""
    return set(connection.scalars(select(people.c.id).where(people.c.role == Role.SAFETY_ADMIN, people.c.active)))


def admin_numbers(connection: Connection) -> Sequence[str]:
    """Employee numbers of the safety admins who have not left, in their order."""
    read = select(people.c.employee_no).where(people.c.role == Role.SAFETY_ADMIN, people.c.active)
    return connection.scalars(read.order_by(people.c.employee_no)).all()


def with_role(connection: Connection) -> Sequence[Row[*tuple[Any, ...]]]:
    """Active people who have one (id, employee_no, name, role), by employee number."""
    read = select(people.c.id, people.c.employee_no, people.c.name, people.c.role)
    return connection.execute(read.where(people.c.active, people.c.role != "").order_by(people.c.employee_no)).all()


def all_units_given(connection: Connection) -> dict[int, tuple[str, ...]]:
    """Person id → paths of the units given to each active unit manager, in path order."""
    read = (
        select(managed_units.c.person_id, units.c.path)
        .join(units, units.c.id == managed_units.c.unit_id)
        .join(people, people.c.id == managed_units.c.person_id)
        .where(people.c.active, people.c.role == Role.UNIT_MANAGER)
        .order_by(units.c.path)
    )
    given: dict[int, tuple[str, ...]] = {}
    for person_id, path in connection.execute(read):
        given[person_id] = (*given.get(person_id, ()), path)
    return given
