"""Posts of a board of which nobody knows whether they arrived: counted, and repeated sparingly."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, case, func, literal, select

from storage.models import boards
from storage.queries.board import settle_failed
from storage.types import Instant


def settle_lost(
    connection: Connection, board_id: int, token: str, reason: str, soon: datetime, much_later: datetime
) -> bool:
    """Ends the lease with the board dirty again: at `soon` after the first lost post, after another at `much_later`."""
    again_at = case((boards.c.lost_posts == 0, literal(soon, Instant())), else_=literal(much_later, Instant()))
    one_more = boards.c.lost_posts + 1
    return settle_failed(connection, board_id, token, reason, again_at, is_dirty=True, lost_posts=one_more)


def lost_posts_of(connection: Connection, check_id: int) -> int:
    """How many boards of this check may stand in Slack twice."""
    counted = select(func.coalesce(func.sum(boards.c.lost_posts), 0)).where(boards.c.check_id == check_id)
    return int(connection.execute(counted).scalar_one())
