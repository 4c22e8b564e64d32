"""Who stands where in one check, person by person, worst first; guests are on the board alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal_column, select

from bot.vocabulary import By, Standing
from storage.models import answers, people, roll
from storage.queries.check_counts import is_unreachable, unreachable_count, unreachable_people
from storage.queries.check_names import is_below, is_directly_in
from storage.queries.contact_lists import is_named

_RANKS = {standing: rank for rank, standing in enumerate(Standing)}
_RANK = case(_RANKS, value=roll.c.standing)
#: As the index `ix_roll_opened` says it: of a bound value nobody would know that it is the same.
_IS_OPENED = and_(roll.c.opened_at.is_not(None), roll.c.standing == literal_column("'silent'"))
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
    #: Of the unit, only those who are in none below it.
    directly: bool = False
    #: In a name, its reading or the employee number.
    text: str = ""


def page(
    connection: Connection, wanted: WantedStandings, after: tuple[Standing, int] | None, limit: int
) -> list[tuple[Standing, int]]:
    """(standing, person), worst first, each standing by person; what comes after that one.

    Standing by standing, each in the order of the roll's index: a page costs the same however long the list is.
    """
    found: list[tuple[Standing, int]] = []
    for standing in Standing:
        if standing not in wanted.standings or (after and _RANKS[standing] < _RANKS[after[0]]):
            continue
        read = select(roll.c.person_id).where(roll.c.standing == standing, *_conditions(wanted))
        if after and standing == after[0]:
            read = read.where(roll.c.person_id > after[1])
        read = read.order_by(roll.c.person_id).limit(limit - len(found))
        found += [(standing, person_id) for person_id in connection.execute(read).scalars()]
        if len(found) == limit:
            break
    return found


def every_person(connection: Connection, wanted: WantedStandings) -> Iterator[int]:
    """In the same order, a thousand in memory at a time; other statements may run in between."""
    listed = _worst_first(wanted).with_only_columns(roll.c.person_id)
    yield from connection.execute(listed, execution_options={"yield_per": _AT_ONCE}).scalars()


def _worst_first(wanted: WantedStandings) -> Select[Any]:
    read = select(roll.c.standing, roll.c.person_id)
    return read.where(roll.c.standing.in_(wanted.standings), *_conditions(wanted)).order_by(_RANK, roll.c.person_id)


def counts(connection: Connection, wanted: WantedStandings) -> dict[Standing, int]:
    """How many stand where; standings nobody has are missing."""
    read = select(roll.c.standing, func.count()).where(*_conditions(wanted)).group_by(roll.c.standing)
    return {Standing(standing): number for standing, number in connection.execute(read)}


def count_opened(connection: Connection, wanted: WantedStandings) -> int:
    """Silent people to whom the answer page was shown."""
    read = select(func.count()).select_from(roll).where(_IS_OPENED, *_conditions(wanted))
    return connection.execute(read).scalar_one()


def count_unreachable(connection: Connection, wanted: WantedStandings) -> int:
    if _is_of_everybody(wanted):
        return unreachable_count(connection, wanted.check_id)
    counted = select(func.count()).select_from(roll).where(_is_unreachable(wanted), *_conditions(wanted))
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
        person = roll.c.person_id
        in_unit = is_directly_in(person, wanted.unit_id) if wanted.directly else is_below(person, (wanted.unit_id,))
        conditions.append(in_unit)
    if wanted.opened is not None:
        conditions.append(_IS_OPENED if wanted.opened else roll.c.opened_at.is_(None))
    if wanted.unreachable:
        conditions.append(_is_unreachable(wanted))
    if wanted.text:
        conditions.append(roll.c.person_id.in_(select(people.c.id).where(is_named(wanted.text))))
    return conditions


def _is_unreachable(wanted: WantedStandings) -> ColumnElement[bool]:
    if wanted.below_units is not None or wanted.unit_id is not None:
        return is_unreachable(wanted.check_id)
    return roll.c.person_id.in_(unreachable_people(wanted.check_id))


def _is_of_everybody(wanted: WantedStandings) -> bool:
    return wanted.below_units is None and wanted.unit_id is None and not wanted.text
