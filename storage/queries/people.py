"""People with all that belongs to them, read in pages and written in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from bot.vocabulary import ChannelKind, MessageState
from storage.models import contacts, directory_entries, managed_units, memberships, messages, people, sites, units
from storage.queries.contact_history import Change, Doer, keep_added, keep_changes
from storage.queries.directory import EntryState

#: Values in one IN list, far below SQLite's 32,766 (SQLITE_MAX_VARIABLE_NUMBER) and PostgreSQL's 65,535.
PAGE = 1_000

#: pg_advisory_xact_lock key: of two imports, or others who give accounts to people, the second sees the first.
_IMPORTING = 0x616E7074

Rows = Sequence[dict[str, Any]]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class KnownContact:
    id: int
    channel: ChannelKind
    address: str
    position: int
    #: The Slack directory knows this account as theirs (`flows.read_directory`).
    in_directory: bool = False


@dataclass(slots=True)
class KnownPerson:
    """`units` and `managed_units` are paths, in path order; contacts stand in the person's own order."""

    id: int
    employee_no: str
    name: str
    kana: str
    site: str
    locale: str
    email: str
    role: str
    active: bool
    units: list[str] = field(default_factory=list)
    managed_units: list[str] = field(default_factory=list)
    contacts: list[KnownContact] = field(default_factory=list)

    def addresses(self, channel: ChannelKind) -> list[str]:
        return [contact.address for contact in self.contacts if contact.channel is channel]


@dataclass(frozen=True, slots=True)
class Owner:
    """The active person an account belongs to."""

    channel: ChannelKind
    address: str
    employee_no: str
    #: As in `KnownContact`.
    in_directory: bool = False


#: Of a contact.
_IN_DIRECTORY: ColumnElement[bool] = exists().where(
    contacts.c.channel == ChannelKind.SLACK,
    directory_entries.c.slack_id == contacts.c.address,
    directory_entries.c.person_id == contacts.c.person_id,
    directory_entries.c.state == EntryState.MATCHED,
)
_PERSON = select(
    people.c.id,
    people.c.employee_no,
    people.c.name,
    people.c.kana,
    func.coalesce(sites.c.name, "").label("site"),
    people.c.locale,
    people.c.email,
    people.c.role,
    people.c.active,
).select_from(people.outerjoin(sites))


def people_numbered(connection: Connection, employee_nos: Sequence[str]) -> dict[str, KnownPerson]:
    """By employee number; at most PAGE of them."""
    found = _with_belongings(connection, _PERSON.where(people.c.employee_no.in_(employee_nos)))
    return {person.employee_no: person for person in found}


def known_person(connection: Connection, person_id: int) -> KnownPerson | None:
    """Active or not."""
    return next(iter(_with_belongings(connection, _PERSON.where(people.c.id == person_id))), None)


def people_after(connection: Connection, person_id: int) -> Sequence[KnownPerson]:
    """The next PAGE of people by id."""
    return _with_belongings(connection, _PERSON.where(people.c.id > person_id).order_by(people.c.id).limit(PAGE))


def _with_belongings(connection: Connection, query: Select[Any]) -> Sequence[KnownPerson]:
    found = {row.id: KnownPerson(*row) for row in connection.execute(query)}
    ids = list(found)
    for table, attribute in ((memberships, "units"), (managed_units, "managed_units")):
        paths = (
            select(table.c.person_id, units.c.path)
            .join(units, units.c.id == table.c.unit_id)
            .where(table.c.person_id.in_(ids))
            .order_by(units.c.path)
        )
        for person_id, path in connection.execute(paths):
            getattr(found[person_id], attribute).append(path)
    owned = (
        select(
            *(contacts.c.person_id, contacts.c.id, contacts.c.channel, contacts.c.address, contacts.c.position),
            _IN_DIRECTORY.correlate(contacts),
        )
        .where(contacts.c.person_id.in_(ids))
        .order_by(contacts.c.position, contacts.c.id)
    )
    for person_id, contact_id, channel, address, position, in_directory in connection.execute(owned):
        known = KnownContact(contact_id, ChannelKind(channel), address, position, bool(in_directory))
        found[person_id].contacts.append(known)
    return list(found.values())


def active_owners(connection: Connection, channel: ChannelKind, addresses: Sequence[str]) -> Sequence[Owner]:
    """Which active people have these accounts."""
    owners: list[Owner] = []
    for page in pages(addresses):
        query = (
            select(contacts.c.address, people.c.employee_no, _IN_DIRECTORY.correlate(contacts))
            .join(people, people.c.id == contacts.c.person_id)
            .where(contacts.c.channel == channel, contacts.c.address.in_(page), people.c.active)
        )
        owners += [Owner(channel, *row) for row in connection.execute(query)]
    return owners


def active_employee_numbers(connection: Connection) -> dict[str, int]:
    """Employee number → id of everybody active."""
    query = select(people.c.employee_no, people.c.id).where(people.c.active)
    return dict(connection.execute(query).all())


def number_of_people(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(people)) or 0


