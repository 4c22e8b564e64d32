"""A closed check runs again."""

from __future__ import annotations

from sqlalchemy import Connection, update

from bot.vocabulary import CheckState
from storage.models import checks


def reopen(connection: Connection, check_id: int) -> bool:
    """Compare-and-set: False where it is not closed (any more). Notices of the closing not yet written are dropped."""
    reopened = (
        update(checks)
        .where(checks.c.id == check_id, checks.c.state == CheckState.CLOSED)
        .values(
            state=CheckState.ACTIVE,
            closed_at=None,
            closed_by=None,
            closes_at=None,
            cleared_at=None,
            outbox_after=None,
        )
    )
    return connection.execute(reopened).rowcount == 1
