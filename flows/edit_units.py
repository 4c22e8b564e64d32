"""Units made, named, moved and deleted by hand; the paths and the closure of all below follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from bot.csv_reading import CONTROL
from bot.people_columns import MAX_TEXT, MAX_UNIT_DEPTH
from flows.audit import note
from flows.errors import InvalidError, NotFoundError
from flows.grant_role import units_named
from flows.organise import organiser
from flows.work import Work
from storage.queries import roles
from storage.queries import unit_edits as queries

#: They stand between names in a path and between paths in the people file.
_SEPARATORS = frozenset("/;；")
_Unit = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class AddUnit:
    """`under` None: a topmost one."""

    under: int | None
    name: str


@dataclass(frozen=True, slots=True)
class MoveUnit:
    unit_id: int
    #: A path; empty: to the top.
    under: str


def add_unit(work: Work, request: AddUnit) -> int:
    """The new unit's id. In the audit log.

    RefusedError but for a safety admin, NotFoundError(no_such_unit),
    InvalidError(bad_unit_name, unit_there, unit_too_deep).
    """
    organiser(work)
    under = None if request.under is None else _unit(work, request.under)
    name = _name(request.name)
    _require_place(work, under, name)
    if under is not None and under.depth + 1 >= MAX_UNIT_DEPTH:
        raise InvalidError("unit_too_deep", limit=MAX_UNIT_DEPTH)
    unit_id = queries.add(work.connection, under, name)
    note(work, "unit_added", unit_id=unit_id)
    return unit_id


def rename_unit(work: Work, unit_id: int, name: str) -> None:
    """As `add_unit`; the same name changes nothing."""
    organiser(work)
    unit, name = _unit(work, unit_id), _name(name)
    if name == unit.name:
        return
    under = None if unit.parent_id is None else _unit(work, unit.parent_id)
    _require_place(work, under, name)
    queries.move(work.connection, unit, under, name)
    note(work, "unit_renamed", unit_id=unit_id)


def move_unit(work: Work, request: MoveUnit) -> None:
    """With all below it; to where it is, nothing changes.

    As `add_unit`, and InvalidError(unknown_unit, unit_below_itself).
    """
    organiser(work)
    unit = _unit(work, request.unit_id)
    found = list(units_named(work, [request.under]).values())
    under = _unit(work, found[0]) if found else None
    if under is not None and queries.is_in(work.connection, under.id, unit.id):
        raise InvalidError("unit_below_itself")
    under_id = None if under is None else under.id
    if under_id == unit.parent_id:
        return
    _require_place(work, under, unit.name)
    depth = 0 if under is None else under.depth + 1
    if queries.deepest(work.connection, unit.id) - unit.depth + depth >= MAX_UNIT_DEPTH:
        raise InvalidError("unit_too_deep", limit=MAX_UNIT_DEPTH)
    queries.move(work.connection, unit, under, unit.name)
    note(work, "unit_moved", unit_id=unit.id, under=under_id)


def delete_unit(work: Work, unit_id: int) -> int | None:
    """Only while nothing depends on it. The id of the unit above, if there is one. In the audit log.

    RefusedError but for a safety admin, NotFoundError(no_such_unit),
    InvalidError(unit_has_units, unit_has_people, unit_has_managers, unit_was_asked).
    """
    organiser(work)
    queries.hold(work.connection, unit_id)
    unit = _unit(work, unit_id)
    if below := queries.number_below(work.connection, unit_id):
        raise InvalidError("unit_has_units", units=below)
    if members := queries.members(work.connection, unit_id):
        raise InvalidError("unit_has_people", people=members)
    if managers := queries.managers(work.connection, [unit_id]):
        raise InvalidError("unit_has_managers", name=managers[0].name)
    if queries.is_named(work.connection, unit_id):
        raise InvalidError("unit_was_asked")
    queries.remove(work.connection, unit)
    note(work, "unit_deleted", unit_id=unit_id)
    return None if unit.parent_id is None else int(unit.parent_id)


def _unit(work: Work, unit_id: int) -> _Unit:
    unit = queries.unit(work.connection, unit_id)
    if unit is None:
        raise NotFoundError("no_such_unit")
    return unit


def _name(typed: str) -> str:
    name = typed.strip()
    if not name or len(name) > MAX_TEXT or CONTROL.search(name) or _SEPARATORS & set(name):
        raise InvalidError("bad_unit_name", limit=MAX_TEXT)
    return name


def _require_place(work: Work, under: _Unit | None, name: str) -> None:
    path = name if under is None else f"{under.path}/{name}"
    if roles.units_at(work.connection, [path]):
        raise InvalidError("unit_there", unit=path)
