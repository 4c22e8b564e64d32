"""Campaigns: many people asked to prove their contacts, a page of people at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    update,
)

from bot.vocabulary import WORKING_STATES, ChannelKind, MessageState
from storage.models import (
    campaign_units,
    campaigns,
    contacts,
    memberships,
    messages,
    people,
    unit_closure,
    units,
)
from storage.queries import proofs

AnyRow = Row[*tuple[Any, ...]]

#: pg_advisory_xact_lock key: of two starts at the same instant the second waits, and then sees the first.
_STARTING = 0x616E7063
#: `messages.reason` of a contact that another question has just gone to.
ASKED_LATELY = "asked_lately"


def serialise_starts(connection: Connection) -> None:
    """One start after the other, until the end of the transaction. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_STARTING)))


def add(connection: Connection, started_by: int | None, unit_ids: Sequence[int] | None, now: datetime) -> int:
    """`unit_ids` None: the whole company. Its messages are to be written from the first person on."""
    row = {"started_at": now, "started_by": started_by, "whole_company": unit_ids is None, "outbox_after": 0}
    campaign_id: int = connection.execute(insert(campaigns).values(row).returning(campaigns.c.id)).scalar_one()
    if unit_ids:
        rows = [{"campaign_id": campaign_id, "unit_id": unit_id} for unit_id in unit_ids]
        connection.execute(insert(campaign_units), rows)
    return campaign_id


def find(connection: Connection, campaign_id: int) -> AnyRow | None:
    return connection.execute(select(campaigns).where(campaigns.c.id == campaign_id)).first()


def newest_of(connection: Connection, started_by: int | None, after: datetime) -> int | None:
    """The newest campaign of this person (None: the command line) started after that moment."""
    newest = select(func.max(campaigns.c.id)).where(
        campaigns.c.started_by.is_not_distinct_from(started_by), campaigns.c.started_at > after
    )
    return connection.execute(newest).scalar()


def newest_first(connection: Connection, started_by: int | None, limit: int) -> Sequence[AnyRow]:
    """`started_by` None: of everybody; else their own, and those that asked the whole company."""
    listed = select(campaigns).order_by(campaigns.c.id.desc()).limit(limit)
    if started_by is not None:
        listed = listed.where((campaigns.c.started_by == started_by) | campaigns.c.whole_company)
    return connection.execute(listed).all()


