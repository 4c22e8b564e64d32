"""What one person has said in every check, newest check first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, or_, select

from storage.among import among
from storage.models import answers, checks, people, roll

_SPEAKER = people.alias("speaker")


def checks_of(
    connection: Connection, person_id: int, before: int | None, at_most: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Checks that have asked the person or heard something about them; `before`: only those of a lower number."""
    has_said = exists().where(answers.c.check_id == checks.c.id, answers.c.person_id == person_id)
    read = (
        select(
            checks.c.id,
            checks.c.kind,
            checks.c.title,
            checks.c.state,
            checks.c.started_at,
            checks.c.round,
            checks.c.data_deleted_at,
        )
        .outerjoin(roll, and_(roll.c.check_id == checks.c.id, roll.c.person_id == person_id))
        .where(checks.c.started_at.is_not(None), or_(roll.c.person_id.is_not(None), has_said))
        .order_by(checks.c.id.desc())
        .limit(at_most)
    )
    return connection.execute(read if before is None else read.where(checks.c.id < before)).all()


def said_in(connection: Connection, person_id: int, check_ids: Sequence[int]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Everything said by or for the person in these checks, the newest first."""
    read = (
        select(
            answers.c.check_id,
            answers.c.status,
            answers.c.comment,
            answers.c.can_work,
            answers.c.place,
            answers.c.by,
            answers.c.via,
            answers.c.given_at,
            answers.c.late,
            _SPEAKER.c.name.label("by_name"),
        )
        .outerjoin(_SPEAKER, _SPEAKER.c.id == answers.c.by_person_id)
        .where(answers.c.person_id == person_id, among(answers.c.check_id, check_ids))
        .order_by(answers.c.given_at.desc(), answers.c.id.desc())
    )
    return connection.execute(read).all()
