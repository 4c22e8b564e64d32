"""Who would be asked by a check that started now, and through what: one pass over the people and their contacts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, select

from bot.vocabulary import SENDING_CHANNELS, WORKING_STATES, ChannelKind
from storage.models import contacts, people
from storage.queries.roll import in_units, is_away


def groups(
    connection: Connection,
    unit_ids: Sequence[int] | None,
    channels: Iterable[ChannelKind],
    today: date,
    first_only: bool = False,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """(away, slack, line, mail, people, slack contacts, line contacts, mail contacts) of people alike in the first 4.

    `away`: on leave and not asked. `slack` …: whether a working contact of theirs is sent to through it. `first_only`:
    only the first contact of each is. `unit_ids` None: the whole company.
    """
    per_person = _per_person(unit_ids, sorted(channels), today, first_only).subquery()
    kinds = [per_person.c[kind] for kind in SENDING_CHANNELS]
    has = [
        case((count > 0, 1), else_=0).label(f"has_{kind}") for kind, count in zip(SENDING_CHANNELS, kinds, strict=True)
    ]
    away = case((per_person.c.away, 1), else_=0).label("is_away")
    counted = select(away, *has, func.count(), *(func.sum(count) for count in kinds)).group_by(away, *has)
    return connection.execute(counted).all()


def _per_person(
    unit_ids: Sequence[int] | None, channels: Sequence[ChannelKind], today: date, first_only: bool
) -> Select[Any]:
    if first_only:
        return _first_of_each(unit_ids, channels, today)
    working = and_(
        contacts.c.person_id == people.c.id,
        contacts.c.channel.in_(channels),
        contacts.c.state.in_(WORKING_STATES),
    )
    columns: list[ColumnElement[Any]] = [is_away(today).label("away")]
    columns += [func.sum(case((contacts.c.channel == kind, 1), else_=0)).label(kind.value) for kind in SENDING_CHANNELS]
    return (
        select(*columns)
        .select_from(people.outerjoin(contacts, working))
        .where(people.c.active, *in_units(unit_ids))
        .group_by(people.c.id)
    )


def _first_of_each(unit_ids: Sequence[int] | None, channels: Sequence[ChannelKind], today: date) -> Select[Any]:
    """As a stepwise check asks: see `storage.queries.fanout`."""
    first = (
        select(contacts.c.channel)
        .where(
            contacts.c.person_id == people.c.id,
            contacts.c.channel.in_(channels),
            contacts.c.state.in_(WORKING_STATES),
        )
        .order_by(contacts.c.position, contacts.c.id)
        .limit(1)
        .correlate(people)
        .scalar_subquery()
    )
    through = select(is_away(today).label("away"), first.label("first")).where(people.c.active, *in_units(unit_ids))
    one = through.subquery()
    columns: list[ColumnElement[Any]] = [one.c.away]
    columns += [case((one.c.first == kind, 1), else_=0).label(kind.value) for kind in SENDING_CHANNELS]
    return select(*columns)
