"""Contacts asked to be proven, and those proven by a press of their owners."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    case,
    cast,
    func,
    insert,
    literal,
    not_,
    null,
    or_,
    select,
    update,
)

from bot.vocabulary import PRIORITY, WORKING_STATES, ChannelKind, ContactState, MessageKind, MessageState
from storage.among import among
from storage.models import contacts, messages, people
from storage.queries.fanout import LANE
from storage.queries.linking import IS_STILL_THEIRS
from storage.queries.roll import is_away
from storage.types import EPOCH, Instant

_KIND = MessageKind.CONTACT_PROOF
_COLUMNS = [
    *("kind", "campaign_id", "person_id", "contact_id", "channel", "address", "lane", "locale"),
    *("priority", "state", "reason", "due_at", "created_at"),
]
#: When a contact was last proven or asked to be; before all time where neither.
_LAST = func.coalesce(
    case((contacts.c.confirmed_at > contacts.c.proof_asked_at, contacts.c.confirmed_at)),
    contacts.c.proof_asked_at,
    contacts.c.confirmed_at,
    literal(EPOCH, Instant()),
    type_=Instant(),
)


def questions(
    campaign_id: ColumnElement[Any], state: ColumnElement[Any], reason: ColumnElement[Any], now: datetime
) -> Select[Any]:
    """The question whether it arrives, for each contact; the caller says which. For `write`."""
    return select(
        literal(_KIND),
        campaign_id,
        contacts.c.person_id,
        contacts.c.id,
        contacts.c.channel,
        contacts.c.address,
        LANE,
        people.c.locale,
        literal(PRIORITY[_KIND]),
        state,
        reason,
        literal(now, messages.c.due_at.type),
        literal(now, messages.c.created_at.type),
    ).join(people, people.c.id == contacts.c.person_id)


def write(connection: Connection, asking: Select[Any], now: datetime) -> int:
    """Puts `questions` into the outbox; contacts of those that are to go out have been asked now. How many rows."""
    written = insert(messages).from_select(_COLUMNS, asking).returning(messages.c.contact_id, messages.c.state)
    rows = connection.execute(written).all()
    asked = [row.contact_id for row in rows if row.state == MessageState.QUEUED]
    connection.execute(update(contacts).where(among(contacts.c.id, asked)).values(proof_asked_at=now))
    return len(rows)


def count_working(connection: Connection, channels: Iterable[ChannelKind]) -> dict[ChannelKind, int]:
    """Contacts of active people that are sent to, by channel."""
    counted = (
        select(contacts.c.channel, func.count())
        .join(people, people.c.id == contacts.c.person_id)
        .where(people.c.active, contacts.c.channel.in_(sorted(channels)), contacts.c.state.in_(WORKING_STATES))
        .group_by(contacts.c.channel)
    )
    return {ChannelKind(channel): count for channel, count in connection.execute(counted)}


def longest_unproven(
    connection: Connection, channel: ChannelKind, before: datetime, new_since: datetime, today: date, limit: int
) -> Sequence[int]:
    """Working contacts neither proven nor asked after `before`, the oldest first; held for this transaction.

    Not those of people on leave `today`, nor those that never were either and have their state only since `new_since`.
    """
    due = (
        select(contacts.c.id)
        .join(people, people.c.id == contacts.c.person_id)
        .where(
            people.c.active,
            not_(is_away(today)),
            contacts.c.channel == channel,
            contacts.c.state.in_(WORKING_STATES),
            before > _LAST,
            or_(_LAST > EPOCH, contacts.c.state_since <= new_since),
        )
        .order_by(_LAST, contacts.c.id)
        .limit(limit)
        .with_for_update(key_share=True, of=contacts)
    )
    return connection.execute(due).scalars().all()


def ask(connection: Connection, contact_ids: Collection[int], now: datetime) -> None:
    """Of no campaign."""
    _ask(connection, contact_ids, MessageState.QUEUED, "", now)


def hold_back(connection: Connection, contact_ids: Collection[int], reason: str, now: datetime) -> None:
    """It was their turn, and they are not asked."""
    _ask(connection, contact_ids, MessageState.SKIPPED, reason, now)


def _ask(connection: Connection, contact_ids: Collection[int], state: MessageState, reason: str, now: datetime) -> None:
    if contact_ids:
        no_campaign = cast(null(), messages.c.campaign_id.type)
        asking = questions(no_campaign, literal(state), literal(reason), now)
        write(connection, asking.where(among(contacts.c.id, contact_ids)).order_by(contacts.c.id), now)


def account(connection: Connection, channel: ChannelKind, address: str) -> Row[*tuple[Any, ...]] | None:
    """The contact behind an account, with its owner's language; None where it is nobody's or several people's."""
    found = connection.execute(
        select(contacts, people.c.locale)
        .join(people, people.c.id == contacts.c.person_id)
        .where(contacts.c.channel == channel, contacts.c.address == address, IS_STILL_THEIRS, people.c.active)
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def prove(connection: Connection, contact_id: int, now: datetime) -> ContactState | None:
    """The state it has now: confirmed, or still suppressed, which its owner alone takes back. None: just removed."""
    stays = contacts.c.state == ContactState.SUPPRESSED
    is_new = contacts.c.state.not_in((ContactState.SUPPRESSED, ContactState.CONFIRMED))
    proven = (
        update(contacts)
        .where(contacts.c.id == contact_id)
        .values(
            confirmed_at=now,
            state=case((stays, contacts.c.state), else_=ContactState.CONFIRMED),
            state_reason=case((stays, contacts.c.state_reason), else_=""),
            state_since=case((is_new, literal(now, Instant())), else_=contacts.c.state_since),
        )
        .returning(contacts.c.state)
    )
    state = connection.execute(proven).scalar()
    return None if state is None else ContactState(state)
