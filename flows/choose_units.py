"""The units a manager may choose from to ask their people: one level at a time, or what is searched for."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.who import require_manager
from flows.work import Work
from storage.queries import rounds, urging

#: Found by one search; more are better searched for with more letters.
FOUND_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class UnitToChoose:
    unit_id: int
    path: str
    #: In the unit and below it, each once: active people, or those of them no contact reaches.
    people: int
    #: There are units below it.
    opens: bool

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class WantedUnits:
    #: The unit whose level is looked at; None: the topmost ones. One that may not be chosen means the same.
    at: int | None = None
    #: A part of a path; then the level does not matter.
    text: str = ""
    chosen: tuple[int, ...] = ()
    #: Count whom no contact reaches instead of everybody.
    counts_missing: bool = False


@dataclass(frozen=True, slots=True)
class UnitsToChoose:
    """`above`: the way down to the level shown, the topmost first."""

    above: tuple[UnitToChoose, ...]
    shown: tuple[UnitToChoose, ...]
    #: The search has found more than are shown.
    more: bool
    #: Wherever they stand.
    chosen: tuple[UnitToChoose, ...]


def choose_units(work: Work, wanted: WantedUnits) -> UnitsToChoose:
    """Lane READ. A unit manager's units and all below; a safety admin's are all. RefusedError."""
    who = require_manager(work)
    rows = rounds.unit_choices(work.connection, None if who.may_everything else who.managed_unit_ids)
    counted = urging.missing_by_unit(work.connection, work.policy.channels) if wanted.counts_missing else None
    units = _units([(row.id, row.path, row.people if counted is None else counted.get(row.id, 0)) for row in rows])
    chosen = tuple(unit for unit in units.values() if unit.unit_id in set(wanted.chosen))
    text = unicodedata.normalize("NFKC", wanted.text).strip().casefold()
    if text:
        found = [unit for path, unit in units.items() if text in unicodedata.normalize("NFKC", path).casefold()]
        return UnitsToChoose((), tuple(found[:FOUND_AT_MOST]), len(found) > FOUND_AT_MOST, chosen)
    at = next((unit for unit in units.values() if unit.unit_id == wanted.at), None)
    shown = tuple(unit for path, unit in units.items() if _parent(path, units) == (at.path if at else ""))
    return UnitsToChoose(_way_to(at, units), shown, False, chosen)


def _units(rows: Sequence[tuple[int, str, int]]) -> Mapping[str, UnitToChoose]:
    above = {path.rpartition("/")[0] for _, path, _ in rows}
    return {path: UnitToChoose(unit_id, path, people, path in above) for unit_id, path, people in rows}


def _parent(path: str, units: Mapping[str, UnitToChoose]) -> str:
    """Empty for the topmost of those that may be chosen."""
    parent = path.rpartition("/")[0]
    return parent if parent in units else ""


def _way_to(unit: UnitToChoose | None, units: Mapping[str, UnitToChoose]) -> tuple[UnitToChoose, ...]:
    way: list[UnitToChoose] = []
    while unit is not None:
        way.insert(0, unit)
        unit = units.get(_parent(unit.path, units))
    return tuple(way)
