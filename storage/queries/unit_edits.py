"""The tree of units, looked at level by level and changed one by one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, literal, select, true, update

from bot.vocabulary import Role
from storage.models import (
    bulletin_push_units,
    bulletins,
    campaign_units,
    check_units,
    managed_units,
    memberships,
    people,
    unit_closure,
    units,
)


def unit(connection: Connection, unit_id: int) -> Row[*tuple[Any, ...]] | None:
    return connection.execute(select(units).where(units.c.id == unit_id)).first()


def hold(connection: Connection, unit_id: int) -> None:
    """Whoever is just naming it – in a check, as somebody's unit – ends first, and is seen then."""
    connection.execute(select(units.c.id).where(units.c.id == unit_id).with_for_update())


def all_paths(connection: Connection) -> Sequence[str]:
    return connection.execute(select(units.c.path).order_by(units.c.path)).scalars().all()


def level(connection: Connection, parent_id: int | None) -> Sequence[Row[*tuple[Any, ...]]]:
    """The units right below (None: the topmost): id, name, people (active, in it or below), below (units)."""
    of_level = units.c.parent_id.is_(None) if parent_id is None else units.c.parent_id == parent_id
    below = units.alias("below")
    number_below = select(func.count()).where(below.c.parent_id == units.c.id).scalar_subquery()
    read = select(units.c.id, units.c.name, _people_below(), number_below.label("below"))
    return connection.execute(read.where(of_level)).all()


def people_in(connection: Connection, unit_id: int) -> int:
    """Active ones, in the unit or below."""
    return int(connection.execute(select(_people_below()).where(units.c.id == unit_id)).scalar_one())


def _people_below() -> Any:
    counted = (
        select(func.count(memberships.c.person_id.distinct()))
        .join(unit_closure, unit_closure.c.descendant_id == memberships.c.unit_id)
        .join(people, people.c.id == memberships.c.person_id)
        .where(unit_closure.c.ancestor_id == units.c.id, people.c.active)
        .correlate(units)
    )
    return counted.scalar_subquery().label("people")


def above(connection: Connection, unit_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, name) of the unit and all above it, the topmost first."""
    read = select(units.c.id, units.c.name).join(unit_closure, unit_closure.c.ancestor_id == units.c.id)
    return connection.execute(read.where(unit_closure.c.descendant_id == unit_id).order_by(units.c.depth)).all()


def add(connection: Connection, parent: Row[*tuple[Any, ...]] | None, name: str) -> int:
    row = {"parent_id": None, "name": name, "path": name, "depth": 0}
    if parent is not None:
        row |= {"parent_id": parent.id, "path": f"{parent.path}/{name}", "depth": parent.depth + 1}
    unit_id: int = connection.execute(insert(units).values(row).returning(units.c.id)).scalar_one()
    connection.execute(insert(unit_closure).values(ancestor_id=unit_id, descendant_id=unit_id))
    if parent is not None:
        _put_below(connection, unit_id, parent.id)
    return unit_id


def move(connection: Connection, unit: Row[*tuple[Any, ...]], parent: Row[*tuple[Any, ...]] | None, name: str) -> None:
    """Under another (None: to the top), or the same, with this name; never under itself: paths of all below follow."""
    path = name if parent is None else f"{parent.path}/{name}"
    depth = 0 if parent is None else parent.depth + 1
    below = _below(unit.id)
    moved = update(units).where(units.c.id.in_(below))
    followed = literal(path).concat(func.substr(units.c.path, len(unit.path) + 1))
    connection.execute(moved.values(path=followed, depth=units.c.depth + (depth - unit.depth)))
    parent_id = None if parent is None else parent.id
    connection.execute(update(units).where(units.c.id == unit.id).values(name=name, parent_id=parent_id))
    if parent_id == unit.parent_id:
        return
    inside = set(connection.execute(below).scalars())
    connection.execute(
        delete(unit_closure).where(unit_closure.c.descendant_id.in_(inside), unit_closure.c.ancestor_id.not_in(inside))
    )
    if parent_id is not None:
        _put_below(connection, unit.id, parent_id)


def _put_below(connection: Connection, unit_id: int, parent_id: int) -> None:
    """The closure between everything in the unit and everything above it from now on."""
    upper, lower = unit_closure.alias("upper"), unit_closure.alias("lower")
    every_pair = select(upper.c.ancestor_id, lower.c.descendant_id).select_from(upper).join(lower, true())
    pairs = every_pair.where(upper.c.descendant_id == parent_id, lower.c.ancestor_id == unit_id)
    connection.execute(insert(unit_closure).from_select(["ancestor_id", "descendant_id"], pairs))


def _below(unit_id: int) -> Select[int]:
    return select(unit_closure.c.descendant_id).where(unit_closure.c.ancestor_id == unit_id)


def deepest(connection: Connection, unit_id: int) -> int:
    """The depth of the deepest unit in it; 0 is the top."""
    read = select(func.max(units.c.depth)).where(units.c.id.in_(_below(unit_id)))
    return int(connection.execute(read).scalar_one())


def is_in(connection: Connection, unit_id: int, upper_id: int) -> bool:
    """Whether it is the other or below it."""
    pair = (unit_closure.c.ancestor_id == upper_id, unit_closure.c.descendant_id == unit_id)
    return connection.execute(select(unit_closure.c.ancestor_id).where(*pair)).first() is not None


def number_below(connection: Connection, unit_id: int) -> int:
    """Of units right below it."""
    return connection.execute(select(func.count()).where(units.c.parent_id == unit_id)).scalar_one()


def members(connection: Connection, unit_id: int) -> int:
    """Active people who belong to the unit itself."""
    read = select(func.count()).select_from(memberships.join(people, people.c.id == memberships.c.person_id))
    return connection.execute(read.where(memberships.c.unit_id == unit_id, people.c.active)).scalar_one()


def managers(connection: Connection, unit_ids: Collection[int]) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, name) of active unit managers to whom one of these units itself is given, by employee number."""
    given = select(managed_units.c.person_id).where(managed_units.c.unit_id.in_(unit_ids))
    who = (people.c.id.in_(given), people.c.active, people.c.role == Role.UNIT_MANAGER)
    read = select(people.c.id, people.c.name).where(*who)
    return connection.execute(read.order_by(people.c.employee_no)).all()


def is_named(connection: Connection, unit_id: int) -> bool:
    """Whether a check, a campaign or a bulletin, whenever it was, named this very unit."""
    naming = (check_units, campaign_units, bulletins, bulletin_push_units)
    named = (select(table.c.unit_id).where(table.c.unit_id == unit_id) for table in naming)
    return any(connection.execute(one.limit(1)).first() is not None for one in named)


def remove(connection: Connection, unit: Row[*tuple[Any, ...]]) -> None:
    """Without units, active people or managers in it. Who has left the company is counted to the unit above instead."""
    left = select(memberships.c.person_id).where(memberships.c.unit_id == unit.id)
    if unit.parent_id is not None:
        there = select(memberships.c.person_id).where(memberships.c.unit_id == unit.parent_id)
        moved = left.where(memberships.c.person_id.not_in(there)).add_columns(literal(unit.parent_id))
        connection.execute(insert(memberships).from_select(["person_id", "unit_id"], moved))
    connection.execute(delete(memberships).where(memberships.c.unit_id == unit.id))
    # Left over from roles given back, or of managers who have left.
    connection.execute(delete(managed_units).where(managed_units.c.unit_id == unit.id))
    connection.execute(delete(unit_closure).where(unit_closure.c.descendant_id == unit.id))
    connection.execute(delete(units).where(units.c.id == unit.id))
