"""Counts for /metrics."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from bot.vocabulary import CheckState
from storage.models import checks, help_cases, messages


def active_checks(connection: Connection) -> int:
    return connection.execute(select(func.count()).where(checks.c.state == CheckState.ACTIVE)).scalar_one()


def open_help_cases(connection: Connection) -> int:
    return connection.execute(select(func.count()).where(help_cases.c.closed_at.is_(None))).scalar_one()


def messages_of_active_checks(connection: Connection) -> dict[tuple[str, str], int]:
    rows = connection.execute(
        select(messages.c.channel, messages.c.state, func.count())
        .join(checks, checks.c.id == messages.c.check_id)
        .where(checks.c.state == CheckState.ACTIVE)
        .group_by(messages.c.channel, messages.c.state)
    )
    return {(channel, state): count for channel, state, count in rows}
