"""Who is signed in: what a session must agree with."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from storage.models import people


def epoch_of(connection: Connection, person_id: int) -> int | None:
    """Sessions of another epoch are worth nothing. None where there is no such active person."""
    found = select(people.c.session_epoch).where(people.c.id == person_id, people.c.active)
    return connection.execute(found).scalar()


def end_epoch(connection: Connection, person_id: int) -> None:
    connection.execute(update(people).where(people.c.id == person_id).values(session_epoch=people.c.session_epoch + 1))
