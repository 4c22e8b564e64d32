from __future__ import annotations

import time
from contextlib import ExitStack

import pytest

from flows.begin import make_begin
from flows.right_of_way import FAN_OUT, MANY, THANKS, WAITS_AT_MOST, RightOfWay
from flows.work import Lane, Policy, System
from storage.database import Database
from tests.support.clock import MovableClock


class Seconds:
    """A clock that only moves when somebody pauses."""

    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def way(seconds: Seconds) -> RightOfWay:
    return RightOfWay(seconds.clock, seconds.pause)


def answers(way: RightOfWay, how_many: int) -> ExitStack:
    stack = ExitStack()
    for _ in range(how_many):
        stack.enter_context(way.answering())
    return stack


def step(way: RightOfWay) -> None:
    with way.giving_way("step"):
        pass


def test_beside_a_few_answers_nothing_waits(way: RightOfWay, seconds: Seconds) -> None:
    with answers(way, MANY):
        for _ in range(100):
            step(way)
    assert seconds.now == 0


def test_how_many_answers_make_the_rest_wait_is_given(seconds: Seconds) -> None:
    way = RightOfWay(seconds.clock, seconds.pause, many=2)
    for under_way, waits in ((2, False), (3, True)):
        with answers(way, under_way):
            step(way)
            step(way)
        assert (seconds.now > 0) is waits


def test_while_answers_wait_for_each_other_the_rest_has_a_small_part_of_the_time(
    way: RightOfWay, seconds: Seconds
) -> None:
    with answers(way, MANY + 1):
        step(way)
        assert seconds.now == 0
        step(way)
        assert 0 < seconds.now <= WAITS_AT_MOST


def test_thank_yous_wait_longer_than_questions(way: RightOfWay, seconds: Seconds) -> None:
    waited = {}
    for share in (FAN_OUT, THANKS):
        with answers(way, MANY + 1):
            before = seconds.now
            for _ in range(10):
                with way.giving_way("step", share):
                    pass
            waited[share] = seconds.now - before
    assert waited[THANKS] > waited[FAN_OUT] > 0


def test_a_short_step_does_not_pay_for_a_long_one_of_another_name(way: RightOfWay, seconds: Seconds) -> None:
    with way.giving_way("long"):
        until = time.thread_time() + 0.02
        while time.thread_time() < until:
            pass
    with answers(way, MANY + 1):
        step(way)
        before = seconds.now
        step(way)
        between_short_ones = seconds.now - before
        with way.giving_way("long"):
            pass
        before = seconds.now
        step(way)
    assert between_short_ones < seconds.now - before


def test_what_was_done_while_nobody_answered_is_not_paid_for(way: RightOfWay, seconds: Seconds) -> None:
    for _ in range(200):
        with way.giving_way("page", in_database=True):
            seconds.pause(0.3)
    quiet = seconds.now
    with answers(way, MANY + 1):
        step(way)
        step(way)
    assert seconds.now - quiet < 0.05


def test_no_step_waits_for_ever(way: RightOfWay, seconds: Seconds) -> None:
    with answers(way, MANY + 1):
        for _ in range(50):
            before = seconds.now
            step(way)
            assert seconds.now - before <= WAITS_AT_MOST + 0.01


def test_an_answer_that_failed_is_not_counted_any_more(way: RightOfWay, seconds: Seconds) -> None:
    for _ in range(MANY + 1):
        with pytest.raises(ZeroDivisionError), way.answering():
            raise ZeroDivisionError
    for _ in range(10):
        step(way)
    assert seconds.now == 0


@pytest.mark.parametrize(("lane", "counts"), [(Lane.ANSWER, True), (Lane.FANOUT, False), (Lane.READ, False)])
def test_only_answers_have_it(
    database: Database, clock: MovableClock, way: RightOfWay, seconds: Seconds, lane: Lane, counts: bool
) -> None:
    begin = make_begin(database, clock, Policy(), lambda: None, way)
    with answers(way, MANY), begin(System("test"), lane):
        step(way)
        step(way)
    assert (seconds.now > 0) is counts
