"""A check in numbers for one manager: of everybody, or of some units and all below; and what tells that they changed.

What is counted for some units costs what the people of these units cost, whoever else was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    and_,
    case,
    distinct,
    exists,
    func,
    select,
    true,
    type_coerce,
)

from bot.vocabulary import Standing
from storage.models import (
    answers,
    boards,
    checks,
    guests,
    help_cases,
    memberships,
    people,
    roll,
    rounds,
    unit_closure,
    units,
)
from storage.queries.check_names import is_below, is_deeper
from storage.types import microseconds

_SECOND = 1_000_000


def mark(connection: Connection, check_id: int) -> Row[*tuple[Any, ...]] | None:
    """One row that changes with what a board shows, read from the ends of indexes; None: there is no such check.

    What it does not know of, such as how far the sending is where no board stands in Slack, must be asked for by time.
    """
    newest = select(func.max(answers.c.id)).scalar_subquery()
    newest_received = select(answers.c.received_at).order_by(answers.c.id.desc()).limit(1).scalar_subquery()
    return connection.execute(
        select(
            *(checks.c.state, checks.c.round, checks.c.next_reminder_at, checks.c.closed_at, checks.c.cleared_at),
            *(checks.c.outbox_after, checks.c.version),
            newest.label("newest_answer"),
            newest_received.label("answered_at"),
            *(_of_check(boards, func.sum(column), check_id) for column in (boards.c.version, boards.c.shown_version)),
            *(
                _of_check(help_cases, func.count(column), check_id)
                for column in (help_cases.c.id, help_cases.c.taken_at, help_cases.c.closed_at)
            ),
        ).where(checks.c.id == check_id)
    ).first()


def _of_check(table: Any, counted: ColumnElement[Any], check_id: int) -> ScalarSelect[Any]:
    return select(counted).where(table.c.check_id == check_id).scalar_subquery()


def unclaimed_help(connection: Connection, check_id: int, below_units: tuple[int, ...]) -> int:
    """Open help cases nobody has taken, of people of these units."""
    counted = (
        select(func.count())
        .select_from(help_cases)
        .where(
            help_cases.c.check_id == check_id,
            help_cases.c.closed_at.is_(None),
            help_cases.c.taken_at.is_(None),
            is_below(help_cases.c.person_id, below_units),
        )
    )
    return connection.execute(counted).scalar_one()


def guests_of(connection: Connection, check_id: int, below_units: tuple[int, ...] | None, limit: int) -> Sequence[int]:
    """Guests who gave an answer, worst first; of these units those alone whom the company knows to be in them."""
    rank = case({standing: number for number, standing in enumerate(Standing)}, value=guests.c.standing)
    read = select(guests.c.id).where(guests.c.check_id == check_id, guests.c.said != "")
    if below_units is not None:
        read = read.where(is_below(guests.c.person_id, below_units))
    return connection.execute(read.order_by(rank, guests.c.said_at, guests.c.id).limit(limit)).scalars().all()


def is_within(connection: Connection, unit_id: int, above: tuple[int, ...]) -> bool:
    """Whether it is one of these units or below one."""
    found = select(unit_closure.c.descendant_id).where(
        unit_closure.c.descendant_id == unit_id, unit_closure.c.ancestor_id.in_(above)
    )
    return connection.execute(found.limit(1)).first() is not None


def way_to(connection: Connection, unit_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, name, path) of the unit and all above it, the highest first; nothing where there is no such unit."""
    above = (
        select(units.c.id, units.c.name, units.c.path)
        .join(unit_closure, unit_closure.c.ancestor_id == units.c.id)
        .where(unit_closure.c.descendant_id == unit_id)
        .order_by(units.c.depth)
    )
    return connection.execute(above).all()


def children(connection: Connection, unit_id: int | None) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, name, path, has_below) of the units right below it; None: of the highest ones."""
    return _units(connection, units.c.parent_id == unit_id if unit_id is not None else units.c.parent_id.is_(None))


def named(connection: Connection, unit_ids: tuple[int, ...]) -> Sequence[Row[*tuple[Any, ...]]]:
    """As `children`, these units themselves."""
    return _units(connection, units.c.id.in_(unit_ids))


def all_units(connection: Connection, below: tuple[int, ...] | None) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, name, path) of these units and all below them, in path order; None: of every unit."""
    read = select(units.c.id, units.c.name, units.c.path).order_by(units.c.path)
    if below is not None:
        theirs = select(unit_closure.c.descendant_id).where(unit_closure.c.ancestor_id.in_(below))
        read = read.where(units.c.id.in_(theirs))
    return connection.execute(read).all()


def _units(connection: Connection, which: ColumnElement[bool]) -> Sequence[Row[*tuple[Any, ...]]]:
    child = units.alias("child")
    has_below = exists().where(child.c.parent_id == units.c.id).label("has_below")
    read = select(units.c.id, units.c.name, units.c.path, has_below).where(which).order_by(units.c.path)
    return connection.execute(read).all()


