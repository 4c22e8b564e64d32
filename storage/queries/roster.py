"""A person's entry on the staff list with what tells that it has changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, select

from storage.models import contact_changes, memberships, people, sites, units

_NEWEST_CHANGE = (
    select(func.max(contact_changes.c.id)).where(contact_changes.c.person_id == people.c.id).scalar_subquery()
)
_ENTRY = select(
    *(people.c.id, people.c.employee_no, people.c.name, people.c.kana, people.c.locale, people.c.role),
    *(people.c.leave_from, people.c.leave_until, people.c.updated_at),
    func.coalesce(sites.c.name, "").label("site"),
    _NEWEST_CHANGE.label("newest_change"),
).select_from(people.outerjoin(sites))


def entry(connection: Connection, employee_no: str) -> Row[*tuple[Any, ...]] | None:
    """Of somebody active; without the profile address. `newest_change`: of their contacts."""
    return connection.execute(_ENTRY.where(people.c.employee_no == employee_no, people.c.active)).first()


def unit_paths(connection: Connection, person_id: int) -> list[str]:
    paths = select(units.c.path).join(memberships, memberships.c.unit_id == units.c.id)
    return list(connection.scalars(paths.where(memberships.c.person_id == person_id).order_by(units.c.path)))
