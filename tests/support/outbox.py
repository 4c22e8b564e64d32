"""What the outbox looks like, read straight from the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Table, select

from flows.work import Begin, Lane, System
from storage.models import checks, messages

AnyRow = Row[*tuple[Any, ...]]


def rows(begin: Begin, table: Table, **wanted: object) -> Sequence[AnyRow]:
    """All rows whose columns have these values, by primary key."""
    conditions = [table.c[name] == value for name, value in wanted.items()]
    with begin(System("test"), Lane.READ) as work:
        found = select(table).where(*conditions).order_by(*table.primary_key.columns)
        return work.connection.execute(found).all()


def outbox(begin: Begin, **wanted: object) -> Sequence[AnyRow]:
    return rows(begin, messages, **wanted)


def the_message(begin: Begin, **wanted: object) -> AnyRow:
    (found,) = outbox(begin, **wanted)
    return found


def states(begin: Begin, **wanted: object) -> dict[tuple[str, str], int]:
    """(state, reason) -> how many messages."""
    return dict(Counter((row.state, row.reason) for row in outbox(begin, **wanted)))


def the_check(begin: Begin, check_id: int) -> AnyRow:
    (found,) = rows(begin, checks, id=check_id)
    return found
