"""Many answers in one transaction, a few statements whatever their number (docs/adr/0007).

Only what needs nothing but its row: somebody on the roll, at an account that is nobody else's, no open help case, no
words. `storage.queries.answers` keeps all others, one by one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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
    case,
    distinct,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql.dml import ReturningInsert

from bot.vocabulary import By, CheckState, Standing
from storage.given_rows import InsertInto, OnGivenRows, Types
from storage.models import answers, checks, contacts, inbound_events, people, roll
from storage.queries import board
from storage.queries.answers import RANK, Brought, said_anew
from storage.queries.checks import CHECK, CheckFacts, Speaker, check_facts, has_stopped, speaker_facts
from storage.queries.events import first_ones
from storage.queries.linking import IS_STILL_THEIRS
from storage.types import microseconds


@dataclass(frozen=True, slots=True)
class PlainPress:
    """`key`: of the platform's event."""

    check_id: int
    channel: str
    address: str
    key: str
    status: str
    via: str
    round: int
    given_at: datetime


@dataclass(frozen=True, slots=True)
class KeptPlain:
    """`standing`: where the speaker stands now."""

    check: CheckFacts
    speaker: Speaker
    round: int
    late: bool
    standing: Standing


_PRESSED: Types = {
    "n": BigInteger,
    "check_id": BigInteger,
    "channel": Text,
    "address": Text,
    "key": Text,
    "status": Text,
    "via": Text,
    "round": BigInteger,
    "given_at": BigInteger,
    "received_at": BigInteger,
}
_SAID: Types = {
    "check_id": BigInteger,
    "person_id": BigInteger,
    "round": BigInteger,
    "status": Text,
    "via": Text,
    "given_at": BigInteger,
    "received_at": BigInteger,
    "late": BigInteger,
}


def _plain(given: FromClause, _: InsertInto) -> Select[Any]:
    """Only look-ups by key, one after the other: no server's idea of the tables' sizes makes it read a whole one.

    A round that was never asked is the nearest one; what was given after the check was closed is late.
    """
    owner = (
        select(case((func.count(distinct(contacts.c.person_id)) == 1, func.min(contacts.c.person_id))))
        .where(contacts.c.channel == given.c.channel, contacts.c.address == given.c.address, IS_STILL_THEIRS)
        .scalar_subquery()
    )
    seen = select(*given.c, owner.label("person_id")).cte("seen").prefix_with("MATERIALIZED", dialect="postgresql")
    standing = select(roll.c.standing).where(roll.c.check_id == seen.c.check_id, roll.c.person_id == seen.c.person_id)
    of_person = people.c.id == seen.c.person_id
    name, locale = (select(column).where(of_person).scalar_subquery() for column in (people.c.name, people.c.locale))
    is_over = checks.c.state.not_in((CheckState.ACTIVE, CheckState.SCHEDULED))
    is_late = and_(is_over, or_(checks.c.closed_at.is_(None), checks.c.closed_at <= seen.c.given_at))
    asked = case((seen.c.round > checks.c.round, checks.c.round), (seen.c.round < 0, 0), else_=seen.c.round)
    return (
        select(*CHECK, name.label("name"), locale.label("locale"), has_stopped(seen.c.person_id).label("has_stopped"))
        .add_columns(*(column for column in seen.c if column.name != "round"))
        .add_columns(asked.label("said_round"), case((is_late, 1), else_=0).label("late"))
        .join(checks, checks.c.id == seen.c.check_id)
        .where(standing.scalar_subquery() != Standing.HELP)
    )


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
        start.from_select(
            list(columns), select(*columns.values()).where(true()).order_by(given.c.check_id, given.c.person_id)
        )
        .on_conflict_do_update(index_elements=["check_id", "person_id"], set_=said_anew(new))
        .returning(roll.c.check_id, roll.c.person_id, roll.c.standing)
    )


def _append(given: FromClause, _: InsertInto) -> Insert:
    columns = [*_SAID, "by"]
    cells = [given.c[name] if name != "late" else given.c.late == 1 for name in _SAID]
    in_order = select(*cells, literal(str(By.SELF))).order_by(given.c.check_id, given.c.person_id)
    return insert(answers).from_select(columns, in_order)


