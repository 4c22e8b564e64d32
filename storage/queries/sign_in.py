"""Mailed links that sign in: whose address it is, which link is still good."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, delete, func, insert, null, select, tuple_, union_all, update

from bot.vocabulary import ChannelKind
from storage.among import among
from storage.models import contacts, people, rate_limits, sign_in_links

#: `rate_limits.team` of the buckets that count tries.
TRIES = "sign_in"

_HOLDER = select(people.c.id, people.c.name, people.c.locale).join(
    sign_in_links, sign_in_links.c.person_id == people.c.id
)


def people_with(connection: Connection, address: str) -> Sequence[Row[int, int | None, str, str]]:
    """Active people (person_id, contact_id, address, locale) of this address, upper and lower case alike.

    As a mail contact, whatever its state, and as the profile address; `address` as it is registered. A contact comes
    before the profile address, which has no `contact_id`.
    """
    of_contact = (
        select(people.c.id.label("person_id"), contacts.c.id.label("contact_id"), contacts.c.address, people.c.locale)
        .join(contacts, contacts.c.person_id == people.c.id)
        .where(contacts.c.channel == ChannelKind.MAIL, func.lower(contacts.c.address) == address, people.c.active)
    )
    of_profile = select(people.c.id, null(), people.c.email, people.c.locale).where(
        func.lower(people.c.email) == address, people.c.active
    )
    found = union_all(of_contact, of_profile).subquery()
    ordered = select(found).order_by(found.c.person_id, found.c.contact_id.is_(None), found.c.contact_id)
    return connection.execute(ordered).all()


def keep_link(connection: Connection, token_hash: str, person_id: int, now: datetime, expires_at: datetime) -> None:
    connection.execute(
        insert(sign_in_links).values(token_hash=token_hash, person_id=person_id, created_at=now, expires_at=expires_at)
    )


def holder_of(connection: Connection, token_hash: str, now: datetime) -> Row[int, str, str] | None:
    """The active person (id, name, locale) a link that is still good was mailed to."""
    found = _HOLDER.where(
        sign_in_links.c.token_hash == token_hash,
        sign_in_links.c.used_at.is_(None),
        sign_in_links.c.expires_at > now,
        people.c.active,
    )
    return connection.execute(found).first()


def use_link(
    connection: Connection, unused_hash: str, used_hash: str, now: datetime, again_since: datetime
) -> Row[int, str, str] | None:
    """Its holder, as `holder_of`; from now on the link is known as `used_hash`. None where that gives nobody.

    One known so already gives its holder again where it was used after `again_since`.
    """
    holder = holder_of(connection, unused_hash, now)
    if holder is not None:
        used = update(sign_in_links).where(
            sign_in_links.c.token_hash == unused_hash,
            sign_in_links.c.used_at.is_(None),
            sign_in_links.c.expires_at > now,
        )
        if connection.execute(used.values(token_hash=used_hash, used_at=now)).rowcount:
            return holder
    again = _HOLDER.where(
        sign_in_links.c.token_hash == used_hash, sign_in_links.c.used_at > again_since, people.c.active
    )
    return connection.execute(again).first()


def void_links(connection: Connection, person_ids: Collection[int], now: datetime) -> None:
    """Links of these people that are still good are good no longer."""
    connection.execute(
        update(sign_in_links)
        .where(
            among(sign_in_links.c.person_id, person_ids),
            sign_in_links.c.used_at.is_(None),
            sign_in_links.c.expires_at > now,
        )
        .values(expires_at=now)
    )


def forget_links(connection: Connection, before: datetime, at_most: int) -> int:
    """Links that expired before that moment, used or not. How many."""
    old = select(sign_in_links.c.token_hash).where(sign_in_links.c.expires_at < before).limit(at_most)
    return connection.execute(delete(sign_in_links).where(sign_in_links.c.token_hash.in_(old))).rowcount


def forget_tries(connection: Connection, before: datetime, at_most: int) -> int:
    """Buckets of tries nobody has drawn from since that moment: they are full again. How many."""
    key = tuple_(rate_limits.c.team, rate_limits.c.method, rate_limits.c.channel)
    old = (
        select(rate_limits.c.team, rate_limits.c.method, rate_limits.c.channel)
        .where(rate_limits.c.team == TRIES, rate_limits.c.refilled_at < before)
        .limit(at_most)
    )
    return connection.execute(delete(rate_limits).where(key.in_(old))).rowcount