def standings_of(
    connection: Connection, check_id: int, unit_ids: Sequence[int], is_everybody: bool
) -> dict[tuple[int, str], int]:
    """(unit, standing) -> people of the roll in it or below it, each once. `is_everybody`: these are all there are.

    Members are added up unit by unit, and those who belong to several units below one are taken off again.
    """
    theirs = select(unit_closure.c.descendant_id).where(unit_closure.c.ancestor_id.in_(unit_ids))
    within = true() if is_everybody else memberships.c.unit_id.in_(theirs)
    in_unit = (
        select(memberships.c.unit_id, roll.c.standing, func.count().label("members"))
        .join(roll, roll.c.person_id == memberships.c.person_id)
        .where(roll.c.check_id == check_id, within)
        .group_by(memberships.c.unit_id, roll.c.standing)
        .subquery()
    )
    is_above = and_(unit_closure.c.descendant_id == in_unit.c.unit_id, unit_closure.c.ancestor_id.in_(unit_ids))
    added_up = (
        select(unit_closure.c.ancestor_id, in_unit.c.standing, func.sum(in_unit.c.members))
        .select_from(in_unit)
        .join(unit_closure, is_above)
        .group_by(unit_closure.c.ancestor_id, in_unit.c.standing)
    )
    twice = _counted_again(connection, check_id, unit_ids, is_everybody)
    return {
        (unit_id, standing): int(members) - twice.get((unit_id, standing), 0)
        for unit_id, standing, members in connection.execute(added_up)
    }


def standings_directly_in(connection: Connection, check_id: int, unit_id: int) -> dict[str, int]:
    """standing -> people of the roll in the unit itself and in none below it."""
    # From the unit to its members, whoever else there is costs nothing; grouped by the standing alone, SQLite would go
    # through the whole roll.
    counted = (
        select(roll.c.standing, func.count())
        .select_from(memberships)
        .join(roll, and_(roll.c.person_id == memberships.c.person_id, roll.c.check_id == check_id))
        .where(memberships.c.unit_id == unit_id, ~is_deeper(memberships.c.person_id, unit_id))
    )
    return dict(connection.execute(counted.group_by(memberships.c.unit_id, roll.c.standing)).all())


def _counted_again(
    connection: Connection, check_id: int, unit_ids: Sequence[int], is_everybody: bool
) -> dict[tuple[int, str], int]:
    """How many memberships too many (unit, standing) has, because of people in several units below it."""
    in_several = select(memberships.c.person_id).group_by(memberships.c.person_id)
    if not is_everybody:
        # From the units to their members: whoever else there is costs nothing.
        in_several = in_several.join(unit_closure, unit_closure.c.descendant_id == memberships.c.unit_id).where(
            unit_closure.c.ancestor_id.in_(unit_ids)
        )
    too_many = func.count() - func.count(distinct(roll.c.person_id))
    counted = (
        select(unit_closure.c.ancestor_id, roll.c.standing, too_many)
        .select_from(roll)
        .join(memberships, memberships.c.person_id == roll.c.person_id)
        .join(unit_closure, unit_closure.c.descendant_id == memberships.c.unit_id)
        .where(
            roll.c.check_id == check_id,
            roll.c.person_id.in_(in_several.having(func.count(distinct(memberships.c.unit_id)) > 1)),
            unit_closure.c.ancestor_id.in_(unit_ids),
        )
        .group_by(unit_closure.c.ancestor_id, roll.c.standing)
        .having(too_many > 0)
    )
    return {(unit_id, standing): number for unit_id, standing, number in connection.execute(counted)}


def first_answers(
    connection: Connection, check_id: int, since: datetime, seconds: int, below_units: tuple[int, ...] | None
) -> dict[int, int]:
    """Number of the span of so many seconds, counted from `since` -> people whose first answer was given in it."""
    after = type_coerce(roll.c.first_answered_at, BigInteger) - microseconds(since)
    span = (after // (seconds * _SECOND)).label("span")
    read = select(span, func.count()).where(roll.c.check_id == check_id, roll.c.first_answered_at.is_not(None))
    if below_units is not None:
        read = read.where(is_below(roll.c.person_id, below_units))
    return {int(number): people for number, people in connection.execute(read.group_by(span))}


def rounds_of(connection: Connection, check_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """(round, began_at) of every reminder and re-asking, in order."""
    read = select(rounds.c.round, rounds.c.began_at).where(rounds.c.check_id == check_id)
    return connection.execute(read.order_by(rounds.c.round)).all()


def said_of(connection: Connection, check_id: int, person_id: int, limit: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Everything said of one person in this check, the newest first, with the name of whoever said it for them."""
    read = (
        select(answers, people.c.name.label("speaker"))
        .outerjoin(people, people.c.id == answers.c.by_person_id)
        .where(answers.c.check_id == check_id, answers.c.person_id == person_id)
        .order_by(answers.c.given_at.desc(), answers.c.id.desc())
        .limit(limit)
    )
    return connection.execute(read).all()
