"""The audit log as it is looked through: always the newest first, page by page, however many rows there are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, func, literal, or_, select, tuple_, union_all

from bot.plain import one_line
from storage.among import among
from storage.models import audit, people, units
from storage.types import Instant

#: The blanks people put between family name and given name.
_BLANKS = (" ", "\u3000")


class AuditKey(NamedTuple):
    """Where a page ends."""

    at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class WantedRows:
    """`person_id`: who did it, or whom it is about. `actions` empty: all. From `since` until just before `before`."""

    person_id: int | None = None
    actions: tuple[str, ...] = ()
    check_id: int | None = None
    since: datetime | None = None
    before: datetime | None = None


def page_of_rows(
    connection: Connection, wanted: WantedRows, after: AuditKey | None, limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """With `doer_name` and `subject_name`. Each stream below is read from the end of one index, so far as needed."""
    streams = [
        select(audit).where(stream, *_residue(wanted, after)).order_by(audit.c.at.desc(), audit.c.id.desc())
        for stream in _streams(wanted)
    ]
    newest = union_all(*(select(stream.limit(limit).subquery()) for stream in streams)).subquery("newest")
    page = select(newest).order_by(newest.c.at.desc(), newest.c.id.desc()).limit(limit).subquery("page")
    doers, subjects = people.alias("doers"), people.alias("subjects")
    named: Select[Any] = (
        select(page, doers.c.name.label("doer_name"), subjects.c.name.label("subject_name"))
        .outerjoin(doers, doers.c.id == page.c.person_id)
        .outerjoin(subjects, subjects.c.id == page.c.subject_person_id)
        .order_by(page.c.at.desc(), page.c.id.desc())
    )
    return connection.execute(named).all()


def _streams(wanted: WantedRows) -> list[ColumnElement[bool]]:
    """Together all that is wanted, nothing twice; each has an index that ends in the moment."""
    if wanted.person_id is not None:
        is_doer = audit.c.person_id == wanted.person_id
        is_other = or_(audit.c.person_id.is_(None), audit.c.person_id != wanted.person_id)
        return [is_doer, (audit.c.subject_person_id == wanted.person_id) & is_other]
    if wanted.check_id is not None:
        return [audit.c.check_id == wanted.check_id]
    if wanted.actions:
        return [audit.c.action == action for action in wanted.actions]
    return [audit.c.id > 0]


def _residue(wanted: WantedRows, after: AuditKey | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.check_id is not None:
        conditions.append(audit.c.check_id == wanted.check_id)
    if wanted.actions:
        conditions.append(audit.c.action.in_(wanted.actions))
    if wanted.since is not None:
        conditions.append(audit.c.at >= wanted.since)
    if wanted.before is not None:
        conditions.append(audit.c.at < wanted.before)
    if after is not None:
        key = tuple_(literal(after.at, Instant()), literal(after.id))
        conditions.append(tuple_(audit.c.at, audit.c.id) < key)
    return conditions


def has_noted(
    connection: Connection, person_id: int, action: str, subject_person_id: int | None, since: datetime
) -> bool:
    """Whether this person has done so, about the same person, since then."""
    is_same = audit.c.subject_person_id.is_not_distinct_from(subject_person_id)
    lately = (audit.c.person_id == person_id, audit.c.at >= since)
    found = select(audit.c.id).where(*lately, audit.c.action == action, is_same)
    return connection.execute(found.limit(1)).first() is not None


def names_of(connection: Connection, person_ids: Collection[int]) -> dict[int, str]:
    """Of people of any time."""
    if not person_ids:
        return {}
    found = select(people.c.id, people.c.name).where(among(people.c.id, person_ids))
    return {row.id: row.name for row in connection.execute(found)}


def paths_of(connection: Connection, unit_ids: Collection[int]) -> dict[int, str]:
    """Of the units that are still there."""
    if not unit_ids:
        return {}
    found = select(units.c.id, units.c.path).where(among(units.c.id, unit_ids))
    return {row.id: row.path for row in connection.execute(found)}


def people_called(connection: Connection, text: str, limit: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, employee_no, name, active) of whoever has this employee number; else of those whose name holds the text."""
    read = select(people.c.id, people.c.employee_no, people.c.name, people.c.active).limit(limit)
    numbered = connection.execute(read.where(people.c.employee_no == text)).all()
    if numbered:
        return numbered
    together: ColumnElement[str] = people.c.name
    wanted = one_line(text, len(text))
    for blank in _BLANKS:
        together, wanted = func.replace(together, blank, ""), wanted.replace(blank, "")
    is_called = func.lower(together).contains(wanted.lower(), autoescape=True)
    return connection.execute(read.where(is_called).order_by(people.c.active.desc(), people.c.employee_no)).all()
