"""The systems that are told of events: as they are set, and whose turn it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, func, insert, or_, select, update

from storage.models import answers, help_cases, people, webhook_events, webhooks

AnyRow = Row[*tuple[Any, ...]]

_QUEUED = "queued"


def add(connection: Connection, **row: Any) -> int:
    made = connection.execute(insert(webhooks).values(**row)).inserted_primary_key
    assert made is not None
    return int(made[0])


def change(connection: Connection, webhook_id: int, **values: Any) -> bool:
    """False: there is no such system."""
    return connection.execute(update(webhooks).where(webhooks.c.id == webhook_id).values(**values)).rowcount > 0


def remove(connection: Connection, webhook_id: int) -> bool:
    """With what it has been told or would have been."""
    connection.execute(delete(webhook_events).where(webhook_events.c.webhook_id == webhook_id))
    return connection.execute(delete(webhooks).where(webhooks.c.id == webhook_id)).rowcount > 0


def every(connection: Connection) -> Sequence[AnyRow]:
    """In the order they were made; `maker`: a name, or None."""
    return connection.execute(
        select(webhooks, people.c.name.label("maker"))
        .outerjoin(people, people.c.id == webhooks.c.created_by)
        .order_by(webhooks.c.id)
    ).all()


def find(connection: Connection, webhook_id: int) -> AnyRow | None:
    return connection.execute(select(webhooks).where(webhooks.c.id == webhook_id)).first()


def active(connection: Connection) -> Sequence[AnyRow]:
    """A handful; `events` says what each is told of."""
    wanted = select(webhooks.c.id, webhooks.c.events, webhooks.c.answers_seen, webhooks.c.help_seen)
    return connection.execute(wanted.where(webhooks.c.active).order_by(webhooks.c.id)).all()


def newest_ids(connection: Connection) -> tuple[int, int]:
    """Of all answers and of all calls for help: what has been said before is no news."""
    newest_answer, newest_case = select(func.max(answers.c.id)), select(func.max(help_cases.c.id))
    row = connection.execute(select(newest_answer.scalar_subquery(), newest_case.scalar_subquery())).one()
    return row[0] or 0, row[1] or 0


def _to_tell(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Of a system that has something to be told and is not being told by anybody else."""
    waits = exists().where(
        webhook_events.c.webhook_id == webhooks.c.id,
        webhook_events.c.state == _QUEUED,
        webhook_events.c.due_at <= now,
    )
    is_free = or_(webhooks.c.lease_until.is_(None), webhooks.c.lease_until <= now)
    return webhooks.c.active, webhooks.c.next_try_at <= now, is_free, waits


def anything_to_tell(connection: Connection, now: datetime) -> bool:
    """Looks only."""
    return connection.execute(select(webhooks.c.id).where(*_to_tell(now)).limit(1)).first() is not None


def claim(connection: Connection, token: str, until: datetime, now: datetime) -> AnyRow | None:
    """One that is to be told; who has waited longest comes first."""
    next_one = (
        select(webhooks.c.id)
        .where(*_to_tell(now))
        .order_by(webhooks.c.next_try_at, webhooks.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = update(webhooks).where(webhooks.c.id.in_(next_one)).values(lease_token=token, lease_until=until)
    return connection.execute(taken.returning(webhooks)).first()


def held(connection: Connection, webhook_id: int, token: str) -> AnyRow | None:
    """The system, if this claim still has it; locked until the end of the transaction."""
    return connection.execute(
        select(webhooks).where(webhooks.c.id == webhook_id, webhooks.c.lease_token == token).with_for_update()
    ).first()
