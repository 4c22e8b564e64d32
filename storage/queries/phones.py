"""Numbers for managers to call where no message arrives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, select

from bot.vocabulary import ChannelKind, ContactState
from storage.models import audit, contacts, roll
from storage.queries.check_counts import is_unreachable
from storage.queries.check_names import is_below

#: `audit.action` of whoever saw contact data of others.
VIEWED = "contacts_viewed"


def of_unreachable(
    connection: Connection, check_id: int, person_ids: Sequence[int], below_units: tuple[int, ...] | None
) -> dict[int, tuple[str, ...]]:
    """Of these people, those nothing reaches, in these units or below (None: anywhere), with their numbers in order."""
    nobody_reaches = select(roll.c.person_id).where(is_unreachable(check_id), roll.c.person_id.in_(person_ids))
    numbers = (
        select(contacts.c.person_id, contacts.c.address)
        .where(
            contacts.c.person_id.in_(person_ids),
            contacts.c.person_id.in_(nobody_reaches),
            contacts.c.channel == ChannelKind.PHONE,
            contacts.c.state != ContactState.GONE,
        )
        .order_by(contacts.c.person_id, contacts.c.position, contacts.c.id)
    )
    if below_units is not None:
        numbers = numbers.where(is_below(contacts.c.person_id, below_units))
    return _gathered(connection, numbers)


def of_people(connection: Connection, person_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Their numbers, in each person's own order."""
    numbers = (
        select(contacts.c.person_id, contacts.c.address)
        .where(
            contacts.c.person_id.in_(person_ids),
            contacts.c.channel == ChannelKind.PHONE,
            contacts.c.state != ContactState.GONE,
        )
        .order_by(contacts.c.person_id, contacts.c.position, contacts.c.id)
    )
    return _gathered(connection, numbers)


def seen_lately(
    connection: Connection, viewer_id: int | None, check_id: int, person_ids: Sequence[int], since: datetime
) -> bool:
    """Whether it is noted since then that this manager saw the numbers of exactly these people."""
    noted = select(audit.c.details).where(
        audit.c.at > since,
        audit.c.action == VIEWED,
        audit.c.check_id == check_id,
        audit.c.person_id.is_not_distinct_from(viewer_id),
    )
    return any((details or {}).get("people") == list(person_ids) for details in connection.execute(noted).scalars())


def _gathered(connection: Connection, numbers: Select[int, str]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for person_id, number in connection.execute(numbers):
        found[person_id] = (*found.get(person_id, ()), number)
    return found
