"""The Slack directory beside our own people: whose accounts are whose, and what is left to a manager."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, func, select, union, update

from bot.vocabulary import WORKING_STATES, ChannelKind, ContactState
from storage.among import among
from storage.models import contacts, directory_entries, people
from storage.queries.contact_history import Doer, keep_states
from storage.queries.linking import IS_STILL_THEIRS
from storage.upsert import AnyInsert, Upsert


class EntryState(StrEnum):
    """`directory_entries.state`."""

    MATCHED = "matched"
    #: Nobody's yet: a proposal, until somebody says whose.
    NEW = "new"
    #: A manager has looked at the proposal and wants none.
    IGNORED = "ignored"
    #: Deactivated in Slack.
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class SlackContact:
    id: int
    person_id: int
    address: str
    state: str
    reason: str
    #: Whether the person is.
    is_active: bool


@dataclass(frozen=True, slots=True)
class Entry:
    slack_id: str
    name: str
    email: str
    state: EntryState
    person_id: int | None


def contacts_at(connection: Connection, slack_ids: Collection[str]) -> Sequence[SlackContact]:
    """Whose these accounts are; of several owners those still active come first."""
    read = (
        select(
            contacts.c.id,
            contacts.c.person_id,
            contacts.c.address,
            contacts.c.state,
            contacts.c.state_reason,
            people.c.active,
        )
        .join(people, people.c.id == contacts.c.person_id)
        .where(contacts.c.channel == ChannelKind.SLACK, contacts.c.address.in_(slack_ids), IS_STILL_THEIRS)
        .order_by(people.c.active.desc(), contacts.c.id)
    )
    return [SlackContact(*row) for row in connection.execute(read)]


def people_with_emails(connection: Connection, emails: Collection[str]) -> dict[str, tuple[int, ...]]:
    """Active people by address in lower case: their profile address or any of their mail contacts."""
    profile, contact = func.lower(people.c.email), func.lower(contacts.c.address)
    by_profile = select(profile.label("email"), people.c.id).where(people.c.active, profile.in_(emails))
    by_contact = (
        select(contact.label("email"), people.c.id)
        .join(people, people.c.id == contacts.c.person_id)
        .where(people.c.active, contacts.c.channel == ChannelKind.MAIL, contact.in_(emails))
    )
    found: dict[str, tuple[int, ...]] = {}
    for email, person_id in connection.execute(union(by_profile, by_contact)):
        found[email] = (*found.get(email, ()), person_id)
    return found


def working_accounts(connection: Connection, person_ids: Collection[int]) -> dict[int, set[str]]:
    """The Slack accounts through which each of these people is reached; people without one are missing."""
    read = select(contacts.c.person_id, contacts.c.address)
    found: dict[int, set[str]] = {}
    for person_id, slack_id in connection.execute(read.where(contacts.c.person_id.in_(person_ids), _WORKS_IN_SLACK)):
        found.setdefault(person_id, set()).add(slack_id)
    return found


def last_positions(connection: Connection, person_ids: Collection[int]) -> dict[int, int]:
    """The place of each one's last contact; people without any are missing."""
    read = select(contacts.c.person_id, func.max(contacts.c.position)).where(contacts.c.person_id.in_(person_ids))
    return dict(connection.execute(read.group_by(contacts.c.person_id)).all())


def change_states(
    connection: Connection, contact_ids: Sequence[int], to: ContactState, reason: str, doer: Doer, now: datetime
) -> None:
    changed = update(contacts).where(contacts.c.id.in_(contact_ids))
    connection.execute(changed.values(state=to, state_reason=reason, state_since=now))
    keep_states(connection, contact_ids, doer, now)


def entries(connection: Connection, slack_ids: Collection[str]) -> dict[str, Entry]:
    """What was kept of these accounts, by id."""
    read = _ENTRY.where(directory_entries.c.slack_id.in_(slack_ids))
    return {row.slack_id: _entry(row) for row in connection.execute(read)}


def keep_entries(connection: Connection, kept: Sequence[Entry], now: datetime) -> None:
    rows = [
        {
            "slack_id": entry.slack_id,
            "name": entry.name,
            "email": entry.email,
            "state": entry.state,
            "person_id": entry.person_id,
            "seen_at": now,
        }
        for entry in kept
    ]
    if rows:
        connection.execute(_KEEP.on(connection), rows)


def new_entries(connection: Connection) -> Sequence[Entry]:
    """Accounts nobody matches, by name."""
    read = _ENTRY.where(directory_entries.c.state == EntryState.NEW)
    return [_entry(row) for row in connection.execute(read.order_by(directory_entries.c.name, _SLACK_ID))]


def leavers(connection: Connection) -> Sequence[Row[*tuple[Any, ...]]]:
    """Active people whose account was deactivated and who have no other that works, by employee number.

    Columns: slack_id, person_id, employee_no, name.
    """
    read = (
        select(_SLACK_ID, people.c.id.label("person_id"), people.c.employee_no, people.c.name)
        .join(people, people.c.id == directory_entries.c.person_id)
        .where(directory_entries.c.state == EntryState.LEFT, people.c.active, ~_HAS_WORKING_SLACK)
        .order_by(people.c.employee_no, _SLACK_ID)
    )
    return connection.execute(read).all()


def active_people(connection: Connection, person_ids: Collection[int]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Columns: id, employee_no, name; by employee number."""
    read = select(people.c.id, people.c.employee_no, people.c.name)
    read = read.where(people.c.active, among(people.c.id, person_ids))
    return connection.execute(read.order_by(people.c.employee_no)).all()


_SLACK_ID = directory_entries.c.slack_id
_WORKS_IN_SLACK: ColumnElement[bool] = (contacts.c.channel == ChannelKind.SLACK) & contacts.c.state.in_(WORKING_STATES)
_HAS_WORKING_SLACK = exists().where(contacts.c.person_id == people.c.id, _WORKS_IN_SLACK)
_ENTRY = select(
    _SLACK_ID,
    directory_entries.c.name,
    directory_entries.c.email,
    directory_entries.c.state,
    directory_entries.c.person_id,
)


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    return Entry(row.slack_id, row.name, row.email, EntryState(row.state), row.person_id)


def _upsert(insert: AnyInsert) -> Any:
    changed = ("name", "email", "state", "person_id", "seen_at")
    return insert.on_conflict_do_update(
        index_elements=["slack_id"], set_={name: insert.excluded[name] for name in changed}
    )


_KEEP = Upsert(directory_entries, _upsert)
