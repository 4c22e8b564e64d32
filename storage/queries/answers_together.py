"""Many answers in one transaction, five statements whatever their number (docs/adr/0007).

Only what needs nothing but its row: somebody on the roll, at an account that is nobody else's, no open help case, no
words. `storage.queries.answers` keeps all others, one by one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    FromClause,
    Insert,
    Row,
    Select,
    Text,
    and_,
    exists,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from bot.vocabulary import By, ContactState, Standing
from storage.given_rows import OnGivenRows, Types
from storage.models import answers, checks, contacts, people, roll
from storage.queries import board
from storage.queries.answers import RANK, Brought, Said, said_anew
from storage.queries.checks import CHECK, PERSON
from storage.queries.linking import IS_STILL_THEIRS, MOVED
from storage.types import microseconds

_other = contacts.alias("other")
_IS_SHARED = exists().where(
    _other.c.channel == contacts.c.channel,
    _other.c.address == contacts.c.address,
    _other.c.id != contacts.c.id,
    or_(_other.c.state != ContactState.GONE, _other.c.state_reason != MOVED),
)

_LOCK_PLAIN = OnGivenRows(
    {"n": BigInteger, "check_id": BigInteger, "channel": Text, "address": Text},
    lambda given: (
        select(given.c.n, *CHECK, *PERSON)
        .select_from(given)
        .join(checks, checks.c.id == given.c.check_id)
        .join(contacts, and_(contacts.c.channel == given.c.channel, contacts.c.address == given.c.address))
        .join(people, people.c.id == contacts.c.person_id)
        .join(roll, and_(roll.c.check_id == checks.c.id, roll.c.person_id == people.c.id))
        .where(IS_STILL_THEIRS, ~_IS_SHARED, roll.c.standing != Standing.HELP)
        # The same order everywhere: two transactions never wait for each other.
        .order_by(roll.c.check_id, roll.c.person_id, given.c.n)
        .with_for_update(of=roll)
    ),
)


_SAID: Types = {
    "check_id": BigInteger,
    "person_id": BigInteger,
    "round": BigInteger,
    "status": Text,
    "by": Text,
    "via": Text,
    "given_at": BigInteger,
    "received_at": BigInteger,
    "late": BigInteger,
}


def _project(given: FromClause) -> ReturningUpdate[Any]:
    self_said = literal(str(By.SELF)), literal(RANK[By.SELF])
    return (
        update(roll)
        .where(roll.c.check_id == given.c.check_id, roll.c.person_id == given.c.person_id)
        .values(said_anew(Brought(given.c.status, *self_said, given.c.via, given.c.given_at)))
        .returning(roll.c.person_id, roll.c.standing)
    )


def _append(given: FromClause) -> Insert:
    cells = (given.c[name] if name != "late" else given.c.late == 1 for name in _SAID)
    return insert(answers).from_select(list(_SAID), select(*cells))


def _project_append_and_lock(given: FromClause) -> Select[Any]:
    """PostgreSQL: one round trip instead of three."""
    projected = _project(given).cte("projected")
    appended = _append(given).returning(board.sharing_lock(answers.c.check_id)).cte("appended")
    return select(projected.c.person_id, projected.c.standing).add_cte(appended)


_PROJECT = OnGivenRows(_SAID, _project)
_APPEND = OnGivenRows(_SAID, _append)
_PROJECT_APPEND_AND_LOCK = OnGivenRows(_SAID, _project_append_and_lock)


def lock_plain(connection: Connection, wanted: Sequence[Mapping[str, Any]]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Of the accounts and checks wanted (`n`, `check_id`, `channel`, `address`) those that are plain.

    A person's stand in the order of `n`. Their rows on the roll stay locked until the transaction ends.
    """
    return connection.execute(_LOCK_PLAIN.on(connection), {"rows": json.dumps(wanted)}).all()


def keep_together(connection: Connection, said: Mapping[int, Said]) -> Mapping[int, Standing]:
    """What each of these people said in one check; where they stand now. Their rows have been locked.

    The check's boards are to be marked next (`board.mark_dirty`, `is_locked`).
    """
    rows = [
        {
            "check_id": one.check_id,
            "person_id": person_id,
            "round": one.round,
            "status": str(one.status),
            "by": str(one.by),
            "via": str(one.via),
            "given_at": microseconds(one.given_at),
            "received_at": microseconds(one.received_at),
            "late": int(one.late),
        }
        for person_id, one in said.items()
    ]
    given = {"rows": json.dumps(rows)}
    if connection.dialect.name == "postgresql":
        projected = connection.execute(_PROJECT_APPEND_AND_LOCK.on(connection), given).all()
    else:
        projected = connection.execute(_PROJECT.on(connection), given).all()
        connection.execute(_APPEND.on(connection), given)
    return {row.person_id: Standing(row.standing) for row in projected}
