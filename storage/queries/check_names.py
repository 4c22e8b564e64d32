"""The people behind the numbers of a check, for managers only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Subquery,
    and_,
    case,
    cast,
    exists,
    func,
    null,
    or_,
    select,
    union_all,
)

from bot.vocabulary import SENDING_CHANNELS, Standing
from storage.models import contacts, guests, help_cases, memberships, people, roll, unit_closure, units
from storage.queries.check_counts import is_unreachable
from storage.types import Id

_RANKS = {standing: rank for rank, standing in enumerate(Standing)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people of which check. `standings` empty: all. `below_units` None: everybody, guests among them."""

    check_id: int
    standings: tuple[Standing, ...] = ()
    below_units: tuple[int, ...] | None = None


def count_names(connection: Connection, wanted: Wanted) -> int:
    return connection.execute(select(func.count()).select_from(_everybody(wanted))).scalar_one()


def page_of_names(connection: Connection, wanted: Wanted, offset: int, limit: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """(person_id, guest_id), one of them empty: worst first, then who said so longest ago."""
    listed = _everybody(wanted)
    ordered = select(listed.c.person_id, listed.c.guest_id).order_by(
        listed.c.rank, listed.c.said_at, listed.c.person_id, listed.c.guest_id
    )
    return connection.execute(ordered.offset(offset).limit(limit)).all()


def roll_lines(connection: Connection, check_id: int, person_ids: Collection[int]) -> dict[int, Row[*tuple[Any, ...]]]:
    read = (
        select(roll, people.c.name, people.c.employee_no)
        .join(people, people.c.id == roll.c.person_id)
        .where(roll.c.check_id == check_id, roll.c.person_id.in_(person_ids))
    )
    return {row.person_id: row for row in connection.execute(read)}


def guest_lines(connection: Connection, guest_ids: Collection[int]) -> dict[int, Row[*tuple[Any, ...]]]:
    read = (
        select(guests, people.c.name.label("person_name"))
        .outerjoin(people, people.c.id == guests.c.person_id)
        .where(guests.c.id.in_(guest_ids))
    )
    return {row.id: row for row in connection.execute(read)}


def unit_paths(connection: Connection, person_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The units each person belongs to, in path order."""
    read = (
        select(memberships.c.person_id, units.c.path)
        .join(units, units.c.id == memberships.c.unit_id)
        .where(memberships.c.person_id.in_(person_ids))
        .order_by(units.c.path)
    )
    return _gathered(connection.execute(read).all())


def contact_states(connection: Connection, person_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The state of each contact we send to, in the person's own order."""
    read = (
        select(contacts.c.person_id, contacts.c.state)
        .where(contacts.c.person_id.in_(person_ids), contacts.c.channel.in_(SENDING_CHANNELS))
        .order_by(contacts.c.position, contacts.c.id)
    )
    return _gathered(connection.execute(read).all())


def newest_help(
    connection: Connection, check_id: int, person_ids: Collection[int], guest_ids: Collection[int]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The help cases among them, the newest of each last: who has taken it, who has closed it with which word."""
    taker, closer = people.alias(), people.alias()
    read = (
        select(
            help_cases.c.id,
            help_cases.c.person_id,
            help_cases.c.guest_id,
            help_cases.c.closed_at,
            help_cases.c.closing_word,
            taker.c.name.label("taker"),
            closer.c.name.label("closer"),
        )
        .outerjoin(taker, taker.c.id == help_cases.c.taken_by)
        .outerjoin(closer, closer.c.id == help_cases.c.closed_by)
        .where(
            help_cases.c.check_id == check_id,
            or_(help_cases.c.person_id.in_(person_ids), help_cases.c.guest_id.in_(guest_ids)),
        )
        .order_by(help_cases.c.id)
    )
    return connection.execute(read).all()


def unreachable_among(connection: Connection, check_id: int, person_ids: Collection[int]) -> frozenset[int]:
    among = select(roll.c.person_id).where(is_unreachable(check_id), roll.c.person_id.in_(person_ids))
    return frozenset(connection.execute(among).scalars())


def _everybody(wanted: Wanted) -> Subquery:
    on_roll = select(
        _rank(roll.c.standing).label("rank"), roll.c.said_at, roll.c.person_id, cast(null(), Id).label("guest_id")
    ).where(roll.c.check_id == wanted.check_id)
    as_guests = select(
        _rank(guests.c.standing).label("rank"),
        guests.c.said_at,
        cast(null(), Id).label("person_id"),
        guests.c.id.label("guest_id"),
    ).where(guests.c.check_id == wanted.check_id)
    if wanted.standings:
        on_roll = on_roll.where(roll.c.standing.in_(wanted.standings))
        as_guests = as_guests.where(guests.c.standing.in_(wanted.standings))
    if wanted.below_units is not None:
        on_roll = on_roll.where(is_below(roll.c.person_id, wanted.below_units))
        as_guests = as_guests.where(is_below(guests.c.person_id, wanted.below_units))
    return union_all(on_roll, as_guests).subquery()


def is_below(person_id: ColumnElement[Any], unit_ids: tuple[int, ...]) -> ColumnElement[bool]:
    members = (
        select(memberships.c.person_id)
        .join(unit_closure, unit_closure.c.descendant_id == memberships.c.unit_id)
        .where(unit_closure.c.ancestor_id.in_(unit_ids))
    )
    return person_id.in_(members)


def is_directly_in(person_id: ColumnElement[Any], unit_id: int) -> ColumnElement[bool]:
    """A member of the unit itself and of none below it."""
    members = select(memberships.c.person_id).where(memberships.c.unit_id == unit_id)
    return and_(person_id.in_(members), ~is_deeper(person_id, unit_id))


def is_deeper(person_id: ColumnElement[Any], unit_id: int) -> ColumnElement[bool]:
    """A member of a unit below it."""
    deeper = memberships.alias("deeper")
    return (
        exists()
        .where(deeper.c.person_id == person_id, deeper.c.unit_id != unit_id)
        .where(unit_closure.c.descendant_id == deeper.c.unit_id, unit_closure.c.ancestor_id == unit_id)
    )


def _rank(standing: ColumnElement[str]) -> ColumnElement[int]:
    return case(_RANKS, value=standing, else_=len(_RANKS))


def _gathered(rows: Sequence[Row[*tuple[Any, ...]]]) -> dict[int, tuple[str, ...]]:
    gathered: dict[int, tuple[str, ...]] = {}
    for person_id, value in rows:
        gathered[person_id] = (*gathered.get(person_id, ()), value)
    return gathered
