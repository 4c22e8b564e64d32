"""The life of a check: started, asked again round by round, closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, case, func, insert, select, update

from bot.vocabulary import CheckKind, CheckState
from storage.models import (
    boards,
    check_units,
    checks,
    inbound_events,
    memberships,
    people,
    rounds,
    unit_closure,
    units,
)

AnyRow = Row[*tuple[Any, ...]]


def add(connection: Connection, state: CheckState = CheckState.ACTIVE, **values: Any) -> int:
    """A check; its id."""
    added = insert(checks).values(state=state, **values).returning(checks.c.id)
    check_id: int = connection.execute(added).scalar_one()
    return check_id


def add_units(connection: Connection, check_id: int, unit_ids: Sequence[int]) -> None:
    if unit_ids:
        connection.execute(insert(check_units), [{"check_id": check_id, "unit_id": unit_id} for unit_id in unit_ids])


def add_boards(connection: Connection, check_id: int, audiences: Mapping[str, str], now: datetime) -> None:
    """Slack channel -> for whom the board there is."""
    rows = [
        {"check_id": check_id, "audience": audience, "slack_channel": channel, "next_edit_at": now}
        for channel, audience in audiences.items()
    ]
    if rows:
        connection.execute(insert(boards), rows)


def find(connection: Connection, check_id: int) -> AnyRow | None:
    return connection.execute(select(checks).where(checks.c.id == check_id)).first()


def active(connection: Connection) -> Sequence[AnyRow]:
    """Real ones before drills, those that ask the whole company before others, the newest first."""
    wanted = select(checks).where(checks.c.state == CheckState.ACTIVE)
    real_first = case((checks.c.kind == CheckKind.REAL, 0), else_=1)
    in_order = (real_first, checks.c.whole_company.desc(), checks.c.started_at.desc(), checks.c.id.desc())
    return connection.execute(wanted.order_by(*in_order)).all()


def asks_only_below(connection: Connection, check: AnyRow, unit_ids: Sequence[int]) -> bool:
    """Whether the check was started for these units, or for some below them, and for nobody else."""
    if check.whole_company:
        return False
    below = select(unit_closure.c.descendant_id).where(unit_closure.c.ancestor_id.in_(unit_ids))
    outside = select(check_units.c.unit_id).where(
        check_units.c.check_id == check.id, check_units.c.unit_id.not_in(below)
    )
    return connection.execute(outside.limit(1)).first() is None


def started_by_event(connection: Connection, event_key: str, person_id: int | None) -> int | None:
    """The check this person (None: nobody on the list) started with that event: both were written at one moment."""
    return connection.execute(
        select(checks.c.id)
        .join(inbound_events, inbound_events.c.received_at == checks.c.created_at)
        .where(inbound_events.c.key == event_key, checks.c.started_by.is_not_distinct_from(person_id))
        .order_by(checks.c.id.desc())
        .limit(1)
    ).scalar()


def newest_closed_by(connection: Connection, person_id: int | None) -> int | None:
    """The check this person (None: nobody on the list) closed last."""
    return connection.execute(
        select(checks.c.id)
        .where(checks.c.state == CheckState.CLOSED, checks.c.closed_by.is_not_distinct_from(person_id))
        .order_by(checks.c.closed_at.desc(), checks.c.id.desc())
        .limit(1)
    ).scalar()


def close(connection: Connection, check_id: int, closed_by: int | None, now: datetime, tell: bool = False) -> bool:
    """Compare-and-set: False where it is not active (any more). `tell`: notices are to be written to who was asked."""
    mark = 0 if tell else None
    closed = (
        update(checks)
        .where(checks.c.id == check_id, checks.c.state == CheckState.ACTIVE)
        .values(state=CheckState.CLOSED, closed_at=now, closed_by=closed_by, next_reminder_at=None, outbox_after=mark)
    )
    return connection.execute(closed).rowcount == 1


def overdue(connection: Connection, now: datetime) -> Sequence[int]:
    """Active checks whose closing time has come: one indexed query."""
    due = select(checks.c.id).where(checks.c.state == CheckState.ACTIVE, checks.c.closes_at <= now)
    return connection.execute(due.order_by(checks.c.id)).scalars().all()


def with_due_reminder(connection: Connection, now: datetime) -> Sequence[AnyRow]:
    """Active checks whose next reminder is due and whose round before is fully written: one indexed query."""
    due = select(checks).where(
        checks.c.state == CheckState.ACTIVE, checks.c.next_reminder_at <= now, checks.c.outbox_after.is_(None)
    )
    return connection.execute(due.order_by(checks.c.id)).all()


def begin_round(connection: Connection, check: AnyRow, counted: int, now: datetime) -> bool:
    """Compare-and-set on the round as read: True for one process only. Its messages are to be written from the start.

    False too while the messages of the round before are still being written. `counted`: 1 where it uses the budget.
    """
    begun = (
        update(checks)
        .where(
            checks.c.id == check.id,
            checks.c.state == CheckState.ACTIVE,
            checks.c.round == check.round,
            checks.c.outbox_after.is_(None),
        )
        .values(
            round=checks.c.round + 1,
            round_began_at=now,
            reminders_sent=checks.c.reminders_sent + counted,
            outbox_after=0,
        )
    )
    if connection.execute(begun).rowcount != 1:
        return False
    connection.execute(insert(rounds).values(check_id=check.id, round=check.round + 1, began_at=now))
    return True


def plan_next(connection: Connection, check_id: int, next_reminder_at: datetime | None, is_last: bool = False) -> None:
    """`is_last`: the newest round is the one with which the reminders by themselves end."""
    planned = {"next_reminder_at": next_reminder_at} | ({"last_round": checks.c.round} if is_last else {})
    connection.execute(update(checks).where(checks.c.id == check_id).values(planned))


def put_off_reminder(connection: Connection, check: AnyRow, next_reminder_at: datetime | None) -> bool:
    """Compare-and-set on the round as read."""
    put_off = (
        update(checks)
        .where(checks.c.id == check.id, checks.c.round == check.round)
        .values(next_reminder_at=next_reminder_at)
    )
    return connection.execute(put_off).rowcount == 1


def known_units(connection: Connection, unit_ids: Sequence[int]) -> set[int]:
    return set(connection.execute(select(units.c.id).where(units.c.id.in_(unit_ids))).scalars())


def units_below(connection: Connection, unit_ids: Sequence[int], among: Sequence[int]) -> set[int]:
    """Which of `among` are one of these units or below one."""
    found = select(unit_closure.c.descendant_id).where(
        unit_closure.c.ancestor_id.in_(unit_ids), unit_closure.c.descendant_id.in_(among)
    )
    return set(connection.execute(found).scalars())


def unit_choices(connection: Connection, below_units: Sequence[int] | None) -> Sequence[AnyRow]:
    """(id, path, active people in it and below), in path order; None: the whole tree."""
    members = (
        select(unit_closure.c.ancestor_id, func.count(memberships.c.person_id.distinct()).label("people"))
        .join(memberships, memberships.c.unit_id == unit_closure.c.descendant_id)
        .join(people, people.c.id == memberships.c.person_id)
        .where(people.c.active)
        .group_by(unit_closure.c.ancestor_id)
        .subquery()
    )
    wanted = (
        select(units.c.id, units.c.path, func.coalesce(members.c.people, 0).label("people"))
        .outerjoin(members, members.c.ancestor_id == units.c.id)
        .order_by(units.c.path)
    )
    if below_units is not None:
        below = select(unit_closure.c.descendant_id).where(unit_closure.c.ancestor_id.in_(below_units))
        wanted = wanted.where(units.c.id.in_(below))
    return connection.execute(wanted).all()
