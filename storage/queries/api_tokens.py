"""Bearer tokens of the API, and what was answered to requests that may come again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, tuple_, update

from storage.models import api_replies, api_tokens, people
from storage.upsert import Upsert

_KEEP_KEY = Upsert(api_replies, lambda insert: insert.on_conflict_do_nothing().returning(api_replies.c.key))


def add(connection: Connection, **row: Any) -> int:
    made = connection.execute(insert(api_tokens).values(**row)).inserted_primary_key
    assert made is not None
    return int(made[0])


def of_digest(connection: Connection, digest: str) -> Row[*tuple[Any, ...]] | None:
    return connection.execute(select(api_tokens).where(api_tokens.c.digest == digest)).first()


def all_tokens(connection: Connection) -> Sequence[Row[*tuple[Any, ...]]]:
    """Those that still count first, then the newest; `maker`: a name, or None."""
    return connection.execute(
        select(api_tokens, people.c.name.label("maker"))
        .outerjoin(people, people.c.id == api_tokens.c.created_by)
        .order_by(api_tokens.c.revoked_at.is_not(None), api_tokens.c.id.desc())
    ).all()


def count_unrevoked(connection: Connection) -> int:
    return len(connection.execute(select(api_tokens.c.id).where(api_tokens.c.revoked_at.is_(None))).all())


def revoke(connection: Connection, token_id: int, now: datetime) -> str | None:
    """Its name; None where there is no such token or it has been revoked before."""
    revoked = update(api_tokens).where(api_tokens.c.id == token_id, api_tokens.c.revoked_at.is_(None))
    row = connection.execute(revoked.values(revoked_at=now).returning(api_tokens.c.name)).first()
    return None if row is None else row.name


def expire(connection: Connection, token_id: int, at: datetime) -> None:
    connection.execute(update(api_tokens).where(api_tokens.c.id == token_id).values(expires_at=at))


def used(connection: Connection, token_id: int, now: datetime) -> None:
    connection.execute(update(api_tokens).where(api_tokens.c.id == token_id).values(last_used_at=now))


def begin_reply(connection: Connection, token_id: int, key: str, fingerprint: str, now: datetime) -> bool:
    """False: the key has been there before. PostgreSQL makes the second of two simultaneous requests wait here."""
    row = {"token_id": token_id, "key": key, "fingerprint": fingerprint, "status": 0, "body": "", "created_at": now}
    return connection.execute(_KEEP_KEY.on(connection), row).first() is not None


def reply_to(connection: Connection, token_id: int, key: str) -> Row[*tuple[Any, ...]] | None:
    return connection.execute(
        select(api_replies).where(api_replies.c.token_id == token_id, api_replies.c.key == key)
    ).first()


def end_reply(connection: Connection, token_id: int, key: str, status: int, body: str) -> None:
    connection.execute(
        update(api_replies)
        .where(api_replies.c.token_id == token_id, api_replies.c.key == key)
        .values(status=status, body=body)
    )


def forget_replies(connection: Connection, before: datetime, at_most: int) -> int:
    """Those given before that moment. How many."""
    key = (api_replies.c.token_id, api_replies.c.key)
    old = select(*key).where(api_replies.c.created_at < before).limit(at_most)
    return connection.execute(delete(api_replies).where(tuple_(*key).in_(old))).rowcount
