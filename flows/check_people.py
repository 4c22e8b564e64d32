"""The people of a check as lines: who, where, what they said, who takes care of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from bot.vocabulary import By, ContactState, Standing, Via
from storage.queries import check_names as queries
from storage.queries import claims
from storage.queries.check_names import Wanted


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a check, for managers only (invariant 11)."""

    person_id: int | None
    #: Empty for a guest.
    employee_no: str
    name: str
    units: tuple[str, ...]
    standing: Standing
    said: str
    by: By | None
    via: Via | None
    said_at: datetime | None
    comment: str = ""
    can_work: str = ""
    place: str = ""
    opened_at: datetime | None = None
    is_guest: bool = False
    #: Of the open case; a closed one has left a word.
    help_case_id: int | None = None
    help_taken_by: str = ""
    help_closed_by: str = ""
    help_closing_word: str = ""
    #: Who takes care of them while they are silent.
    claimed_by: str = ""
    reachable: bool = True
    contact_states: tuple[ContactState, ...] = ()


def people_of_check(connection: Connection, wanted: Wanted, offset: int, limit: int) -> tuple[PersonLine, ...]:
    """Worst first, guests among them; a handful of queries for a page of any length. Permission is the caller's."""
    page = queries.page_of_names(connection, wanted, offset, limit)
    person_ids = [row.person_id for row in page if row.person_id is not None]
    guest_ids = [row.guest_id for row in page if row.guest_id is not None]
    rows = _Rows(connection, wanted.check_id, person_ids, guest_ids)
    return tuple(
        rows.guest_line(row.guest_id) if row.person_id is None else rows.person_line(row.person_id) for row in page
    )


def roll_people(connection: Connection, check_id: int, person_ids: Sequence[int]) -> tuple[PersonLine, ...]:
    """As `people_of_check`, these people of the roll in this order."""
    rows = _Rows(connection, check_id, person_ids, ())
    return tuple(rows.person_line(person_id) for person_id in person_ids)


def guest_people(connection: Connection, check_id: int, guest_ids: Sequence[int]) -> tuple[PersonLine, ...]:
    """As `people_of_check`, these guests in this order."""
    rows = _Rows(connection, check_id, (), guest_ids)
    return tuple(rows.guest_line(guest_id) for guest_id in guest_ids)


class _Rows:
    """What is known about the people of one page, each kind of fact read once."""

    def __init__(
        self, connection: Connection, check_id: int, person_ids: Sequence[int], guest_ids: Sequence[int]
    ) -> None:
        self._roll = queries.roll_lines(connection, check_id, person_ids)
        self._guests = queries.guest_lines(connection, guest_ids)
        known = {*person_ids, *(row.person_id for row in self._guests.values() if row.person_id is not None)}
        self._units = queries.unit_paths(connection, known)
        self._contacts = queries.contact_states(connection, known)
        self._unreachable = queries.unreachable_among(connection, check_id, person_ids)
        cases = queries.newest_help(connection, check_id, person_ids, guest_ids)
        self._claimants = claims.claimants(connection, check_id, person_ids)
        self._person_help = {row.person_id: row for row in cases if row.person_id is not None}
        self._guest_help = {row.guest_id: row for row in cases if row.guest_id is not None}

    def person_line(self, person_id: int) -> PersonLine:
        row = self._roll[person_id]
        help_case = self._person_help.get(person_id)
        return PersonLine(
            person_id=person_id,
            employee_no=row.employee_no,
            name=row.name,
            units=self._units.get(person_id, ()),
            standing=Standing(row.standing),
            said=row.said,
            by=By(row.said_by) if row.said_by else None,
            via=Via(row.said_via) if row.said_via else None,
            said_at=row.said_at,
            comment=row.comment,
            can_work=row.can_work,
            place=row.place,
            opened_at=row.opened_at,
            **_help(help_case),
            claimed_by=self._claimants.get(person_id, "") if row.standing == Standing.SILENT else "",
            reachable=person_id not in self._unreachable,
            contact_states=tuple(ContactState(state) for state in self._contacts.get(person_id, ())),
        )

    def guest_line(self, guest_id: int) -> PersonLine:
        row = self._guests[guest_id]
        help_case = self._guest_help.get(guest_id)
        return PersonLine(
            person_id=row.person_id,
            employee_no="",
            name=row.person_name or row.name,
            units=self._units.get(row.person_id, ()),
            standing=Standing(row.standing),
            said=row.said,
            by=None,
            via=Via(row.channel) if row.channel in Via.__members__.values() else None,
            said_at=row.said_at if row.said else None,
            comment=row.comment,
            is_guest=True,
            **_help(help_case),
            contact_states=tuple(ContactState(state) for state in self._contacts.get(row.person_id, ())),
        )


def _help(case: Row[*tuple[Any, ...]] | None) -> dict[str, Any]:
    """Only the newest case counts: an earlier word says nothing of a new cry."""
    if case is None:
        return {}
    if case.closed_at is None:
        return {"help_case_id": case.id, "help_taken_by": case.taker or ""}
    return {"help_closed_by": case.closer or "", "help_closing_word": case.closing_word}