def _keep_all(given: FromClause, insert_into: InsertInto) -> Select[Any]:
    """PostgreSQL: one round trip for all of it.

    Each INSERT takes its rows in one order everywhere, so that two transactions never wait for each other: first the
    keys, which decide what is new, then the roll, then the answers with the boards' locks.
    """
    of_one = (checks.c.id, literal_column("person_id", BigInteger))
    first_of_one = postgresql.distinct_on(*of_one)
    in_order = (*of_one, literal_column("n", BigInteger))
    plain = _plain(given, insert_into).ext(first_of_one).order_by(*in_order).cte("plain")
    keys = select(plain.c.key, plain.c.received_at).order_by(plain.c.key)
    first = (
        insert_into(inbound_events)
        .from_select(["key", "received_at"], keys)
        .on_conflict_do_nothing()
        .returning(inbound_events.c.key)
        .cte("first")
    )
    fresh = (
        select(*(column for column in plain.c if column.name != "round"), plain.c.said_round.label("round"))
        .join(first, first.c.key == plain.c.key)
        .cte("fresh")
    )
    projected = _project(fresh, insert_into).cte("projected")
    appended = _append(fresh, insert_into).returning(board.sharing_lock(answers.c.check_id)).cte("appended")
    is_its = and_(projected.c.check_id == fresh.c.check_id, projected.c.person_id == fresh.c.person_id)
    return (
        select(plain, projected.c.standing)
        .join(fresh, fresh.c.n == plain.c.n)
        .join(projected, is_its)
        .add_cte(appended)
    )


_PLAIN = OnGivenRows(_PRESSED, _plain)
_PROJECT = OnGivenRows(_SAID, _project)
_APPEND = OnGivenRows(_SAID, _append)
_KEEP_ALL = OnGivenRows(_PRESSED, _keep_all)


def keep_together(connection: Connection, presses: Sequence[PlainPress], now: datetime) -> Mapping[int, KeptPlain]:
    """What was kept, by its place among the presses; nothing is written of those left out.

    The first of each person and check, unless its event came before. The boards of these checks are to be marked next
    (`board.mark_dirty`, `is_locked`).
    """
    # One event counts once, whomever it names.
    by_key = {press.key: n for n, press in reversed([*enumerate(presses)])}
    given = [
        {
            "n": n,
            "check_id": press.check_id,
            "channel": press.channel,
            "address": press.address,
            "key": press.key,
            "status": press.status,
            "via": press.via,
            "round": press.round,
            "given_at": microseconds(press.given_at),
            "received_at": microseconds(now),
        }
        for n, press in enumerate(presses)
        if by_key[press.key] == n
    ]
    if connection.dialect.name == "postgresql":
        rows = connection.execute(_KEEP_ALL.on(connection), {"rows": json.dumps(given)}).all()
        return {row.n: _kept(row, row.standing) for row in rows}
    return _keep_step_by_step(connection, given, now)


def _keep_step_by_step(
    connection: Connection, given: Sequence[Mapping[str, Any]], now: datetime
) -> Mapping[int, KeptPlain]:
    """SQLite: the same, where a writing statement cannot be part of another and no network lies between them."""
    plain: dict[tuple[int, int], Row[*tuple[Any, ...]]] = {}
    for row in sorted(
        connection.execute(_PLAIN.on(connection), {"rows": json.dumps(given)}), key=lambda row: int(row.n)
    ):
        plain.setdefault((row.id, row.person_id), row)
    first = first_ones(connection, {row.key for row in plain.values()}, now)
    fresh = [row for row in plain.values() if row.key in first]
    said = [{name: row._mapping["said_round" if name == "round" else name] for name in _SAID} for row in fresh]
    values = {"rows": json.dumps(said)}
    projected = connection.execute(_PROJECT.on(connection), values).all()
    connection.execute(_APPEND.on(connection), values)
    standings = {(row.check_id, row.person_id): row.standing for row in projected}
    return {row.n: _kept(row, standings[row.id, row.person_id]) for row in fresh}


def _kept(row: Row[*tuple[Any, ...]], standing: str) -> KeptPlain:
    speaker = speaker_facts(row)
    assert speaker is not None
    return KeptPlain(check_facts(row), speaker, row.said_round, bool(row.late), Standing(standing))
