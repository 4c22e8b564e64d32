"""What the company's other systems are told of: written where it happens or found in what was said, sent, forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, delete, func, select, update

from storage.among import among
from storage.models import answers, checks, guests, help_cases, people, webhook_events
from storage.types import Instant
from storage.upsert import Upsert

AnyRow = Row[*tuple[Any, ...]]

_QUEUED = "queued"
_ADD = Upsert(webhook_events, lambda insert: insert.on_conflict_do_nothing(index_elements=["webhook_id", "source"]))
_OF_CHECK = (checks.c.id.label("check_id"), checks.c.kind, checks.c.title)
_RECORD = (
    update(webhook_events)
    .where(webhook_events.c.id == bindparam("event_id"))
    .values(
        state=bindparam("new_state"),
        reason=bindparam("new_reason"),
        status=bindparam("new_status"),
        due_at=bindparam("new_due_at", type_=Instant),
        tried_at=bindparam("new_tried_at", type_=Instant),
        tries=webhook_events.c.tries + 1,
    )
)


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Each once for its system and source, however often it is found."""
    if rows:
        connection.execute(_ADD.on(connection), rows)


def settled(connection: Connection, table: Table, moment: str, after: int, now: datetime, settle: timedelta) -> int:
    """The newest id such that no smaller one is younger than `settle`: it may not be committed yet."""
    id_, at = table.c.id, table.c[moment]
    young = select(func.min(id_)).where(id_ > after, at > now - settle)
    newest = select(func.max(id_)).where(id_ > after)
    first_young, last = connection.execute(select(young.scalar_subquery(), newest.scalar_subquery())).one()
    if first_young is not None:
        return int(first_young) - 1
    return after if last is None else int(last)


def answers_between(connection: Connection, after: int, upto: int, limit: int) -> Sequence[AnyRow]:
    """With their checks and people, in the order they came; details without a status among them."""
    said = (answers.c.id, answers.c.status, answers.c.by, answers.c.via, answers.c.given_at, answers.c.late)
    person_id = func.coalesce(answers.c.person_id, guests.c.person_id)
    return connection.execute(
        select(*said, answers.c.round, answers.c.guest_id, people.c.id.label("person_id"), people.c.employee_no)
        .add_columns(*_OF_CHECK)
        .join(checks, checks.c.id == answers.c.check_id)
        .outerjoin(guests, guests.c.id == answers.c.guest_id)
        .outerjoin(people, people.c.id == person_id)
        .where(answers.c.id > after, answers.c.id <= upto)
        .order_by(answers.c.id)
        .limit(limit)
    ).all()


def help_between(connection: Connection, after: int, upto: int, limit: int) -> Sequence[AnyRow]:
    """With their checks and people, in the order they were opened."""
    person_id = func.coalesce(help_cases.c.person_id, guests.c.person_id)
    return connection.execute(
        select(help_cases.c.id, help_cases.c.opened_at, help_cases.c.guest_id)
        .add_columns(people.c.id.label("person_id"), people.c.employee_no, *_OF_CHECK)
        .join(checks, checks.c.id == help_cases.c.check_id)
        .outerjoin(guests, guests.c.id == help_cases.c.guest_id)
        .outerjoin(people, people.c.id == person_id)
        .where(help_cases.c.id > after, help_cases.c.id <= upto)
        .order_by(help_cases.c.id)
        .limit(limit)
    ).all()


def due(connection: Connection, webhook_id: int, now: datetime, limit: int) -> Sequence[AnyRow]:
    """Calls for help first."""
    return connection.execute(
        select(webhook_events)
        .where(
            webhook_events.c.webhook_id == webhook_id,
            webhook_events.c.state == _QUEUED,
            webhook_events.c.due_at <= now,
        )
        .order_by(webhook_events.c.priority, webhook_events.c.id)
        .limit(limit)
    ).all()


def record(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Each: event_id, new_state, new_reason, new_status, new_due_at, new_tried_at. One more try of each."""
    if rows:
        connection.execute(_RECORD, rows)


def newest(connection: Connection, webhook_id: int, limit: int) -> Sequence[AnyRow]:
    """The last ones that were tried, then whatever waits."""
    return connection.execute(
        select(webhook_events)
        .where(webhook_events.c.webhook_id == webhook_id)
        .order_by(webhook_events.c.tried_at.is_(None), webhook_events.c.tried_at.desc(), webhook_events.c.id.desc())
        .limit(limit)
    ).all()


def waiting(connection: Connection, webhook_id: int) -> int:
    counted = select(func.count()).select_from(webhook_events)
    return connection.execute(
        counted.where(webhook_events.c.webhook_id == webhook_id, webhook_events.c.state == _QUEUED)
    ).scalar_one()


def give_up(connection: Connection, before: datetime, now: datetime, at_most: int) -> int:
    """Those that have waited since before that moment. How many."""
    old = (
        select(webhook_events.c.id)
        .where(webhook_events.c.state == _QUEUED, webhook_events.c.created_at < before)
        .limit(at_most)
    )
    given_up = update(webhook_events).where(webhook_events.c.id.in_(old))
    return connection.execute(given_up.values(state="failed", reason="given_up", tried_at=now)).rowcount


def forget(connection: Connection, before: datetime, at_most: int) -> int:
    """Those settled before that moment. How many."""
    old = (
        select(webhook_events.c.id)
        .where(webhook_events.c.state != _QUEUED, webhook_events.c.tried_at < before)
        .limit(at_most)
    )
    ids = connection.execute(old).scalars().all()
    return connection.execute(delete(webhook_events).where(among(webhook_events.c.id, ids))).rowcount
