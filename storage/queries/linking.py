"""LINE accounts: codes that link them, whose they are, who follows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Executable, Row, case, func, insert, literal, or_, select, update

from bot.vocabulary import ChannelKind, ContactState
from storage.among import among
from storage.models import contacts, line_friends, link_codes
from storage.queries.contact_history import Change, Doer, keep_changes, keep_owners_deeds, keep_states
from storage.types import EPOCH, Instant
from storage.upsert import AnyInsert, Upsert

#: `line_friends.state`.
FOLLOWING = "following"
LEFT = "left"
#: `contacts.state_reason` of an account that belongs to somebody else now: no follow brings it back.
MOVED = "moved"
#: The account has not moved away from this contact's owner.
IS_STILL_THEIRS = or_(contacts.c.state != ContactState.GONE, contacts.c.state_reason != MOVED)


def keep_code(connection: Connection, code_hash: str, person_id: int, now: datetime, expires_at: datetime) -> None:
    """The person's only good code from now on: earlier ones expire at this moment."""
    void_codes(connection, (person_id,), now)
    connection.execute(
        insert(link_codes).values(code_hash=code_hash, person_id=person_id, created_at=now, expires_at=expires_at)
    )


def void_codes(connection: Connection, person_ids: Collection[int], now: datetime) -> None:
    """Codes of these people that are still good are good no longer."""
    connection.execute(
        update(link_codes)
        .where(among(link_codes.c.person_id, person_ids), link_codes.c.expires_at > now)
        .values(expires_at=now)
    )


def use_code(connection: Connection, code_hash: str, now: datetime) -> int | None:
    """Whose code this is; it is used up. None for a code that is unknown, used or expired."""
    used = (
        update(link_codes)
        .where(link_codes.c.code_hash == code_hash, link_codes.c.used_at.is_(None), link_codes.c.expires_at > now)
        .values(used_at=now)
        .returning(link_codes.c.person_id)
    )
    return connection.execute(used).scalar()


def owners_of(connection: Connection, user_id: str) -> tuple[int, ...]:
    """People this LINE account belongs to."""
    read = select(contacts.c.person_id).where(
        contacts.c.channel == ChannelKind.LINE,
        contacts.c.address == user_id,
        contacts.c.state != ContactState.GONE,
    )
    return tuple(connection.execute(read.order_by(contacts.c.person_id)).scalars())


def move_away(connection: Connection, user_id: str, from_all_but: int, now: datetime) -> tuple[int, ...]:
    """The account is no longer anybody else's. The contacts this changed."""
    moved = (
        update(contacts)
        .where(
            contacts.c.channel == ChannelKind.LINE,
            contacts.c.address == user_id,
            contacts.c.person_id != from_all_but,
            contacts.c.state != ContactState.GONE,
        )
        .values(state=ContactState.GONE, state_reason=MOVED, state_since=now)
        .returning(contacts.c.id)
    )
    contact_ids = tuple(connection.execute(moved).scalars())
    # By whom stays untold: it would show the earlier owner whose account it is now.
    keep_states(connection, contact_ids, Doer(None, ChannelKind.LINE), now)
    return contact_ids


def _linked(start: AnyInsert) -> Executable:
    new = start.excluded
    return start.on_conflict_do_update(
        index_elements=["person_id", "channel", "address"],
        set_={
            "state": new.state,
            "state_reason": "",
            "state_since": new.state_since,
            "confirmed_at": new.confirmed_at,
        },
    ).returning(contacts.c.id, contacts.c.position)


_LINK = Upsert(contacts, _linked)


def link(connection: Connection, user_id: str, person_id: int, now: datetime) -> None:
    """The account is a confirmed contact of this person: where it was, else after their other contacts."""
    last = select(func.coalesce(func.max(contacts.c.position), 0)).where(contacts.c.person_id == person_id)
    position = connection.execute(last).scalar_one() + 1
    row = {
        "person_id": person_id,
        "channel": ChannelKind.LINE,
        "address": user_id,
        "position": position,
        "state": ContactState.CONFIRMED,
        "state_since": now,
        "confirmed_at": now,
    }
    linked = connection.execute(_LINK.on(connection), row).one()
    if linked.position == position:
        keep_changes(connection, (linked.id,), Change.ADDED, "", Doer(person_id, ChannelKind.LINE), now)
    keep_owners_deeds(connection, (linked.id,), ChannelKind.LINE, now)


