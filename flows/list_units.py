"""The tree of units, one level at a time."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from flows.errors import InvalidError, NotFoundError
from flows.grant_role import units_named
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import unit_edits as queries

_NUMBER = re.compile("([0-9]+)")


@dataclass(frozen=True, slots=True)
class UnitLine:
    unit_id: int
    name: str
    #: Active ones, in the unit or below it, each once.
    people: int
    #: Units right below it.
    below: int


@dataclass(frozen=True, slots=True)
class UnitLevel:
    """A unit and those right below it. `unit_id` None: above the topmost ones."""

    unit_id: int | None
    name: str
    path: str
    people: int
    #: Ids and names of those above it, the topmost first.
    above: tuple[tuple[int, str], ...]
    below: tuple[UnitLine, ...]
    #: Ids and names of the unit managers this very unit is given to.
    managers: tuple[tuple[int, str], ...]
    #: Of all units, to choose from.
    paths: tuple[str, ...]


def list_units(work: Work, unit_id: int | None) -> UnitLevel:
    """Lane READ. RefusedError but for a safety admin, NotFoundError(no_such_unit)."""
    require_safety_admin(work)
    lines = (UnitLine(*row) for row in queries.level(work.connection, unit_id))
    below = tuple(sorted(lines, key=lambda line: _counted(line.name)))
    paths = tuple(queries.all_paths(work.connection))
    if unit_id is None:
        return UnitLevel(None, "", "", 0, (), below, (), paths)
    unit = queries.unit(work.connection, unit_id)
    if unit is None:
        raise NotFoundError("no_such_unit")
    *above, _ = queries.above(work.connection, unit_id)
    return UnitLevel(
        unit_id=unit_id,
        name=unit.name,
        path=unit.path,
        people=queries.people_in(work.connection, unit_id),
        above=tuple((row.id, row.name) for row in above),
        below=below,
        managers=tuple((row.id, row.name) for row in queries.managers(work.connection, [unit_id])),
        paths=paths,
    )


def _counted(name: str) -> list[tuple[int, str]]:
    """第2課 comes before 第10課."""
    parts = _NUMBER.split(unicodedata.normalize("NFKC", name))
    return [(int(part), "") if place % 2 else (0, part) for place, part in enumerate(parts)]


def find_unit(work: Work, path: str) -> int:
    """Lane READ. RefusedError but for a safety admin, InvalidError(unknown_unit)."""
    require_safety_admin(work)
    found = units_named(work, [path])
    if not found:
        raise InvalidError("unknown_unit", unit=path)
    return next(iter(found.values()))
