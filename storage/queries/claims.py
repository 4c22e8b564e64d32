"""Who takes care of somebody silent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select

from storage.models import claims, people


def claim_of(connection: Connection, check_id: int, person_id: int) -> Row[*tuple[Any, ...]] | None:
    """`claimed_by` and the claimant's `name`. None: nobody, or somebody who has left the company since."""
    return connection.execute(_claims(check_id, [person_id])).first()


def claimants(connection: Connection, check_id: int, person_ids: Collection[int]) -> dict[int, str]:
    """Person -> name of whoever takes care of them."""
    return {row.person_id: row.name for row in connection.execute(_claims(check_id, person_ids))}


def put(connection: Connection, check_id: int, person_id: int, by: int, now: datetime) -> None:
    """In the place of one that was there. The row of the roll is held."""
    take_away(connection, check_id, person_id)
    row = {"check_id": check_id, "person_id": person_id, "claimed_by": by, "claimed_at": now}
    connection.execute(insert(claims).values(row))


def take_away(connection: Connection, check_id: int, person_id: int) -> None:
    connection.execute(delete(claims).where(claims.c.check_id == check_id, claims.c.person_id == person_id))


def _claims(check_id: int, person_ids: Collection[int]) -> Select[Any]:
    return (
        select(claims.c.person_id, claims.c.claimed_by, people.c.name)
        .join(people, people.c.id == claims.c.claimed_by)
        .where(claims.c.check_id == check_id, claims.c.person_id.in_(person_ids), people.c.active)
    )
