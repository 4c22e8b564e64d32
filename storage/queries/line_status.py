"""People and their LINE contacts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from bot.vocabulary import ChannelKind
from storage.models import contacts, memberships, people, unit_closure

_READ = (
    select(people.c.id, people.c.employee_no, people.c.name, contacts.c.state, contacts.c.state_since)
    .join_from(
        people,
        contacts,
        and_(contacts.c.person_id == people.c.id, contacts.c.channel == ChannelKind.LINE),
        isouter=True,
    )
    .where(people.c.active)
    .order_by(people.c.employee_no, people.c.id, contacts.c.id)
)


def of_person(connection: Connection, person_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """One row for each LINE contact of an active person, one without a state where there is none."""
    return connection.execute(_READ.where(people.c.id == person_id)).all()


def of_people(connection: Connection, below_units: Sequence[int] | None) -> Sequence[Row[*tuple[Any, ...]]]:
    """As `of_person`, of everybody in these units and below (None: the whole company), by employee number."""
    if below_units is None:
        return connection.execute(_READ).all()
    theirs = (
        select(memberships.c.person_id)
        .join(unit_closure, unit_closure.c.descendant_id == memberships.c.unit_id)
        .where(unit_closure.c.ancestor_id.in_(list(below_units)))
    )
    return connection.execute(_READ.where(people.c.id.in_(theirs))).all()
