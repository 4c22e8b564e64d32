"""Giving a role to one person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.vocabulary import Role
from storage.models import managed_units, people, units


def set_role(connection: Connection, person_id: int, role: Role, now: datetime) -> None:
    connection.execute(update(people).where(people.c.id == person_id).values(role=role, updated_at=now))


def unit_at(connection: Connection, path: str) -> int | None:
    return connection.scalar(select(units.c.id).where(units.c.path == path))


def give_unit(connection: Connection, person_id: int, unit_id: int) -> None:
    """Unless it is theirs already."""
    pair = (managed_units.c.person_id == person_id, managed_units.c.unit_id == unit_id)
    if connection.execute(select(managed_units).where(*pair)).first() is None:
        connection.execute(insert(managed_units).values(person_id=person_id, unit_id=unit_id))


def take_all_units(connection: Connection, person_id: int) -> None:
    connection.execute(delete(managed_units).where(managed_units.c.person_id == person_id))


def units_given(connection: Connection, person_id: int) -> tuple[str, ...]:
    """Paths, in path order."""
    query = (
        select(units.c.path)
        .join(managed_units, managed_units.c.unit_id == units.c.id)
        .where(managed_units.c.person_id == person_id)
        .order_by(units.c.path)
    )
    return tuple(connection.scalars(query))
