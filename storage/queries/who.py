"""Whose account this is, and whom a manager is responsible for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from bot.vocabulary import ChannelKind, ContactState
from storage.models import contacts, managed_units, memberships, people, unit_closure
from storage.queries.linking import IS_STILL_THEIRS


@dataclass(frozen=True, slots=True)
class PersonFacts:
    id: int
    name: str
    role: str
    locale: str


_FACTS = select(people.c.id, people.c.name, people.c.role, people.c.locale).where(people.c.active)
# Should two people have given the same account, the one for whom it works still, then the one who gave it first is
# meant: always the same one. Whoever it has moved away from is no longer meant at all.
_AT_ADDRESS = (
    _FACTS.join(contacts, contacts.c.person_id == people.c.id)
    .where(contacts.c.channel == bindparam("channel"), contacts.c.address == bindparam("address"), IS_STILL_THEIRS)
    .order_by(contacts.c.state == ContactState.GONE, contacts.c.id)
    .limit(1)
)
_BY_ID = _FACTS.where(people.c.id == bindparam("person_id"))
_BY_EMPLOYEE_NO = _FACTS.where(people.c.employee_no == bindparam("employee_no"))
_MANAGED = (
    select(managed_units.c.unit_id)
    .where(managed_units.c.person_id == bindparam("person_id"))
    .order_by(managed_units.c.unit_id)
)
_BELOW = (
    select(memberships.c.unit_id)
    .join(unit_closure, unit_closure.c.descendant_id == memberships.c.unit_id)
    .where(
        memberships.c.person_id == bindparam("person_id"),
        unit_closure.c.ancestor_id.in_(bindparam("unit_ids", expanding=True)),
    )
    .limit(1)
)


def person_at_address(connection: Connection, channel: ChannelKind, address: str) -> PersonFacts | None:
    """The active person this account belongs to."""
    return _facts(connection.execute(_AT_ADDRESS, {"channel": str(channel), "address": address}).first())


def person_by_id(connection: Connection, person_id: int) -> PersonFacts | None:
    """The person, while active."""
    return _facts(connection.execute(_BY_ID, {"person_id": person_id}).first())


def person_by_employee_no(connection: Connection, employee_no: str) -> PersonFacts | None:
    """The person, while active."""
    return _facts(connection.execute(_BY_EMPLOYEE_NO, {"employee_no": employee_no}).first())


def managed_units_of(connection: Connection, person_id: int) -> tuple[int, ...]:
    """Units given to a unit manager, without those below."""
    return tuple(connection.execute(_MANAGED, {"person_id": person_id}).scalars())


def is_below(connection: Connection, person_id: int, unit_ids: Sequence[int]) -> bool:
    """Does the person belong to one of these units or to one below?"""
    found = connection.execute(_BELOW, {"person_id": person_id, "unit_ids": list(unit_ids)})
    return found.first() is not None


def _facts(row: Row[Any, Any, Any, Any] | None) -> PersonFacts | None:
    return None if row is None else PersonFacts(row.id, row.name, row.role, row.locale)
