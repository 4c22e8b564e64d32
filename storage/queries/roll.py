"""Who is asked: the roll of a check, fixed in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, insert, literal, not_, select, update

from bot.vocabulary import WORKING_STATES, ChannelKind, CheckState, Standing
from storage.among import among
from storage.models import checks, contacts, memberships, people, roll, unit_closure
from storage.queries.contact_history import PLATFORM, keep_states

#: pg_advisory_xact_lock key: of two starts at the same instant the second waits, and then sees the first.
_STARTING = 0x616E7071


def serialise_starts(connection: Connection) -> None:
    """SQLite's writers come one after another anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_STARTING)))


def fix_roll(
    connection: Connection, check_id: int, unit_ids: Sequence[int] | None, channels: Iterable[ChannelKind], today: date
) -> int:
    """Writes the roll: active people of these units and all below (None: of the whole company). How many.

    Not those on leave `today`, unless it is wanted that they are asked.
    """
    asked = (
        select(literal(check_id), people.c.id, _is_reachable(people.c.id, channels))
        .where(people.c.active, not_(is_away(today)), *in_units(unit_ids))
        .order_by(people.c.id)
    )
    statement = insert(roll).from_select(["check_id", "person_id", "reachable"], asked)
    return connection.execute(statement.execution_options(preserve_rowcount=True)).rowcount


def count_on_leave(connection: Connection, unit_ids: Sequence[int] | None, today: date) -> int:
    """Active people of these units and all below who are not asked today, because they are on leave."""
    away = select(func.count()).select_from(people).where(people.c.active, is_away(today), *in_units(unit_ids))
    return connection.execute(away).scalar_one()


def is_away(today: date) -> ColumnElement[bool]:
    """Of a person: on leave that day, and not to be asked all the same."""
    begun = and_(people.c.leave_from.is_not(None), people.c.leave_from <= today)
    over = and_(people.c.leave_until.is_not(None), people.c.leave_until < today)
    return and_(begun, not_(over), not_(people.c.asked_on_leave))


def size_of(connection: Connection, check_id: int) -> tuple[int, int]:
    """People on the roll, and how many of them have no working contact."""
    counted = select(roll.c.reachable, func.count()).where(roll.c.check_id == check_id).group_by(roll.c.reachable)
    counts = {bool(reachable): count for reachable, count in connection.execute(counted)}
    return sum(counts.values()), counts.get(False, 0)


def silent_on(connection: Connection, check_id: int) -> int:
    return sum(silent_by_reach(connection, check_id))


def silent_by_reach(connection: Connection, check_id: int) -> tuple[int, int]:
    """The silent who can be asked, and those no contact reaches."""
    is_silent = and_(roll.c.check_id == check_id, roll.c.standing == Standing.SILENT)
    counted = select(roll.c.reachable, func.count()).where(is_silent).group_by(roll.c.reachable)
    counts = {bool(reachable): count for reachable, count in connection.execute(counted)}
    return counts.get(True, 0), counts.get(False, 0)


def similar_active(connection: Connection, kind: str, unit_ids: Sequence[int] | None) -> Row[*tuple[Any, ...]] | None:
    """The newest active check of this kind that asks somebody of these units as well."""
    in_both = (
        select(roll.c.person_id)
        .join(people, people.c.id == roll.c.person_id)
        .where(roll.c.check_id == checks.c.id, people.c.active, *_belongs_to(unit_ids))
        .correlate(checks)
    )
    return connection.execute(
        select(checks.c.id, checks.c.title, checks.c.started_at)
        .where(checks.c.state == CheckState.ACTIVE, checks.c.kind == kind, exists(in_both))
        .order_by(checks.c.id.desc())
        .limit(1)
    ).first()


def mark_unreachable(
    connection: Connection, person_ids: Sequence[int], channels: Iterable[ChannelKind]
) -> tuple[int, ...]:
    """People whose last working contact has failed, in every active check. The checks this changed."""
    is_lost = and_(
        among(roll.c.person_id, person_ids),
        roll.c.reachable,
        roll.c.check_id.in_(select(checks.c.id).where(checks.c.state == CheckState.ACTIVE)),
        ~_is_reachable(roll.c.person_id, channels),
    )
    return _mark(connection, is_lost, reachable=False)


def mark_reachable(
    connection: Connection, person_ids: Sequence[int], channels: Iterable[ChannelKind]
) -> tuple[int, ...]:
    """People who have a working contact again, in every active check. The checks this changed."""
    is_found = and_(
        among(roll.c.person_id, person_ids),
        ~roll.c.reachable,
        roll.c.check_id.in_(select(checks.c.id).where(checks.c.state == CheckState.ACTIVE)),
        _is_reachable(roll.c.person_id, channels),
    )
    return _mark(connection, is_found, reachable=True)


def _mark(connection: Connection, which: ColumnElement[bool], reachable: bool) -> tuple[int, ...]:
    # In the order in which a group of answers takes its rows: two transactions never wait for each other.
    in_order = select(roll.c.check_id).where(which).order_by(roll.c.check_id, roll.c.person_id).with_for_update()
    if not connection.execute(in_order).first():
        return ()
    marked = update(roll).where(which).values(reachable=reachable).returning(roll.c.check_id)
    return tuple(sorted(set(connection.execute(marked).scalars())))


def spoil_contacts(connection: Connection, contact_ids: Sequence[int], state: str, reason: str, now: datetime) -> None:
    """These contacts work no more; what their owners have said about them meanwhile is kept."""
    spoilt = (
        update(contacts)
        .where(contacts.c.id.in_(contact_ids), contacts.c.state.in_(WORKING_STATES))
        .values(state=state, state_reason=reason, state_since=now)
        .returning(contacts.c.id)
    )
    keep_states(connection, connection.execute(spoilt).scalars().all(), PLATFORM, now)


def _is_reachable(person_id: ColumnElement[int], channels: Iterable[ChannelKind]) -> ColumnElement[bool]:
    return exists(
        select(contacts.c.id).where(
            contacts.c.person_id == person_id,
            contacts.c.channel.in_(sorted(channels)),
            contacts.c.state.in_(WORKING_STATES),
        )
    )


def in_units(unit_ids: Sequence[int] | None) -> tuple[ColumnElement[bool], ...]:
    """As a set, read once: for writing the whole roll."""
    if unit_ids is None:
        return ()
    below = (
        select(memberships.c.person_id)
        .join(unit_closure, unit_closure.c.descendant_id == memberships.c.unit_id)
        .where(unit_closure.c.ancestor_id.in_(unit_ids))
    )
    return (people.c.id.in_(below),)


def _belongs_to(unit_ids: Sequence[int] | None) -> tuple[ColumnElement[bool], ...]:
    """Person by person: ends at the first who belongs."""
    if unit_ids is None:
        return ()
    return (
        exists(
            select(memberships.c.unit_id)
            .join(unit_closure, unit_closure.c.descendant_id == memberships.c.unit_id)
            .where(memberships.c.person_id == people.c.id, unit_closure.c.ancestor_id.in_(unit_ids))
        ),
    )
