"""Who did and saw what, for safety admins: a page at a time, and as a file. Looking is itself in the log."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row

from bot.audit_words import GROUPS, unit_ids
from flows.audit import note
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import audit as queries
from storage.queries.audit import AuditKey, WantedRows
from storage.types import EPOCH, MICROSECOND, microseconds

PAGE_AT_MOST = 500
#: Names told of a row that speaks of many people.
NAMES_AT_MOST = 20
#: Whoever comes back within so long goes on with the same visit.
VISIT = timedelta(minutes=30)
#: Where a name fits more people than these it must be typed in full.
CALLED_AT_MOST = 20
_TEXT_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class AuditFilter:
    #: Whoever did it, or whom it is about.
    person_id: int | None = None
    #: A key of `bot.audit_words.GROUPS`; empty: all.
    group: str = ""
    check_id: int | None = None
    #: Days of the company's calendar, both included.
    first: date | None = None
    last: date | None = None
    #: `AuditPage.next` of the page before; empty for the first. What cannot be read means the first as well.
    after: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class AuditLine:
    """`door`: the way they came, or who it was where nobody we know did it. Names are empty where there is nobody."""

    at: datetime
    door: str
    doer_id: int | None
    doer_name: str
    action: str
    check_id: int | None
    subject_id: int | None
    subject_name: str
    details: Mapping[str, Any]
    #: The paths of the units it names that are still there, by id.
    units: Mapping[int, str] = field(default_factory=dict)
    #: Of those that `details` names by their ids, the first NAMES_AT_MOST.
    names: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Newest first. `next` is empty on the last page."""

    lines: tuple[AuditLine, ...]
    next: str


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody the typed name or number may mean."""

    person_id: int
    employee_no: str
    name: str
    is_active: bool


def show_audit(work: Work, wanted: AuditFilter) -> AuditPage:
    """Lane READ; `note_audit_seen` comes before it is shown.

    A list of many people's contacts that was looked at is found by who looked, not by each of the many.
    RefusedError(unknown_person, not_a_manager, not_a_safety_admin).
    """
    require_safety_admin(work)
    limit = max(1, min(wanted.limit, PAGE_AT_MOST))
    rows = queries.page_of_rows(work.connection, _wanted(work, wanted), _key(wanted.after), limit + 1)
    return AuditPage(_lines(work, rows[:limit]), _cursor(rows[limit - 1]) if rows[limit:] else "")


def export_audit(work: Work, wanted: AuditFilter) -> Iterator[AuditLine]:
    """Lane READ, read inside the unit of work, few in memory at a time; `after` and `limit` mean nothing.

    `note_audit_exported` comes before. RefusedError as `show_audit`.
    """
    page = show_audit(work, replace(wanted, after="", limit=PAGE_AT_MOST))
    yield from page.lines
    while page.next:
        page = show_audit(work, replace(wanted, after=page.next, limit=PAGE_AT_MOST))
        yield from page.lines


def note_audit_seen(work: Work, wanted: AuditFilter) -> None:
    """Once for each visit, and for each person it is narrowed to; not for each page of it. RefusedError."""
    who = require_safety_admin(work)
    since, about = work.now - VISIT, wanted.person_id
    if who.person_id is None or not queries.has_noted(work.connection, who.person_id, "audit_viewed", about, since):
        note(work, "audit_viewed", subject_person_id=about)


def note_audit_exported(work: Work, wanted: AuditFilter) -> None:
    """RefusedError as `show_audit`."""
    require_safety_admin(work)
    days = {"first": wanted.first, "last": wanted.last}
    note(
        work,
        "audit_exported",
        wanted.check_id,
        wanted.person_id,
        **{name: day.isoformat() for name, day in days.items() if day},
        **({"group": wanted.group} if wanted.group else {}),
    )


def people_called(work: Work, text: str) -> tuple[Called, ...]:
    """Lane READ. Whom a typed employee number or a part of a name may mean, those who have left among them.

    RefusedError as `show_audit`.
    """
    require_safety_admin(work)
    typed = unicodedata.normalize("NFKC", text[:_TEXT_AT_MOST]).strip()
    rows = queries.people_called(work.connection, typed, CALLED_AT_MOST) if typed else ()
    return tuple(Called(row.id, row.employee_no, row.name, row.active) for row in rows)


def name_of(work: Work, person_id: int) -> str:
    """Lane READ. Empty where there is nobody of that id. RefusedError as `show_audit`."""
    require_safety_admin(work)
    return queries.names_of(work.connection, (person_id,)).get(person_id, "")


def _wanted(work: Work, wanted: AuditFilter) -> WantedRows:
    return WantedRows(
        person_id=wanted.person_id,
        actions=GROUPS.get(wanted.group, ()),
        check_id=wanted.check_id,
        since=_midnight(work, wanted.first) if wanted.first else None,
        before=_midnight(work, wanted.last + timedelta(days=1)) if wanted.last else None,
    )


def _midnight(work: Work, day: date) -> datetime:
    return datetime.combine(day, time(), work.policy.zone)


def _lines(work: Work, rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[AuditLine, ...]:
    named = [_named(row.details) for row in rows]
    names = queries.names_of(work.connection, {person_id for ids in named for person_id in ids})
    of_units = [unit_ids(row.details or {}) for row in rows]
    paths = queries.paths_of(work.connection, {unit_id for ids in of_units for unit_id in ids})
    return tuple(
        AuditLine(
            at=row.at,
            door=row.actor,
            doer_id=row.person_id,
            doer_name=row.doer_name or "",
            action=row.action,
            check_id=row.check_id,
            subject_id=row.subject_person_id,
            subject_name=row.subject_name or "",
            details=row.details or {},
            units={unit_id: paths[unit_id] for unit_id in its_units if unit_id in paths},
            names=tuple((person_id, names[person_id]) for person_id in ids if person_id in names),
        )
        for row, ids, its_units in zip(rows, named, of_units, strict=True)
    )


def _named(details: Mapping[str, Any] | None) -> list[int]:
    """`people` is a list of ids where somebody looked at many, else how many they were."""
    ids = (details or {}).get("people")
    return ids[:NAMES_AT_MOST] if isinstance(ids, list) else []


def _cursor(row: Row[*tuple[Any, ...]]) -> str:
    return f"{microseconds(row.at)}.{row.id}"


def _key(cursor: str) -> AuditKey | None:
    at, _, row_id = cursor.partition(".")
    # 17 digits of microseconds reach beyond the year 5000, and stay a moment.
    if not all(part.isascii() and part.isdecimal() and len(part) <= 17 for part in (at, row_id)):
        return None
    return AuditKey(EPOCH + int(at) * MICROSECOND, int(row_id))
