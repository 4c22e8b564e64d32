"""Once a day the cycle asks a few contacts to be proven; the platform is asked what is left only when it is time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from flows.work import Begin, Policy
from tests.conftest import DEFAULT_POLICY
from tests.support.channels import FakeChannel, fake_line
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.outbox import outbox
from tests.support.sending import World

#: A Thursday, 10:30 in Tokyo.
MORNING = datetime(2027, 1, 14, 1, 30, tzinfo=UTC)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: the flow is proved on both."""
    return sqlite_url


@dataclass
class MeteredLine(FakeChannel):
    left: int | None = 0
    times_asked: int = 0
    was_asked: threading.Event = field(default_factory=threading.Event)
    may_answer: threading.Event = field(default_factory=threading.Event)

    def left_this_month(self) -> int | None:
        self.times_asked += 1
        self.was_asked.set()
        assert self.may_answer.wait(30)
        return self.left


@pytest.fixture
def line() -> MeteredLine:
    plain = fake_line()
    line = MeteredLine(plain.kind, batch_size=plain.batch_size, retries_safely=True)
    line.may_answer.set()
    return line


@pytest.fixture
def world(make_begin_with: Callable[[Policy], Begin], clock: MovableClock, line: MeteredLine) -> World:
    begin = make_begin_with(replace(DEFAULT_POLICY, proof_days=180))
    return World(begin, clock, line=line)


def test_they_are_asked_and_the_question_goes_out(world: World, company: Company, line: MeteredLine) -> None:
    line.left = None
    world.turn_after(MORNING - world.clock.now())
    assert {row.state for row in outbox(world.begin, kind="contact_proof")} == {"accepted"}
    assert TARO_LINE in line.addresses
    for _ in range(2):
        world.turn_after(timedelta(hours=1))
    assert line.times_asked == 1


def test_a_line_account_is_not_asked_where_little_is_left(world: World, company: Company, line: MeteredLine) -> None:
    line.left = 3
    world.turn_after(MORNING - world.clock.now())
    assert line.addresses == []
    assert world.slack.addresses


def test_a_line_that_does_not_answer_holds_up_no_check(world: World, company: Company, line: MeteredLine) -> None:
    line.may_answer.clear()
    world.clock.forward(MORNING - world.clock.now())
    asked = threading.Event()
    world.slack.before_call = lambda attempt: asked.set()
    cycle = world.cycle()
    cycle.start()
    try:
        assert line.was_asked.wait(30)
        world.start()
        cycle.wake()
        assert asked.wait(30)
    finally:
        line.may_answer.set()
        cycle.stop()
