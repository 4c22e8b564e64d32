"""Sites as those who keep the information see them: which are theirs, where people gather."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, update

from storage.models import bulletins, emergency_contacts, info_links, people, routes, sites
from storage.queries.check_names import is_below

AnyRow = Row[*tuple[Any, ...]]


def sites_of(connection: Connection, below_units: Sequence[int] | None) -> Sequence[AnyRow]:
    """By name. Those where active people of these units and below work; None: all there are."""
    read = select(sites).order_by(sites.c.name)
    if below_units is not None:
        there = select(people.c.site_id).where(people.c.active, is_below(people.c.id, tuple(below_units)))
        read = read.where(sites.c.id.in_(there))
    return connection.execute(read).all()


def set_meeting_point(
    connection: Connection, site_id: int, meeting_point: str, point: tuple[float, float] | None
) -> None:
    lat, lon = point or (None, None)
    changed = update(sites).where(sites.c.id == site_id)
    connection.execute(changed.values(meeting_point=meeting_point, lat=lat, lon=lon))


def has_information(connection: Connection, site_id: int) -> bool:
    """Whether a contact, link, route or bulletin belongs to it."""
    tables = (emergency_contacts, info_links, routes, bulletins)
    return any(
        connection.execute(select(table.c.id).where(table.c.site_id == site_id).limit(1)).first() for table in tables
    )


def roster(connection: Connection, site_id: int, below_units: Sequence[int] | None, limit: int) -> Sequence[AnyRow]:
    """(id, employee_no, name) of active people there, in these units and below (None: any), by their reading."""
    there = (people.c.active, people.c.site_id == site_id)
    read = select(people.c.id, people.c.employee_no, people.c.name).where(*there)
    if below_units is not None:
        read = read.where(is_below(people.c.id, tuple(below_units)))
    return connection.execute(read.order_by(people.c.kana, people.c.name, people.c.id).limit(limit)).all()
