"""What messages are about, for whoever puts it into words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from storage.models import checks, roll


def checks_of(connection: Connection, check_ids: Sequence[int]) -> Sequence[Row[*tuple[Any, ...]]]:
    if not check_ids:
        return ()
    return connection.execute(
        select(
            checks.c.id,
            checks.c.kind,
            checks.c.title,
            checks.c.message,
            checks.c.reminders_sent,
            checks.c.reminder_plan,
        ).where(checks.c.id.in_(check_ids))
    ).all()


def said_by(connection: Connection, wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """(check, person) -> the newest status said; who has said none is missing."""
    if not wanted:
        return {}
    found = select(roll.c.check_id, roll.c.person_id, roll.c.said).where(
        roll.c.check_id.in_(sorted({check_id for check_id, _ in wanted})),
        roll.c.person_id.in_(sorted({person_id for _, person_id in wanted})),
        roll.c.said != "",
    )
    return {(row.check_id, row.person_id): row.said for row in connection.execute(found)}
