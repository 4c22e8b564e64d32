from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from storage import statistics
from storage.among import IDS, among
from storage.database import Database
from storage.lane import Lane
from storage.models import people

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def crowd(database: Database) -> Database:
    rows = [
        {"id": number, "employee_no": f"E{number}", "name": "花子", "created_at": NOON, "updated_at": NOON}
        for number in range(1, 1_001)
    ]
    with database.transaction(Lane.FANOUT) as connection:
        connection.execute(people.insert(), rows)
    return database


@pytest.mark.parametrize("wanted", [(), (7,), (7, 7, 3), tuple(range(1, 1_001)), (-1, 0, 5_000, 9)])
def test_those_with_an_id_among_the_given_ones(crowd: Database, wanted: tuple[int, ...]) -> None:
    given_now = select(people.c.id).where(among(people.c.id, wanted))
    given_later = select(people.c.id).where(among(people.c.id, IDS))
    there = sorted(set(wanted) & set(range(1, 1_001)))
    with crowd.transaction(Lane.READ) as connection:
        assert sorted(connection.execute(given_now).scalars()) == there
        assert sorted(connection.execute(given_later, {"ids": wanted}).scalars()) == there


def test_they_are_looked_up_by_key(crowd: Database) -> None:
    """SQLite takes `… IN (…) = 1` for a value and reads the whole table."""
    if not crowd.is_sqlite:
        pytest.skip("PostgreSQL's planner goes by the size of the table")
    wanted = select(people.c.id).where(among(people.c.id, IDS), people.c.active)
    with crowd.transaction(Lane.READ) as connection:
        explained = text("EXPLAIN QUERY PLAN " + str(wanted.compile(crowd.engine)).replace("?", ":ids", 1))
        steps = [row.detail for row in connection.execute(explained, {"ids": "[7]"})]
    assert [step for step in steps if step.startswith("SEARCH people")]
    assert not [step for step in steps if step.startswith("SCAN people")]


def test_nothing_but_numbers_gets_into_the_statement(crowd: Database) -> None:
    with crowd.transaction(Lane.READ) as connection, pytest.raises(Exception, match="invalid literal"):
        connection.execute(select(people.c.id).where(among(people.c.id, IDS)), {"ids": ["1) OR (1=1"]})


def test_a_tables_size_is_known_at_once(crowd: Database) -> None:
    with crowd.transaction(Lane.FANOUT) as connection:
        statistics.refresh(connection, people)
        if not crowd.is_sqlite:
            known = text("SELECT reltuples FROM pg_class WHERE oid = 'people'::regclass")
            assert connection.execute(known).scalar_one() == 1_000
