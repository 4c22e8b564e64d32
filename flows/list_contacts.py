"""Contacts of many people: everyone suppressed, everything that bounced, whose address this is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.vocabulary import WORKING_STATES, ChannelKind, ContactState
from flows.audit import note
from flows.standing_check import unanswered_before
from flows.who import Who, require_manager
from flows.work import Work
from storage.queries import contact_lists as queries
from storage.queries.contact_lists import ContactKey, WantedContacts

PAGE_AT_MOST = 500
#: Of what is searched for only so much is looked at.
_TEXT_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class ContactFilter:
    #: Empty: all.
    states: tuple[ContactState, ...] = ()
    channels: tuple[ChannelKind, ...] = ()
    #: A part of a name, its reading, an employee number or an address; upper and lower case alike.
    text: str = ""
    #: Only of people whom no contact reaches.
    only_missing: bool = False
    #: Only those asked long ago to be proven, and not proven since (`flows.standing_check.UNANSWERED`).
    only_unanswered: bool = False
    #: `ContactPage.next` of the page before; empty for the first. What cannot be read means the first as well.
    after: str = ""
    limit: int = 100


@dataclass(frozen=True, slots=True)
class ContactLine:
    person_id: int
    employee_no: str
    name: str
    contact_id: int
    channel: ChannelKind
    address: str
    label: str
    state: ContactState
    reason: str
    since: datetime
    confirmed_at: datetime | None
    #: Asked then, long ago, and no press has come; None: not so.
    unanswered_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ContactPage:
    """By employee number, each person's contacts in their own order."""

    lines: tuple[ContactLine, ...]
    #: Of all pages together.
    total: int
    #: Empty on the last page.
    next: str


def list_contacts(work: Work, wanted: ContactFilter) -> ContactPage:
    """Of active people; a unit manager's own only. Lane READ: looking through everybody must hold up no answer.

    `note_contacts_seen` comes before the page is shown. RefusedError(unknown_person, not_a_manager).
    """
    who = require_manager(work)
    in_storage = _wanted(work, who, wanted)
    limit = max(1, min(wanted.limit, PAGE_AT_MOST))
    rows = queries.page_of_contacts(work.connection, in_storage, _key(wanted.after), limit + 1)
    lines = tuple(_line(row, work.now) for row in rows[:limit])
    after = _cursor(rows[limit - 1]) if rows[limit:] else ""
    is_all = not wanted.after and not after
    total = len(lines) if is_all else queries.count_contacts(work.connection, in_storage)
    return ContactPage(lines, total, after)


def note_contacts_seen(work: Work, page: ContactPage) -> None:
    """Whose contacts were looked at is in the audit log, one's own left out."""
    who = require_manager(work)
    if seen := sorted({line.person_id for line in page.lines} - {who.person_id}):
        note(work, "contacts_viewed", people=seen)


def count_contacts(work: Work, wanted: ContactFilter) -> int:
    """Lane READ. How many `list_contacts` would list on all its pages. RefusedError(unknown_person, not_a_manager)."""
    return queries.count_contacts(work.connection, _wanted(work, require_manager(work), wanted))


def note_contacts_exported(work: Work, contacts: int) -> None:
    """Before so many are handed out. RefusedError(unknown_person, not_a_manager)."""
    require_manager(work)
    note(work, "contacts_exported", contacts=contacts)


def all_contacts(work: Work, wanted: ContactFilter) -> Iterator[ContactLine]:
    """Lane READ, read inside the unit of work, few in memory at a time; `after` and `limit` mean nothing.

    RefusedError(unknown_person, not_a_manager).
    """
    rows = queries.every_contact(work.connection, _wanted(work, require_manager(work), wanted))
    return (_line(row, work.now) for row in rows)


def _wanted(work: Work, who: Who, wanted: ContactFilter) -> WantedContacts:
    return WantedContacts(
        below_units=None if who.may_everything else who.managed_unit_ids,
        states=wanted.states,
        channels=wanted.channels,
        text=unicodedata.normalize("NFKC", wanted.text[:_TEXT_AT_MOST]).strip(),
        unreached_by=frozenset(work.policy.channels) if wanted.only_missing else None,
        unanswered_before=unanswered_before(work.now) if wanted.only_unanswered else None,
    )


def _cursor(row: Row[*tuple[Any, ...]]) -> str:
    return f"{row.id}.{row.position}.{row.employee_no}"


def _key(cursor: str) -> ContactKey | None:
    contact_id, _, rest = cursor.partition(".")
    position, _, employee_no = rest.partition(".")
    if not (contact_id.isdecimal() and position.isdecimal() and employee_no) or len(contact_id + position) > 18:
        return None
    return ContactKey(employee_no, int(position), int(contact_id))


def _line(row: Row[*tuple[Any, ...]], now: datetime) -> ContactLine:
    return ContactLine(
        person_id=row.person_id,
        employee_no=row.employee_no,
        name=row.name,
        contact_id=row.id,
        channel=ChannelKind(row.channel),
        address=row.address,
        label=row.label,
        state=ContactState(row.state),
        reason=row.state_reason,
        since=row.state_since,
        confirmed_at=row.confirmed_at,
        unanswered_since=row.proof_asked_at if _is_unanswered(row, now) else None,
    )


def _is_unanswered(row: Row[*tuple[Any, ...]], now: datetime) -> bool:
    if row.proof_asked_at is None or row.state not in WORKING_STATES:
        return False
    is_proven = row.confirmed_at is not None and row.confirmed_at >= row.proof_asked_at
    return not is_proven and row.proof_asked_at <= unanswered_before(now)
