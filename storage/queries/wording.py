"""What messages are about, for whoever puts it into words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, case, exists, false, func, select, true

from bot.vocabulary import MessageKind, Standing
from storage.models import checks, help_cases, messages, roll


def checks_of(connection: Connection, check_ids: Sequence[int]) -> Sequence[Row[*tuple[Any, ...]]]:
    """`is_last_round`: no reminder follows the newest round by itself, and nobody asked for it by hand."""
    if not check_ids:
        return ()
    return connection.execute(
        select(
            checks.c.id,
            checks.c.kind,
            checks.c.title,
            checks.c.message,
            checks.c.level,
            checks.c.action,
            checks.c.version,
            checks.c.started_at,
            func.coalesce(checks.c.last_round == checks.c.round, false()).label("is_last_round"),
        ).where(checks.c.id.in_(check_ids))
    ).all()


def said_by(connection: Connection, wanted: Collection[tuple[int, int]]) -> Sequence[Row[*tuple[Any, ...]]]:
    """(check_id, person_id, said, standing, told) of these (check, person) pairs; who has said nothing is missing.

    `told`: some manager could be told of the open call for help, or there is none.
    """
    if not wanted:
        return ()
    alerted = exists().where(
        help_cases.c.check_id == roll.c.check_id,
        help_cases.c.person_id == roll.c.person_id,
        help_cases.c.closed_at.is_(None),
        messages.c.check_id == roll.c.check_id,
        messages.c.kind == MessageKind.HELP_ALERT,
        messages.c.help_case_id == help_cases.c.id,
    )
    told = case((roll.c.standing == Standing.HELP, alerted.correlate(roll)), else_=true())
    found = select(roll.c.check_id, roll.c.person_id, roll.c.said, roll.c.standing, told.label("told")).where(
        roll.c.check_id.in_(sorted({check_id for check_id, _ in wanted})),
        roll.c.person_id.in_(sorted({person_id for _, person_id in wanted})),
        roll.c.said != "",
    )
    return connection.execute(found).all()
