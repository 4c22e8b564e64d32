"""Posts of a board of which nobody knows whether they arrived: counted, and repeated sparingly."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, case, func, literal, select

from storage.models import boards
from storage.queries.board import settle
from storage.types import Instant


def settle_lost(
    connection: Connection, board_id: int, token: str, reason: str, soon: datetime, much_later: datetime
) -> bool:
    """Ends the lease with the board dirty again: at `soon` after the first lost post, after another at `much_later`."""
    again_at = case((boards.c.lost_posts == 0, literal(soon, Instant())), else_=literal(much_later, Instant()))
    return settle(
        connection,
        board_id,
        token,
        failures=boards.c.failures + 1,
        last_error=reason,
        lost_posts=boards.c.lost_posts + 1,
        next_edit_at=again_at,
        version=boards.c.version + 1,
    )


def lost_posts_of(connection: Connection, check_id: int) -> int:
    """How many boards of this check may stand in Slack twice."""
    counted = select(func.coalesce(func.sum(boards.c.lost_posts), 0)).where(boards.c.check_id == check_id)
    return int(connection.execute(counted).scalar_one())
