"""A person and their LINE contacts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from bot.vocabulary import ChannelKind
from storage.models import contacts, people

_READ = (
    select(people.c.id, people.c.employee_no, people.c.name, contacts.c.state, contacts.c.state_since)
    .join_from(
        people,
        contacts,
        and_(contacts.c.person_id == people.c.id, contacts.c.channel == ChannelKind.LINE),
        isouter=True,
    )
    .where(people.c.active)
    .order_by(contacts.c.id)
)


def of_person(connection: Connection, person_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """One row for each LINE contact of an active person, one without a state where there is none."""
    return connection.execute(_READ.where(people.c.id == person_id)).all()
