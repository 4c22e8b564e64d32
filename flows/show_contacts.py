"""The contacts of one person, for themselves and for their managers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.vocabulary import WORKING_STATES, ChannelKind, ContactState, Locale, locale_or_default
from flows.audit import note
from flows.errors import NotFoundError
from flows.who import require_own_or_managed
from flows.work import Work
from storage.queries import check_names, contact_edits, contact_history

#: Changes shown of one person, the newest.
HISTORY_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class ContactView:
    contact_id: int
    channel: ChannelKind
    address: str
    label: str
    state: ContactState
    #: A code such as unsubscribed or user_not_found.
    reason: str
    since: datetime
    #: When its owner last proved it by a press.
    confirmed_at: datetime | None
    #: For mail: plain text without links, to be answered by reply.
    plain: bool

    @property
    def works(self) -> bool:
        """It is sent to, where its channel is switched on."""
        return self.state in WORKING_STATES


@dataclass(frozen=True, slots=True)
class ContactEvent:
    """`what`: added, changed (`reason`: address, label, plain, order), removed, or the state it has had since."""

    at: datetime
    channel: ChannelKind
    address: str
    what: str
    reason: str
    #: Who did it; empty where it was nobody we know: then only the door is.
    by_name: str
    door: str


@dataclass(frozen=True, slots=True)
class PersonContacts:
    """Contacts stand in the person's own order; the history newest first, at most HISTORY_AT_MOST."""

    person_id: int
    employee_no: str
    name: str
    kana: str
    units: tuple[str, ...]
    #: The profile address.
    email: str
    locale: Locale
    is_own: bool
    contacts: tuple[ContactView, ...]
    history: tuple[ContactEvent, ...]


def show_contacts(work: Work, person_id: int) -> PersonContacts:
    """An active person's. A writing lane: a look at somebody else's contacts is in the audit log.

    RefusedError(unknown_person, not_a_manager, outside_units), NotFoundError(no_person).
    """
    who = require_own_or_managed(work, person_id)
    person = contact_edits.person(work.connection, person_id)
    if person is None:
        raise NotFoundError("no_person")
    if who.person_id != person_id:
        note(work, "contacts_viewed", subject_person_id=person_id)
    return PersonContacts(
        person_id=person.id,
        employee_no=person.employee_no,
        name=person.name,
        kana=person.kana,
        units=check_names.unit_paths(work.connection, (person_id,)).get(person_id, ()),
        email=person.email,
        locale=locale_or_default(person.locale, work.policy.locale),
        is_own=who.person_id == person_id,
        contacts=tuple(_view(row) for row in contact_edits.contacts_of(work.connection, person_id)),
        history=tuple(_event(row) for row in contact_history.history_of(work.connection, person_id, HISTORY_AT_MOST)),
    )


def _view(row: Row[*tuple[Any, ...]]) -> ContactView:
    return ContactView(
        contact_id=row.id,
        channel=ChannelKind(row.channel),
        address=row.address,
        label=row.label,
        state=ContactState(row.state),
        reason=row.state_reason,
        since=row.state_since,
        confirmed_at=row.confirmed_at,
        plain=row.plain,
    )


def _event(row: Row[*tuple[Any, ...]]) -> ContactEvent:
    return ContactEvent(
        at=row.at,
        channel=ChannelKind(row.channel),
        address=row.address,
        what=row.what,
        reason=row.reason,
        by_name=row.by_name or "",
        door=row.actor,
    )
