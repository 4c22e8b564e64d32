"""The board of a check for one manager: worst first, unit by unit, of the people they are responsible for.

A safety admin sees everybody, or one unit and all below; a unit manager their own units, or one below these. What it
costs grows with the people it is about and with nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.vocabulary import CheckKind, CheckState, Standing
from flows.check_people import PersonLine, guest_people, people_of_check
from flows.errors import NotFoundError, RefusedError
from flows.find_check import is_responsible_for, require_check
from flows.show_check import StoppedChannel, deliveries_of, stopped_channels
from flows.who import Who, require_manager
from flows.work import Work
from storage.queries import board_counts as queries
from storage.queries import check_counts, status_list
from storage.queries.check_names import Wanted
from storage.queries.status_list import WantedStandings

#: People who need help or are injured, on the board itself; the rest is one press away.
WORST_AT_MOST = 10
#: Of a page.
GUESTS_AT_MOST = 500
_WORST = (Standing.HELP, Standing.INJURED, Standing.SILENT)


@dataclass(frozen=True, slots=True)
class UnitPlace:
    unit_id: int
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit with all below it, or `directly`: those of its people who are in none below. `counts` has all standings.

    `has_below`: one can look into it.
    """

    place: UnitPlace
    has_below: bool
    counts: dict[Standing, int]
    directly: bool = False

    @property
    def people(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class ManagerBoard:
    """`counts` has all five standings and adds up to `roll`: the people the board is about, not always all asked."""

    check_id: int
    kind: CheckKind
    title: str
    state: CheckState
    started_at: datetime | None
    closed_at: datetime | None
    cleared_at: datetime | None
    reminders_sent: int
    next_reminder_at: datetime | None
    roll: int
    counts: dict[Standing, int]
    #: Of the silent: to whom the answer page was shown, and whom nothing reaches.
    opened: int
    unreachable: int
    unclaimed_help: int
    #: Who needs help or is injured, guests among them: at most WORST_AT_MOST.
    worst: tuple[PersonLine, ...]
    #: The unit the board is about and those above it, the highest first; empty: all the manager is responsible for.
    way: tuple[UnitPlace, ...]
    #: People outside the roll who answered; 0 on the board of one unit.
    guests: int
    stopped: tuple[StoppedChannel, ...]
    #: Whether the actor may remind, close and clear the whole check.
    is_responsible: bool
    as_of: datetime

    @property
    def answered(self) -> int:
        return self.roll - self.counts[Standing.SILENT]


def manager_board(work: Work, check_id: int, unit_id: int | None = None) -> ManagerBoard:
    """Lane READ. No addresses.

    RefusedError(unknown_person, not_a_manager, outside_units), NotFoundError(no_check, no_unit).
    """
    who = require_manager(work)
    check = require_check(work, check_id)
    below = below_units(work, who, unit_id)
    way = _way(work, who, unit_id)
    everybody = WantedStandings(check_id, below)
    standings = status_list.counts(work.connection, everybody)
    counts = {standing: standings.get(standing, 0) for standing in Standing}
    is_responsible = is_responsible_for(work, who, check)
    return ManagerBoard(
        check_id=check.id,
        kind=CheckKind(check.kind),
        title=check.title,
        state=CheckState(check.state),
        started_at=check.started_at,
        closed_at=check.closed_at,
        cleared_at=check.cleared_at,
        reminders_sent=check.round,
        next_reminder_at=check.next_reminder_at,
        roll=sum(counts.values()),
        counts=counts,
        opened=status_list.count_opened(work.connection, everybody),
        unreachable=status_list.count_unreachable(work.connection, everybody),
        unclaimed_help=_unclaimed_help(work, check_id, below),
        worst=people_of_check(work.connection, Wanted(check_id, _WORST[:2], below), 0, WORST_AT_MOST),
        way=way,
        guests=len(_guests(work, check_id, below)) if unit_id is None else 0,
        stopped=stopped_channels(work, check_id),
        is_responsible=is_responsible,
        as_of=work.now,
    )


def guests(work: Work, check_id: int) -> tuple[PersonLine, ...]:
    """People outside the roll who answered, worst first; a unit manager's own people only.

    Lane READ. At most GUESTS_AT_MOST. RefusedError(unknown_person, not_a_manager), NotFoundError(no_check).
    """
    who = require_manager(work)
    require_check(work, check_id)
    found = _guests(work, check_id, below_units(work, who, None))
    return guest_people(work.connection, check_id, found)


def _guests(work: Work, check_id: int, below: tuple[int, ...] | None) -> Sequence[int]:
    return queries.guests_of(work.connection, check_id, below, GUESTS_AT_MOST)


def sending(work: Work, check_id: int) -> dict[str, int]:
    """What the sending has come to (`CheckView.deliveries`), for whoever is responsible for the whole check.

    Lane READ. RefusedError(unknown_person, not_a_manager), NotFoundError(no_check). Nothing for other managers.
    """
    who = require_manager(work)
    check = require_check(work, check_id)
    return deliveries_of(work, check_id) if is_responsible_for(work, who, check) else {}


def units_to_choose(work: Work) -> tuple[UnitPlace, ...]:
    """Every unit a manager's list can be narrowed to, in path order. RefusedError(unknown_person, not_a_manager)."""
    who = require_manager(work)
    rows = queries.all_units(work.connection, None if who.may_everything else who.managed_unit_ids)
    return tuple(UnitPlace(*row) for row in rows)


def below_units(work: Work, who: Who, unit_id: int | None) -> tuple[int, ...] | None:
    """The units whose people a manager's list is about; None: everybody. RefusedError(outside_units)."""
    if unit_id is None:
        return None if who.may_everything else who.managed_unit_ids
    if not who.may_everything and not queries.is_within(work.connection, unit_id, who.managed_unit_ids):
        raise RefusedError("outside_units")
    return (unit_id,)


def _way(work: Work, who: Who, unit_id: int | None) -> tuple[UnitPlace, ...]:
    """NotFoundError(no_unit). A unit manager's begins with the unit that was given to them."""
    if unit_id is None:
        return ()
    way = [UnitPlace(*row) for row in queries.way_to(work.connection, unit_id)]
    if not way:
        raise NotFoundError("no_unit")
    if who.may_everything:
        return tuple(way)
    first = next(number for number, place in enumerate(way) if place.unit_id in who.managed_unit_ids)
    return tuple(way[first:])


def _unclaimed_help(work: Work, check_id: int, below: tuple[int, ...] | None) -> int:
    if below is None:
        return check_counts.unclaimed_help_count(work.connection, check_id)
    return queries.unclaimed_help(work.connection, check_id, below)


def unit_lines(work: Work, check_id: int, unit_id: int | None = None) -> tuple[UnitLine, ...]:
    """What is right below the unit; without one the highest there are, or those given to the unit manager.

    Lane READ. Worst first; units with nobody on the roll are left out.
    People of the unit itself are a line of their own. RefusedError(unknown_person, not_a_manager, outside_units),
    NotFoundError(no_unit).
    """
    who = require_manager(work)
    below_units(work, who, unit_id)
    if unit_id is None and not who.may_everything:
        rows = queries.named(work.connection, who.managed_unit_ids)
    else:
        rows = queries.children(work.connection, unit_id)
    above = unit_id
    if unit_id is None and len(rows) == 1 and rows[0].has_below:
        # One line that says what stands above it already helps nobody.
        above = rows[0].id
        rows = queries.children(work.connection, above)
    ids = [row.id for row in rows]
    is_everybody = unit_id is None and who.may_everything
    found = queries.standings_of(work.connection, check_id, ids, is_everybody) if ids else {}
    lines = [_line(row, found) for row in rows]
    if rows and above is not None:
        lines.append(_own_line(work, check_id, above))
    return tuple(sorted((line for line in lines if line.people), key=_badness))


def _line(row: Row[*tuple[Any, ...]], found: dict[tuple[int, str], int]) -> UnitLine:
    counts = {standing: found.get((row.id, standing), 0) for standing in Standing}
    return UnitLine(UnitPlace(row.id, row.name, row.path), bool(row.has_below), counts)


def _own_line(work: Work, check_id: int, unit_id: int) -> UnitLine:
    """Whoever leads a unit is in no unit below it: without them the lines would not add up."""
    [row] = queries.named(work.connection, (unit_id,))
    found = queries.standings_directly_in(work.connection, check_id, unit_id)
    counts = {standing: found.get(standing, 0) for standing in Standing}
    return UnitLine(UnitPlace(row.id, row.name, row.path), False, counts, directly=True)


def _badness(line: UnitLine) -> tuple[object, ...]:
    """Most help first, then most injured, then most silent."""
    return (*(-line.counts[standing] for standing in _WORST), line.place.path)
