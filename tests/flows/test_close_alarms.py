"""Alarms: one open for each fault however many processes see it, closed by a safety admin's hand."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import insert

from flows.alarms import MAIL_POLICY, close_alarm, count_alarms, list_alarms, raise_alarm
from flows.errors import RefusedError
from flows.work import Begin, Lane, SignedIn, System, Work
from storage.database import open_database
from storage.migrate import _config, upgrade
from storage.models import alarms, audit
from tests.support.checks import row_of, rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company


def raised(begin: Begin, about: str = "5.7.26") -> None:
    with begin(System("mail")) as work:
        raise_alarm(work, MAIL_POLICY, about, domain="example.com")


def test_two_processes_at_once_open_one_alarm(begin: Begin, company: Company) -> None:
    with ThreadPoolExecutor(1) as pool:
        with begin(System("mail")) as work:
            raise_alarm(work, MAIL_POLICY, "5.7.26", domain="example.com")
            other = pool.submit(raised, begin)
            wait([other], timeout=0.3)
        other.result(timeout=30)
    assert len(rows_of(begin, alarms)) == 1


def test_a_safety_admin_closes_it_and_what_comes_up_again_is_a_new_one(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    hanako = SignedIn(company.ids["hanako"])
    raised(begin)
    clock.forward(timedelta(hours=1))
    raised(begin)
    with begin(hanako, Lane.READ) as work:
        [alarm] = list_alarms(work)
    assert (alarm.code, alarm.about, alarm.domain) == (MAIL_POLICY, "5.7.26", "example.com")
    assert alarm.last_at - alarm.raised_at == timedelta(hours=1)
    for expected in (True, False):
        with begin(hanako) as work:
            assert close_alarm(work, alarm.alarm_id) is expected
            assert (list_alarms(work), count_alarms(work)) == ((), 0)
    noted = row_of(begin, audit)
    assert (noted.action, noted.person_id, noted.details) == (
        *("alarm_closed", company.ids["hanako"]),
        {"alarm": MAIL_POLICY, "about": "5.7.26"},
    )
    raised(begin)
    with begin(hanako, Lane.READ) as work:
        assert count_alarms(work) == 1


def test_a_unit_manager_neither_sees_nor_closes_alarms(begin: Begin, company: Company) -> None:
    raised(begin)
    jiro, alarm_id = SignedIn(company.ids["jiro"]), row_of(begin, alarms).id
    deeds: tuple[Callable[[Work], object], ...] = (list_alarms, lambda work: close_alarm(work, alarm_id))
    for deed in deeds:
        with pytest.raises(RefusedError, match="not_a_safety_admin"), begin(jiro) as work:
            deed(work)
    with begin(jiro, Lane.READ) as work:
        assert count_alarms(work) == 0
    assert row_of(begin, alarms).closed_at is None


def test_of_alarms_opened_twice_by_an_earlier_release_one_stays_open(clock: MovableClock, tmp_path: object) -> None:
    database = open_database(f"sqlite:///{tmp_path}/old.db")
    row = {"code": MAIL_POLICY, "about": "5.7.1", "raised_at": clock.now(), "last_at": clock.now()}
    with database.transaction(Lane.FANOUT) as connection:
        command.upgrade(_config(connection), "0002")
        connection.execute(insert(alarms), [row, row, row | {"about": "5.7.2"}])
    assert upgrade(database)
    with database.transaction(Lane.READ) as connection:
        open_ones = [found.about for found in connection.execute(alarms.select()) if found.closed_at is None]
    database.close()
    assert sorted(open_ones) == ["5.7.1", "5.7.2"]
