"""What was sent to whom in one check, message by message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from storage.models import messages, people
from storage.queries.check_names import is_below


def page(
    connection: Connection,
    check_id: int,
    below_units: tuple[int, ...] | None,
    states: Sequence[str],
    reasons: Sequence[str],
    after: int,
    limit: int,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """In the order written, after that message. `below_units` None: of everybody. Empty `states`, `reasons`: all."""
    read = (
        select(
            messages.c.id,
            messages.c.kind,
            messages.c.round,
            messages.c.person_id,
            people.c.employee_no,
            people.c.name,
            messages.c.channel,
            messages.c.address,
            messages.c.state,
            messages.c.reason,
            messages.c.tries,
            messages.c.created_at,
            messages.c.accepted_at,
        )
        .join(people, people.c.id == messages.c.person_id)
        .where(messages.c.check_id == check_id, messages.c.id > after)
        .order_by(messages.c.id)
        .limit(limit)
    )
    if below_units is not None:
        read = read.where(is_below(messages.c.person_id, below_units))
    if states:
        read = read.where(messages.c.state.in_(states))
    if reasons:
        read = read.where(messages.c.reason.in_(reasons))
    return connection.execute(read).all()
