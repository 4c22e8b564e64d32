from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, insert, select, update

from storage.database import Database
from storage.lane import Lane
from storage.models import checks, inbound_events
from storage.prepared import Prepared
from storage.types import Instant

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)

ADD = Prepared(lambda _: insert(inbound_events), columns=("key", "received_at"))
READ = Prepared(
    lambda _: select(inbound_events.c.key, inbound_events.c.received_at.label("at")).where(
        inbound_events.c.key == bindparam("of_key"), inbound_events.c.received_at <= NOON
    )
)
MOVE = Prepared(
    lambda _: (
        update(inbound_events)
        .where(inbound_events.c.key == bindparam("of_key"))
        .values(received_at=bindparam("to", type_=Instant()))
        .returning(inbound_events.c.received_at)
    )
)


def test_values_are_converted_on_the_way_in_and_out(database: Database) -> None:
    with database.transaction() as connection:
        assert ADD.change(connection, {"key": "a", "received_at": NOON}) == 1
        row = READ.first(connection, {"of_key": "a"})
        assert (row.key, row.at) == ("a", NOON)
        assert connection.execute(select(inbound_events.c.received_at)).scalar_one() == NOON


def test_what_is_not_there_is_none(database: Database) -> None:
    with database.transaction(Lane.READ) as connection:
        assert READ.first(connection, {"of_key": "nobody"}) is None
        assert READ.scalar(connection, {"of_key": "nobody"}) is None


def test_a_statement_that_writes_and_returns_is_over_before_the_commit(database: Database) -> None:
    with database.transaction() as connection:
        ADD.change(connection, {"key": "a", "received_at": NOON})
    later = NOON.replace(hour=4)
    with database.transaction() as connection:
        assert MOVE.scalar(connection, {"of_key": "a", "to": later}) == later
        assert MOVE.change(connection, {"of_key": "nobody", "to": later}) == 0
    with database.transaction(Lane.READ) as connection:
        assert connection.execute(select(inbound_events.c.received_at)).scalar_one() == later


def test_it_is_part_of_the_transaction(database: Database) -> None:
    def break_off() -> None:
        with database.transaction() as connection:
            ADD.change(connection, {"key": "a", "received_at": NOON})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    with database.transaction(Lane.READ) as connection:
        assert READ.first(connection, {"of_key": "a"}) is None


def test_a_value_that_was_forgotten_is_an_error_and_never_null(database: Database) -> None:
    with database.transaction(Lane.READ) as connection, pytest.raises(KeyError, match="of_key"):
        READ.first(connection, {})


def test_a_list_is_refused(database: Database) -> None:
    several = Prepared(lambda _: select(checks.c.id).where(checks.c.id.in_(bindparam("ids", expanding=True))))
    with database.transaction(Lane.READ) as connection, pytest.raises(AssertionError, match="list"):
        several.first(connection, {"ids": [1, 2]})