def change_contacts(
    connection: Connection, user_id: str, to: ContactState, reason: str, now: datetime
) -> tuple[int, ...]:
    """The account's contacts, except those it has moved away from, and those in that state already."""
    changed = (
        update(contacts)
        .where(
            contacts.c.channel == ChannelKind.LINE,
            contacts.c.address == user_id,
            contacts.c.state != to,
            IS_STILL_THEIRS,
        )
        .values(state=to, state_reason=reason, state_since=now)
        .returning(contacts.c.id)
    )
    contact_ids = tuple(connection.execute(changed).scalars())
    keep_owners_deeds(connection, contact_ids, ChannelKind.LINE, now)
    return contact_ids


def _newer_friend(start: AnyInsert) -> Executable:
    new = start.excluded
    return start.on_conflict_do_update(
        index_elements=["user_id"],
        set_={"state": new.state, "since": new.since},
        where=line_friends.c.since <= new.since,
    ).returning(line_friends.c.user_id)


_NEWER_FRIEND = Upsert(line_friends, _newer_friend)
_NEW_FRIEND = Upsert(line_friends, lambda start: start.on_conflict_do_nothing())


def change_friend(connection: Connection, user_id: str, state: str, given_at: datetime) -> bool:
    """Follow or unfollow at this moment; False where something newer is known already."""
    row = {"user_id": user_id, "state": state, "since": given_at}
    return connection.execute(_NEWER_FRIEND.on(connection), row).first() is not None


def friend(connection: Connection, user_id: str) -> Row[*tuple[Any, ...]]:
    """The friend's row, locked; made where somebody writes whose follow never reached us.

    A row made here is as old as can be, so that a follow or unfollow still on its way counts.
    """
    connection.execute(_NEW_FRIEND.on(connection), {"user_id": user_id, "state": FOLLOWING, "since": EPOCH})
    read = select(line_friends).where(line_friends.c.user_id == user_id).with_for_update()
    return connection.execute(read).one()


def failed_try(connection: Connection, user_id: str, now: datetime, window: timedelta) -> None:
    """One more wrong code; the first one of a new window starts it."""
    in_window = line_friends.c.tries_since > now - window
    connection.execute(
        update(line_friends)
        .where(line_friends.c.user_id == user_id)
        .values(
            failed_tries=case((in_window, line_friends.c.failed_tries + 1), else_=1),
            tries_since=case((in_window, line_friends.c.tries_since), else_=literal(now, Instant())),
        )
    )


def forget_tries(connection: Connection, user_id: str) -> None:
    connection.execute(
        update(line_friends).where(line_friends.c.user_id == user_id).values(failed_tries=0, tries_since=None)
    )


def await_comment(connection: Connection, user_id: str, check_id: int, until: datetime) -> None:
    """The next typed line of this friend is the comment to that check."""
    connection.execute(
        update(line_friends)
        .where(line_friends.c.user_id == user_id)
        .values(awaiting_comment_check_id=check_id, awaiting_until=until)
    )


def take_awaited_comment(connection: Connection, user_id: str, now: datetime) -> int | None:
    """The check whose comment was awaited until now; it is awaited no longer."""
    awaited = connection.execute(
        select(line_friends.c.awaiting_comment_check_id, line_friends.c.awaiting_until).where(
            line_friends.c.user_id == user_id, line_friends.c.awaiting_comment_check_id.is_not(None)
        )
    ).first()
    if awaited is None:
        return None
    connection.execute(
        update(line_friends)
        .where(line_friends.c.user_id == user_id)
        .values(awaiting_comment_check_id=None, awaiting_until=None)
    )
    check_id: int = awaited.awaiting_comment_check_id
    return check_id if awaited.awaiting_until is not None and awaited.awaiting_until > now else None
