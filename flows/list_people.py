"""The people a manager is responsible for, and how each can be reached: kinds and states, no addresses."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from bot.vocabulary import WORKING_STATES, ChannelKind, ContactState, Role
from flows.who import require_manager, require_safety_admin
from flows.work import Work
from storage.queries import check_names, unit_edits
from storage.queries import contact_lists as queries

PAGE_AT_MOST = 500
_TEXT_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    #: A part of a name, its reading or an employee number; upper and lower case alike.
    text: str = ""
    #: `PeoplePage.next` of the page before; empty for the first.
    after: str = ""
    limit: int = 50
    #: Of this unit or below it.
    unit_id: int | None = None
    #: Those who have left the company, for a safety admin.
    left: bool = False
    #: The one with exactly this number.
    employee_no: str = ""


@dataclass(frozen=True, slots=True)
class PersonLine:
    person_id: int
    employee_no: str
    name: str
    units: tuple[str, ...]
    role: Role
    #: Kinds of contact that work and are switched on, in the person's own order.
    reached_by: tuple[ChannelKind, ...]
    #: How many contacts its owner has stopped, and how many do not work for another reason.
    stopped: int
    failing: int
    leave_from: date | None
    leave_until: date | None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """By employee number. `next` is empty on the last page."""

    people: tuple[PersonLine, ...]
    next: str
    #: The path of the unit asked for.
    unit_path: str = ""


def list_people(work: Work, wanted: PeopleFilter) -> PeoplePage:
    """Lane READ. RefusedError(unknown_person, not_a_manager; not_a_safety_admin for those who have left)."""
    who = require_safety_admin(work) if wanted.left else require_manager(work)
    limit = max(1, min(wanted.limit, PAGE_AT_MOST))
    chosen = queries.WantedPeople(
        below_units=None if who.may_everything else who.managed_unit_ids,
        text=unicodedata.normalize("NFKC", wanted.text[:_TEXT_AT_MOST]).strip(),
        in_units=None if wanted.unit_id is None else (wanted.unit_id,),
        active=not wanted.left,
        employee_no=wanted.employee_no,
    )
    rows = queries.page_of_people(work.connection, chosen, wanted.after, limit + 1)
    shown = rows[:limit]
    ids = [row.id for row in shown]
    units = check_names.unit_paths(work.connection, ids)
    states = queries.states_of(work.connection, ids)
    lines = tuple(_line(row, units.get(row.id, ()), states.get(row.id, ()), work.policy.channels) for row in shown)
    unit = None if wanted.unit_id is None else unit_edits.unit(work.connection, wanted.unit_id)
    return PeoplePage(lines, shown[-1].employee_no if rows[limit:] else "", unit.path if unit else "")


def _line(
    row: Row[*tuple[Any, ...]],
    units: tuple[str, ...],
    contacts: Sequence[tuple[ChannelKind, str, str]],
    channels: Collection[ChannelKind],
) -> PersonLine:
    working = [channel for channel, state, _ in contacts if state in WORKING_STATES]
    stopped = sum(state == ContactState.SUPPRESSED for _, state, _ in contacts)
    return PersonLine(
        person_id=row.id,
        employee_no=row.employee_no,
        name=row.name,
        units=units,
        role=Role(row.role),
        reached_by=tuple(dict.fromkeys(channel for channel in working if channel in channels)),
        stopped=stopped,
        failing=len(contacts) - len(working) - stopped,
        leave_from=row.leave_from,
        leave_until=row.leave_until,
    )
