"""Workplaces, changed one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from storage.models import people, sites


def site(connection: Connection, site_id: int) -> Row[*tuple[Any, ...]] | None:
    return connection.execute(select(sites).where(sites.c.id == site_id)).first()


def site_named(connection: Connection, name: str) -> int | None:
    return connection.scalar(select(sites.c.id).where(sites.c.name == name))


def all_sites(connection: Connection) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, name, address, people), by name; `people` are those active there."""
    there = (
        select(people.c.site_id, func.count().label("people"))
        .where(people.c.active, people.c.site_id.is_not(None))
        .group_by(people.c.site_id)
        .subquery()
    )
    read = select(sites.c.id, sites.c.name, sites.c.address, func.coalesce(there.c.people, 0).label("people"))
    return connection.execute(read.outerjoin(there, there.c.site_id == sites.c.id).order_by(sites.c.name)).all()


def add(connection: Connection, name: str, address: str) -> int:
    made = connection.execute(insert(sites).values(name=name, address=address).returning(sites.c.id))
    return int(made.scalar_one())


def change(connection: Connection, site_id: int, name: str, address: str) -> None:
    connection.execute(update(sites).where(sites.c.id == site_id).values(name=name, address=address))


def people_at(connection: Connection, site_id: int) -> int:
    """How many active people work there."""
    counted = select(func.count()).select_from(people).where(people.c.site_id == site_id, people.c.active)
    return connection.execute(counted).scalar_one()


def remove(connection: Connection, site_id: int) -> None:
    """Who has left the company is of no site any longer."""
    connection.execute(update(people).where(people.c.site_id == site_id).values(site_id=None))
    connection.execute(delete(sites).where(sites.c.id == site_id))
