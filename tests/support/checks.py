"""A check with its roll, written straight into the tables; and what stands in them afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, Table, insert, select, update

from bot.schedule import DEFAULT_PLANS
from bot.vocabulary import CheckKind, CheckState, MessageKind, MessageState, Reach, Standing
from flows.work import Begin, Lane, System
from storage.models import boards, checks, messages, roll


def given_check(
    begin: Begin,
    people: Sequence[int] = (),
    kind: CheckKind = CheckKind.REAL,
    title: str = "地震",
    state: CheckState = CheckState.ACTIVE,
    reach: Reach = Reach.ALL,
    unreachable: Sequence[int] = (),
    started_ago: timedelta = timedelta(0),
    started_by: int | None = None,
) -> int:
    """People on the roll are silent; nothing has been sent."""
    with begin(System("test"), Lane.FANOUT) as work:
        started_at = work.now - started_ago
        check_id = _insert(
            checks,
            work.connection,
            kind=kind,
            title=title,
            message="回答してください",
            state=state,
            reach=reach,
            reminder_plan=DEFAULT_PLANS[kind].as_json(),
            created_at=started_at,
            started_at=started_at,
            started_by=started_by,
            closed_at=work.now if state is CheckState.CLOSED else None,
            whole_company=True,
        )
        rows = [
            {"check_id": check_id, "person_id": person_id, "reachable": person_id not in unreachable}
            for person_id in people
        ]
        if rows:
            work.connection.execute(insert(roll), rows)
    return check_id


def given_board(
    begin: Begin, check_id: int, slack_channel: str = "C0ALL", audience: str = "public", is_shown: bool = False
) -> int:
    """Dirty and never shown, or clean."""
    with begin(System("test"), Lane.FANOUT) as work:
        return _insert(
            boards,
            work.connection,
            check_id=check_id,
            audience=audience,
            slack_channel=slack_channel,
            shown_version=1 if is_shown else 0,
            next_edit_at=work.now,
        )


def given_message(
    begin: Begin,
    check_id: int,
    person_id: int,
    state: MessageState,
    kind: MessageKind = MessageKind.PROMPT,
    contact_id: int | None = None,
    round_: int = 0,
) -> int:
    with begin(System("test"), Lane.FANOUT) as work:
        return _insert(
            messages,
            work.connection,
            kind=kind,
            check_id=check_id,
            round=round_,
            person_id=person_id,
            contact_id=contact_id,
            channel="mail",
            address="somebody@example.jp",
            locale="ja",
            priority=10,
            state=state,
            due_at=work.now,
            created_at=work.now,
        )


def given_standing(begin: Begin, check_id: int, person_id: int, standing: Standing, **facts: Any) -> None:
    """The projection as it would stand after an answer."""
    with begin(System("test"), Lane.FANOUT) as work:
        said = {"standing": standing, "said": standing, "said_by": "self", "said_via": "slack", "said_at": work.now}
        work.connection.execute(
            update(roll).where(roll.c.check_id == check_id, roll.c.person_id == person_id).values(**{**said, **facts})
        )


def rows_of(begin: Begin, table: Table, **where: Any) -> list[Row[*tuple[Any, ...]]]:
    """All rows whose columns have these values, in the order of their primary key."""
    wanted = [table.c[name] == value for name, value in where.items()]
    with begin(System("test"), Lane.READ) as work:
        return list(work.connection.execute(select(table).where(*wanted).order_by(*table.primary_key.columns)).all())


def row_of(begin: Begin, table: Table, **where: Any) -> Row[*tuple[Any, ...]]:
    """The only row with these values."""
    (row,) = rows_of(begin, table, **where)
    return row


def _insert(table: Table, connection: Connection, **row: Any) -> int:
    made = connection.execute(insert(table).values(**row)).inserted_primary_key
    assert made is not None
    return int(made[0])
