"""Is the product fit to work?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from flows.begin import make_begin
from flows.health import TURN_OVERDUE, examine, note_turn, read_health
from flows.work import Begin, Policy, System
from storage.database import Database, open_database
from storage.migrate import expected_revision
from storage.models import leases
from tests.support.clock import MovableClock


def test_a_migrated_database_whose_cycle_turns_is_healthy(begin: Begin, clock: MovableClock) -> None:
    with begin(System()) as work:
        note_turn(work, "one")
    clock.forward(timedelta(seconds=10))
    health = read_health(begin)
    assert (health.reachable, health.is_migrated, health.is_turning) == (True, True, True)
    assert (health.revision, health.turned_ago) == (expected_revision(), timedelta(seconds=10))


def test_a_cycle_that_never_turned_or_long_ago_is_told(begin: Begin, clock: MovableClock) -> None:
    assert read_health(begin).turned_ago is None
    assert not read_health(begin).is_turning
    with begin(System()) as work:
        note_turn(work, "one")
    clock.forward(TURN_OVERDUE + timedelta(seconds=1))
    assert not read_health(begin).is_turning


def test_a_clock_that_was_set_back_is_told_with_what_to_do(begin: Begin, clock: MovableClock) -> None:
    with begin(System()) as work:
        note_turn(work, "one")
    assert {one.name: one.ok for one in examine(read_health(begin))} == dict.fromkeys(
        ("database", "cycle", "clock"), True
    )
    clock.forward(-timedelta(hours=1))
    *_, cycle, told = examine(read_health(begin))
    assert (told.name, told.ok) == ("clock", False)
    assert "3600 s behind" in told.detail
    assert "NTP" in told.detail
    assert "-" not in cycle.detail


def test_the_process_that_turned_last_counts(begin: Begin, clock: MovableClock) -> None:
    for process in ("one", "two", "one"):
        clock.forward(timedelta(seconds=5))
        with begin(System()) as work:
            note_turn(work, process)
    assert read_health(begin).turned_ago == timedelta(0)


def test_processes_long_gone_are_forgotten(begin: Begin, clock: MovableClock) -> None:
    with begin(System()) as work:
        note_turn(work, "gone")
    clock.forward(timedelta(days=2))
    with begin(System()) as work:
        note_turn(work, "here")
        holders = work.connection.execute(select(leases.c.holder)).scalars().all()
    assert holders == ["here"]


def test_an_empty_database_is_reachable_and_not_migrated(tmp_path: Path, clock: MovableClock) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'empty.db'}")
    health = read_health(make_begin(database, clock, Policy(), lambda: None))
    assert (health.reachable, health.is_migrated, health.revision) == (True, False, "")
    database.close()


def test_a_program_older_than_its_database_is_told_to_be_updated(begin: Begin, database: Database) -> None:
    ours = expected_revision()
    with database.transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    (finding,) = examine(read_health(begin))
    with database.transaction() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{ours}'")
    assert not finding.ok
    assert "older than its database: update it" in finding.detail
    assert "db upgrade" not in finding.detail


def test_a_database_that_cannot_be_opened_is_told_not_raised(tmp_path: Path, clock: MovableClock) -> None:
    for url in (f"sqlite:///{tmp_path / 'missing' / 'anpi.db'}", "postgresql://nobody@/none?host=/nowhere"):
        database = open_database(url)
        health = read_health(make_begin(database, clock, Policy(), lambda: None))
        assert (health.reachable, health.is_migrated, health.is_turning) == (False, False, False)
        database.close()
