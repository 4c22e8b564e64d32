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
    case,
    distinct,
    func,
    insert,
    literal,
    select,
    true,
)
from sqlalchemy.sql.dml import ReturningInsert

from bot.vocabulary import By, Standing
from storage.given_rows import InsertInto, OnGivenRows, Types
from storage.models import answers, checks, contacts, people, roll
from storage.queries import board
from storage.queries.answers import RANK, Brought, Said, said_anew
from storage.queries.checks import CHECK
from storage.queries.linking import IS_STILL_THEIRS
from storage.types import microseconds


def _plain(given: FromClause, _: InsertInto) -> Select[Any]:
    """Only look-ups by key, one after the other: no server's idea of the tables' sizes makes it read a whole one."""
    owner = (
        select(case((func.count(distinct(contacts.c.person_id)) == 1, func.min(contacts.c.person_id))))
        .where(contacts.c.channel == given.c.channel, contacts.c.address == given.c.address, IS_STILL_THEIRS)
        .scalar_subquery()
    )
    seen = (
        select(given.c.n, given.c.check_id, owner.label("person_id"))
        .cte("seen")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    standing = select(roll.c.standing).where(roll.c.check_id == seen.c.check_id, roll.c.person_id == seen.c.person_id)
    of_person = people.c.id == seen.c.person_id
    name, locale = (select(column).where(of_person).scalar_subquery() for column in (people.c.name, people.c.locale))
    return (
        select(seen.c.n, *CHECK, seen.c.person_id, name.label("name"), locale.label("locale"))
        .join(checks, checks.c.id == seen.c.check_id)
        .where(standing.scalar_subquery() != Standing.HELP)
    )


_PLAIN = OnGivenRows({"n": BigInteger, "check_id": BigInteger, "channel": Text, "address": Text}, _plain)

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


def _project(given: FromClause, insert_into: InsertInto) -> ReturningInsert[Any]:
    """An upsert of rows that are all there already finds each by its key, in the order given."""
    start = insert_into(roll)
    new = Brought(
        status=start.excluded.said,
        by=literal(str(By.SELF)),
        rank=literal(RANK[By.SELF]),
        via=start.excluded.said_via,
        given_at=start.excluded.said_at,
    )
    columns = {
        "check_id": given.c.check_id,
        "person_id": given.c.person_id,
        "said": given.c.status,
        "said_via": given.c.via,
        "said_at": given.c.given_at,
        "reachable": true(),
    }
    return (
        start.from_select(list(columns), select(*columns.values()).where(true()))
        .on_conflict_do_update(index_elements=["check_id", "person_id"], set_=said_anew(new))
        .returning(roll.c.person_id, roll.c.standing)
    )


def _append(given: FromClause, _: InsertInto) -> Insert:
    cells = (given.c[name] if name != "late" else given.c.late == 1 for name in _SAID)
    return insert(answers).from_select(list(_SAID), select(*cells))


def _project_append_and_lock(given: FromClause, insert_into: InsertInto) -> Select[Any]:
    """PostgreSQL: one round trip instead of three."""
    projected = _project(given, insert_into).cte("projected")
    appended = _append(given, insert_into).returning(board.sharing_lock(answers.c.check_id)).cte("appended")
    return select(projected.c.person_id, projected.c.standing).add_cte(appended)


_PROJECT = OnGivenRows(_SAID, _project)
_APPEND = OnGivenRows(_SAID, _append)
_PROJECT_APPEND_AND_LOCK = OnGivenRows(_SAID, _project_append_and_lock)


def plain(connection: Connection, wanted: Sequence[Mapping[str, Any]]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Of the accounts and checks wanted (`n`, `check_id`, `channel`, `address`) those that are plain."""
    return connection.execute(_PLAIN.on(connection), {"rows": json.dumps(wanted)}).all()


def keep_together(connection: Connection, said: Mapping[int, Said]) -> Mapping[int, Standing]:
    """What each of these people said in one check; where they stand now. All of them are on its roll.

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
        # The same order everywhere: two transactions never wait for each other.
        for person_id, one in sorted(said.items())
    ]
    given = {"rows": json.dumps(rows)}
    if connection.dialect.name == "postgresql":
        projected = connection.execute(_PROJECT_APPEND_AND_LOCK.on(connection), given).all()
    else:
        projected = connection.execute(_PROJECT.on(connection), given).all()
        connection.execute(_APPEND.on(connection), given)
    return {row.person_id: Standing(row.standing) for row in projected}
