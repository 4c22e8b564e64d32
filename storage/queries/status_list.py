"""Who stands where in one check, person by person, worst first; guests are on the board alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, literal, select, tuple_

from bot.vocabulary import By, Standing
from storage.models import answers, people, roll
from storage.queries.check_counts import unreachable_people
from storage.queries.check_names import is_below
from storage.queries.contact_lists import is_named

_RANKS = {standing: rank for rank, standing in enumerate(Standing)}
_RANK = case(_RANKS, value=roll.c.standing)
#: People of a long list that are in memory at a time.
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class WantedStandings:
    """`below_units` None: everybody. What is empty or None does not narrow the list."""

    check_id: int
    below_units: tuple[int, ...] | None
    standings: Sequence[Standing] = tuple(Standing)
    #: Of the silent, whether the answer page was shown to them.
    opened: bool | None = None
    #: Only those nothing reaches.
    unreachable: bool = False
    #: This unit and all below.
    unit_id: int | None = None
    #: In a name, its reading or the employee number.
    text: str = ""


def page(
    connection: Connection, wanted: WantedStandings, after: tuple[Standing, int] | None, limit: int
) -> list[tuple[Standing, int]]:
    """(standing, person), worst first, each standing by person; what comes after that one."""
    read = _worst_first(wanted).limit(limit)
    if after is not None:
        read = read.where(tuple_(_RANK, roll.c.person_id) > tuple_(literal(_RANKS[after[0]]), literal(after[1])))
    return [(Standing(standing), person_id) for standing, person_id in connection.execute(read)]


def every_person(connection: Connection, wanted: WantedStandings) -> Iterator[int]:
    """In the same order, a thousand in memory at a time; other statements may run in between."""
    listed = _worst_first(wanted).with_only_columns(roll.c.person_id)
    yield from connection.execute(listed, execution_options={"yield_per": _AT_ONCE}).scalars()


def _worst_first(wanted: WantedStandings) -> Select[Any]:
    read = select(roll.c.standing, roll.c.person_id)
    return read.where(roll.c.standing.in_(wanted.standings), *_conditions(wanted)).order_by(_RANK, roll.c.person_id)


def counts(connection: Connection, wanted: WantedStandings) -> dict[tuple[Standing, bool], int]:
    """How many stand where, and whether the answer page was shown to them."""
    is_opened = roll.c.opened_at.is_not(None)
    read = select(roll.c.standing, is_opened, func.count()).where(*_conditions(wanted))
    rows = connection.execute(read.group_by(roll.c.standing, is_opened))
    return {(Standing(standing), bool(opened)): number for standing, opened, number in rows}


def count_unreachable(connection: Connection, wanted: WantedStandings) -> int:
    unreachable = roll.c.person_id.in_(unreachable_people(wanted.check_id))
    counted = select(func.count()).select_from(roll).where(unreachable, *_conditions(wanted))
    return connection.execute(counted).scalar_one()


def answered_for(connection: Connection, check_id: int, person_ids: Collection[int]) -> dict[int, str]:
    """The name of whoever spoke for them last."""
    read = (
        select(answers.c.person_id, people.c.name)
        .join(people, people.c.id == answers.c.by_person_id)
        .where(answers.c.check_id == check_id, answers.c.person_id.in_(person_ids), answers.c.by != By.SELF)
        .order_by(answers.c.id)
    )
    return dict(connection.execute(read).all())


def _conditions(wanted: WantedStandings) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [roll.c.check_id == wanted.check_id]
    if wanted.below_units is not None:
        conditions.append(is_below(roll.c.person_id, wanted.below_units))
    if wanted.unit_id is not None:
        conditions.append(is_below(roll.c.person_id, (wanted.unit_id,)))
    if wanted.opened is not None:
        conditions.append(roll.c.opened_at.is_not(None) if wanted.opened else roll.c.opened_at.is_(None))
    if wanted.unreachable:
        conditions.append(roll.c.person_id.in_(unreachable_people(wanted.check_id)))
    if wanted.text:
        conditions.append(roll.c.person_id.in_(select(people.c.id).where(is_named(wanted.text))))
    return conditions
