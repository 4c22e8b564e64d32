"""Once a day the cycle deletes what is kept no longer, and holds nothing up with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.vocabulary import Status, Via
from flows.close_check import CloseCheck, close_check
from flows.leases import take_lease
from flows.record_answer import RecordAnswer, record_answer
from flows.work import Begin, Lane, Operator, System, TokenHolder
from storage.models import answers
from tests.support.checks import given_check
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows
from tests.support.sending import World

YEAR = timedelta(days=366)


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def answered(world: World, person_id: int, closes: bool = True) -> int:
    check_id = given_check(world.begin, [person_id])
    with world.begin(TokenHolder(person_id)) as work:
        record_answer(work, RecordAnswer(Status.SAFE, work.now, Via.WEB, check_id))
    if closes:
        with world.begin(Operator()) as work:
            close_check(work, CloseCheck(check_id))
    return check_id


def left(world: World) -> int:
    return len(rows(world.begin, answers))


def test_what_is_too_old_is_deleted_once_a_day(world: World, company: Company) -> None:
    taro, cycle = company.ids["taro"], world.cycle()
    cycle.turn()
    answered(world, taro)
    answered(world, taro, closes=False)
    world.clock.forward(YEAR - timedelta(days=1))
    cycle.turn()
    world.clock.forward(timedelta(hours=23))
    cycle.turn()
    assert left(world) == 2
    world.clock.forward(timedelta(hours=1))
    cycle.turn()
    assert left(world) == 1


def test_much_to_delete_takes_several_turns(world: World, company: Company) -> None:
    for _ in range(25):
        answered(world, company.ids["taro"])
    answered(world, company.ids["taro"], closes=False)
    world.clock.forward(YEAR)
    cycle = world.cycle()
    for expected in (6, 1, 1):
        cycle.turn()
        assert left(world) == expected


def test_only_one_process_deletes_at_a_time(world: World, company: Company) -> None:
    answered(world, company.ids["taro"])
    answered(world, company.ids["taro"], closes=False)
    world.clock.forward(YEAR)
    with world.begin(System("test"), Lane.FANOUT) as work:
        assert take_lease(work, "retention", "another", timedelta(minutes=1))
    world.turn()
    assert left(world) == 2
    world.turn_after(timedelta(minutes=1))
    assert left(world) == 1
