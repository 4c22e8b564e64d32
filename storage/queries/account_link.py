"""LINE's account link: who stands behind a nonce, and whose a mail address is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, exists, func, insert, select, update

from bot.vocabulary import WORKING_STATES, ChannelKind
from storage.models import contacts, line_nonces, link_codes, people


def keep_nonce(
    connection: Connection, nonce_hash: str, person_id: int, user_id: str, now: datetime, expires_at: datetime
) -> None:
    """This nonce links that LINE account to this person, once, until it expires."""
    connection.execute(
        insert(line_nonces).values(
            nonce_hash=nonce_hash, person_id=person_id, user_id=user_id, created_at=now, expires_at=expires_at
        )
    )


def use_nonce(connection: Connection, nonce_hash: str, user_id: str, given_at: datetime, now: datetime) -> int | None:
    """Who stands behind it; it is used up. None: unknown, used, expired at `given_at`, or of another LINE account."""
    used = (
        update(line_nonces)
        .where(
            line_nonces.c.nonce_hash == nonce_hash,
            line_nonces.c.user_id == user_id,
            line_nonces.c.used_at.is_(None),
            line_nonces.c.expires_at > given_at,
        )
        .values(used_at=now)
        .returning(line_nonces.c.person_id)
    )
    return connection.execute(used).scalar()


def people_with_mail(connection: Connection, address: str, codes_since: datetime) -> tuple[int, ...]:
    """Active people with this working mail contact (large and small letters alike).

    Without those who were given a code since then: it is on its way, and a new one would make it void.
    """
    given_one = exists().where(link_codes.c.person_id == people.c.id, link_codes.c.created_at > codes_since)
    read = (
        select(people.c.id)
        .join(contacts, contacts.c.person_id == people.c.id)
        .where(
            people.c.active,
            contacts.c.channel == ChannelKind.MAIL,
            contacts.c.state.in_(WORKING_STATES),
            func.lower(contacts.c.address) == address.lower(),
            ~given_one,
        )
        .distinct()
        .order_by(people.c.id)
    )
    return tuple(connection.execute(read).scalars())