def active_people_with_email(connection: Connection, email: str) -> Sequence[KnownPerson]:
    """By profile address or mail contact, upper and lower case alike."""
    has_contact = select(contacts.c.person_id).where(
        contacts.c.channel == ChannelKind.MAIL, func.lower(contacts.c.address) == email.lower()
    )
    is_theirs = (func.lower(people.c.email) == email.lower()) | people.c.id.in_(has_contact)
    return _with_belongings(connection, _PERSON.where(people.c.active, is_theirs).order_by(people.c.id))


def ids_of_sites(connection: Connection) -> dict[str, int]:
    return dict(connection.execute(select(sites.c.name, sites.c.id)).all())


def add_sites(connection: Connection, names: Iterable[str]) -> None:
    _insert(connection, sites, [{"name": name} for name in names])


def add_people(connection: Connection, rows: Rows) -> dict[str, int]:
    """Employee number → id of the people just added."""
    _insert(connection, people, rows)
    ids: dict[str, int] = {}
    for page in pages([row["employee_no"] for row in rows]):
        query = select(people.c.employee_no, people.c.id).where(people.c.employee_no.in_(page))
        ids |= dict(connection.execute(query).all())
    return ids


def change_people(connection: Connection, rows: Rows) -> None:
    """Rows hold `person_id` and the same columns each."""
    if rows:
        connection.execute(update(people).where(people.c.id == bindparam("person_id")), rows)


def renumber(connection: Connection, person_id: int, employee_no: str, now: datetime) -> None:
    numbered = update(people).where(people.c.id == person_id)
    connection.execute(numbered.values(employee_no=employee_no, updated_at=now))


def deactivate(connection: Connection, person_ids: Sequence[int], now: datetime) -> None:
    for page in pages(person_ids):
        connection.execute(update(people).where(people.c.id.in_(page)).values(active=False, updated_at=now))


def add_memberships(connection: Connection, rows: Rows) -> None:
    _insert(connection, memberships, rows)


def remove_memberships(connection: Connection, rows: Rows) -> None:
    _remove_pairs(connection, memberships, rows)


def add_managed_units(connection: Connection, rows: Rows) -> None:
    _insert(connection, managed_units, rows)


def remove_managed_units(connection: Connection, rows: Rows) -> None:
    _remove_pairs(connection, managed_units, rows)


def set_leave(
    connection: Connection, person_id: int, first: date | None, last: date | None, is_asked: bool, now: datetime
) -> None:
    away = update(people).where(people.c.id == person_id)
    connection.execute(away.values(leave_from=first, leave_until=last, asked_on_leave=is_asked, updated_at=now))


def set_locale(connection: Connection, person_id: int, locale: str, now: datetime) -> None:
    connection.execute(update(people).where(people.c.id == person_id).values(locale=locale, updated_at=now))


def leave_of(connection: Connection, person_id: int) -> Row[*tuple[Any, ...]] | None:
    away = select(people.c.leave_from, people.c.leave_until, people.c.asked_on_leave)
    return connection.execute(away.where(people.c.id == person_id, people.c.active)).first()


def add_contacts(connection: Connection, rows: Rows, doer: Doer, now: datetime) -> None:
    _insert(connection, contacts, rows)
    keep_added(connection, rows, doer, now)


def remove_contacts(connection: Connection, owned: Sequence[tuple[int, int]], doer: Doer, now: datetime) -> list[int]:
    """`owned`: (person id, contact id). Messages keep channel and address; what waits for such a contact is skipped.

    The messages skipped.
    """
    skipped: list[int] = []
    for page in pages(owned):
        contact_ids = [contact_id for _, contact_id in page]
        # Who is just writing messages to them ends first, and those are seen below.
        held = select(contacts.c.id).where(contacts.c.id.in_(contact_ids)).order_by(contacts.c.id)
        connection.execute(held.with_for_update())
        # The person narrows it to an index: messages have none on the contact.
        to_them = and_(
            messages.c.person_id.in_({person_id for person_id, _ in page}), messages.c.contact_id.in_(contact_ids)
        )
        waiting = update(messages).where(to_them, messages.c.state == MessageState.QUEUED)
        skip = waiting.values(state=MessageState.SKIPPED, reason="contact_removed", params=None)
        skipped += connection.execute(skip.returning(messages.c.id)).scalars()
        connection.execute(update(messages).where(to_them).values(contact_id=None))
        keep_changes(connection, contact_ids, Change.REMOVED, "", doer, now)
        connection.execute(delete(contacts).where(contacts.c.id.in_(contact_ids)))
    return skipped


def serialise_imports(connection: Connection) -> None:
    """SQLite's writers come one after another anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_IMPORTING)))


def pages(items: Sequence[Item]) -> Iterable[Sequence[Item]]:
    return (items[start : start + PAGE] for start in range(0, len(items), PAGE))


def _insert(connection: Connection, table: Table, rows: Rows) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _remove_pairs(connection: Connection, table: Table, rows: Rows) -> None:
    if rows:
        pair = (table.c.person_id == bindparam("of_person"), table.c.unit_id == bindparam("of_unit"))
        named = [{"of_person": row["person_id"], "of_unit": row["unit_id"]} for row in rows]
        connection.execute(delete(table).where(*pair), named)
