"""What became of each contact, when, why and by whom: written in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, cast, insert, literal, null, select

from storage.among import among
from storage.models import contact_changes, contacts, people
from storage.types import Id, Instant


class Change(StrEnum):
    """`contact_changes.what`, beside the states a contact can be in. `reason` names what of it was changed."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Doer:
    """Who changes a contact: somebody we know, or nobody; and the door they came through."""

    person_id: int | None
    door: str


#: Whoever sends found out that a contact works no more.
PLATFORM = Doer(None, "platform")

_COLUMNS = ["person_id", "channel", "address", "at", "what", "reason", "by_person_id", "actor"]


def keep_states(connection: Connection, contact_ids: Collection[int], doer: Doer, now: datetime) -> None:
    """The state, with its reason, these contacts have had since just now."""
    if contact_ids:
        _keep(connection, contact_ids, contacts.c.state, contacts.c.state_reason, _known(doer), doer.door, now)


def keep_owners_deeds(connection: Connection, contact_ids: Collection[int], door: str, now: datetime) -> None:
    """As `keep_states`, where each owner has brought it about through the account itself."""
    if contact_ids:
        _keep(connection, contact_ids, contacts.c.state, contacts.c.state_reason, contacts.c.person_id, door, now)


def keep_changes(
    connection: Connection, contact_ids: Collection[int], what: Change, reason: str, doer: Doer, now: datetime
) -> None:
    """To be called before what changes: a contact's row is copied as it stands."""
    if contact_ids:
        _keep(connection, contact_ids, literal(what.value), literal(reason), _known(doer), doer.door, now)


def keep_added(connection: Connection, rows: Sequence[Mapping[str, Any]], doer: Doer, now: datetime) -> None:
    """Rows as they were just put into `contacts`, thousands of them perhaps."""
    facts = {"at": now, "what": Change.ADDED, "reason": "", "by_person_id": doer.person_id, "actor": doer.door}
    added = [{name: row[name] for name in ("person_id", "channel", "address")} | facts for row in rows]
    if added:
        connection.execute(insert(contact_changes), added)


def history_of(connection: Connection, person_id: int, limit: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Newest first, with `by_name`: the name of who did it, where it was somebody we know."""
    doers = people.alias("doers")
    read = (
        select(contact_changes, doers.c.name.label("by_name"))
        .outerjoin(doers, doers.c.id == contact_changes.c.by_person_id)
        .where(contact_changes.c.person_id == person_id)
        .order_by(contact_changes.c.at.desc(), contact_changes.c.id.desc())
        .limit(limit)
    )
    return connection.execute(read).all()


def _known(doer: Doer) -> ColumnElement[Any]:
    return cast(null(), Id) if doer.person_id is None else literal(doer.person_id, Id)


def _keep(
    connection: Connection,
    contact_ids: Collection[int],
    what: ColumnElement[Any],
    reason: ColumnElement[Any],
    by: ColumnElement[Any],
    door: str,
    now: datetime,
) -> None:
    copied = (
        select(
            contacts.c.person_id,
            contacts.c.channel,
            contacts.c.address,
            literal(now, Instant()),
            what,
            reason,
            by,
            literal(door),
        )
        .where(among(contacts.c.id, contact_ids))
        .order_by(contacts.c.id)
    )
    connection.execute(insert(contact_changes).from_select(_COLUMNS, copied))