def units_of(connection: Connection, campaign_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Paths of the units each was started for; those for the whole company are missing."""
    read = (
        select(campaign_units.c.campaign_id, units.c.path)
        .join(units, units.c.id == campaign_units.c.unit_id)
        .where(campaign_units.c.campaign_id.in_(campaign_ids))
        .order_by(units.c.path)
    )
    found: dict[int, tuple[str, ...]] = {}
    for campaign_id, path in connection.execute(read):
        found[campaign_id] = (*found.get(campaign_id, ()), path)
    return found


def being_written(connection: Connection) -> Sequence[int]:
    unfinished = select(campaigns.c.id).where(campaigns.c.outbox_after.is_not(None))
    return connection.execute(unfinished.order_by(campaigns.c.id)).scalars().all()


def claim_page(connection: Connection, campaign_id: int, people_at_most: int) -> tuple[int, int] | None:
    """Moves the mark on: people after the first and up to the second id are this transaction's alone.

    None where everybody's messages are written, or another process has just taken the page.
    """
    mark = select(campaigns.c.outbox_after).where(campaigns.c.id == campaign_id)
    after = connection.execute(mark).scalar()
    if after is None:
        return None
    page = _asked(campaign_id).where(people.c.id > after).order_by(people.c.id).limit(people_at_most).subquery()
    found, upto = connection.execute(select(func.count(), func.max(page.c.id))).one()
    taken = (
        update(campaigns)
        .where(campaigns.c.id == campaign_id, campaigns.c.outbox_after == after)
        .values(outbox_after=upto if found == people_at_most else None)
    )
    return (after, upto) if connection.execute(taken).rowcount and found else None


def write_page(
    connection: Connection,
    campaign_id: int,
    page: tuple[int, int],
    channels: Iterable[ChannelKind],
    lately: datetime,
    now: datetime,
) -> int:
    """A message for each contact that can be sent to; of the others it is written why not. How many rows.

    Not again to one that was asked after `lately`, by another campaign or the standing check.
    """
    after, upto = page
    works = contacts.c.state.in_(WORKING_STATES)
    is_free = or_(contacts.c.proof_asked_at.is_(None), contacts.c.proof_asked_at <= lately)
    state = case((and_(works, is_free), MessageState.QUEUED), else_=MessageState.SKIPPED)
    reason = case((not_(works), contacts.c.state), (is_free, ""), else_=ASKED_LATELY)
    asking = (
        proofs.questions(literal(campaign_id), state, reason, now)
        .where(
            contacts.c.person_id > after,
            contacts.c.person_id <= upto,
            contacts.c.person_id.in_(_asked(campaign_id)),
            contacts.c.channel.in_(sorted(channels)),
        )
        .order_by(contacts.c.person_id, contacts.c.position, contacts.c.id)
        # One that is just being removed is waited for, and then not there; of two campaigns the second sees the first.
        .with_for_update(key_share=True, of=contacts)
    )
    return proofs.write(connection, asking, now)


def people_asked(connection: Connection, campaign_id: int) -> int:
    return connection.execute(select(func.count()).select_from(_asked(campaign_id).subquery())).scalar_one()


def _asked(campaign_id: int) -> Select[int]:
    """Active people: everybody, or those of its units and all below."""
    chosen = (
        select(memberships.c.person_id)
        .join(unit_closure, unit_closure.c.descendant_id == memberships.c.unit_id)
        .join(campaign_units, campaign_units.c.unit_id == unit_closure.c.ancestor_id)
        .where(campaign_units.c.campaign_id == campaign_id)
    )
    asks_all = select(campaigns.c.whole_company).where(campaigns.c.id == campaign_id).scalar_subquery()
    return select(people.c.id).where(people.c.active, asks_all.is_(True) | people.c.id.in_(chosen))


def results(
    connection: Connection,
    campaign_id: int,
    manages: Sequence[int] | None,
    after: int = 0,
    limit: int | None = None,
) -> Sequence[AnyRow]:
    """One row for each contact asked, in the order written: whose, what became of the message, when proven last.

    `contact_id` None: it is there no longer, or has moved to another address, which was not asked.

    `manages`: only people of these units and below. `after`: the last message seen.
    """
    is_still_there = func.lower(contacts.c.address) == func.lower(messages.c.address)
    read = (
        select(
            messages.c.id,
            messages.c.person_id,
            people.c.employee_no,
            people.c.name,
            messages.c.channel,
            messages.c.address,
            messages.c.state,
            messages.c.reason,
            messages.c.accepted_at,
            contacts.c.id.label("contact_id"),
            contacts.c.state.label("contact_state"),
            messages.c.created_at,
            contacts.c.confirmed_at,
        )
        .join(people, people.c.id == messages.c.person_id)
        .outerjoin(contacts, and_(contacts.c.id == messages.c.contact_id, is_still_there))
        .where(messages.c.campaign_id == campaign_id, messages.c.id > after, *_below(manages))
        .order_by(messages.c.id)
        .limit(limit)
    )
    return connection.execute(read).all()


def _below(manages: Sequence[int] | None) -> tuple[ColumnElement[bool], ...]:
    if manages is None:
        return ()
    below = select(memberships.c.person_id).where(
        memberships.c.unit_id.in_(select(unit_closure.c.descendant_id).where(unit_closure.c.ancestor_id.in_(manages)))
    )
    return (messages.c.person_id.in_(below),)
