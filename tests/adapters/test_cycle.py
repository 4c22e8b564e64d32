"""The cycle: turned by hand with a clock that stands still, and running by itself on threads."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from adapters.cycle.clock import SystemClock
from adapters.cycle.cycle import Cycle
from adapters.cycle.loop import Loop
from adapters.cycle.troubles import Troubles
from bot.vocabulary import ChannelKind, Standing
from flows.begin import make_begin
from flows.close_check import CloseCheck, close_check
from flows.ports import Attempt, MessageGone, PermanentFailure, RateLimit, RateLimited, TemporaryFailure
from flows.remind import remind_due
from flows.work import Actor, Begin, Lane, Operator, Policy, System, Work
from storage.database import Database
from storage.models import attempts, boards, inbound_events
from storage.queries.board import mark_dirty
from tests.conftest import DEFAULT_POLICY
from tests.support.channels import FakeBoards, FakeChannel, FakeLinks, fake_line, fake_mail, fake_slack
from tests.support.clock import MovableClock
from tests.support.company import Company, usual_company
from tests.support.crowd import many_people
from tests.support.outbox import outbox, rows, states, the_check
from tests.support.sending import LEASE, World

SECOND = timedelta(seconds=1)
WAIT = 20.0


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


# Turned by hand.


def test_a_board_is_posted_then_edited_and_not_more_often_than_every_three_seconds(
    world: World, company: Company
) -> None:
    world.start(slack_channel="C0HERE")
    cycle = world.cycle()
    cycle.turn()
    assert [channel for channel, _ in world.boards.posted] == ["C0HERE"]
    world.start(title="別件", unit_ids=(company.unit("大阪支社"),))
    world.clock.forward(3 * SECOND)
    cycle.turn()
    assert len(world.boards.posted) == 1


def test_the_managers_board_names_people_and_the_public_one_does_not(
    make_begin_with: Callable[[Policy], Begin], clock: MovableClock, company: Company
) -> None:
    world = World(make_begin_with(replace(DEFAULT_POLICY, slack_manager_channel="C0BOSS")), clock)
    check_id = world.start(slack_channel="C0HERE")
    world.answer(check_id, company.ids["taro"], Standing.INJURED)
    world.turn()
    shown = {channel: repr(speech) for channel, speech in world.boards.posted}
    assert "太郎" in shown["C0BOSS"]
    assert "太郎" not in shown["C0HERE"]


def test_a_board_that_fails_comes_back_at_its_moment_and_holds_up_nothing(world: World) -> None:
    world.boards.fails = [TemporaryFailure("rate_limited", 30 * SECOND, whole_channel=True)]
    world.start(slack_channel="C0HERE")
    world.turn()
    assert len(world.slack.accepted) == 4
    world.turn_after(29 * SECOND)
    assert world.boards.posted == []
    world.turn_after(SECOND)
    assert len(world.boards.posted) == 1


def test_a_board_whose_channel_is_gone_is_given_up(world: World) -> None:
    world.boards.fails = [PermanentFailure("channel_not_found")]
    world.start(slack_channel="C0GONE")
    world.turn()
    world.turn_after(60 * SECOND)
    assert world.boards.posted == []
    (board,) = rows(world.begin, boards)
    assert board.last_error == "channel_not_found"


def test_a_board_deleted_in_its_channel_is_posted_anew(world: World, company: Company) -> None:
    check_id = world.start(slack_channel="C0HERE")
    world.turn()
    world.boards.fails = [MessageGone("message_not_found")]
    world.answer(check_id, company.ids["taro"])
    with world.begin(System(), Lane.FANOUT) as work:
        mark_dirty(work.connection, check_id)
    world.turn_after(3 * SECOND)
    (board,) = rows(world.begin, boards)
    assert (len(world.boards.posted), board.ts, board.last_error) == (2, "2.000200", "")


def test_one_channel_that_breaks_takes_no_other_with_it(world: World, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> RateLimit | None:
        raise RuntimeError("a fault of ours")

    world.slack.limit = broken  # type: ignore[method-assign]
    world.start()
    with caplog.at_level(logging.ERROR):
        world.turn()
    assert len(world.mail.accepted) == 2
    assert "a step of the cycle failed" in caplog.text


def test_an_unforeseen_fault_in_a_call_counts_as_unknown(world: World, caplog: pytest.LogCaptureFixture) -> None:
    def explode(attempt: Attempt) -> None:
        raise ZeroDivisionError

    world.slack.before_call = explode
    world.start()
    with caplog.at_level(logging.ERROR):
        world.turn()
    assert {row.reason for row in rows(world.begin, attempts, channel="slack")} == {"unknown:unforeseen"}


def test_a_large_roll_is_written_in_pages_and_everybody_is_asked(world: World, company: Company) -> None:
    everyone = many_people(world.begin)
    check_id = world.start()
    assert len(outbox(world.begin, channel="line")) < len(everyone)
    assert the_check(world.begin, check_id).outbox_after is not None
    world.turn()
    assert the_check(world.begin, check_id).outbox_after is None
    assert {row.person_id for row in outbox(world.begin, channel="line", state="accepted")} >= everyone
    # Taro has LINE as well.
    assert len(world.line.calls) == -(-(len(everyone) + 1) // world.line.batch_size)


def test_writing_goes_on_in_another_process_where_one_died(world: World, company: Company) -> None:
    crowd = many_people(world.begin, "mail")
    world.start()
    world.cycle()
    world.turn()
    assert states(world.begin, channel="mail") == {("accepted", ""): len(crowd) + 2}


def test_a_check_closed_while_it_is_being_written_asks_nobody_further(world: World, company: Company) -> None:
    many_people(world.begin, "mail")
    world.start()
    with world.begin(Operator(), Lane.FANOUT) as work:
        close_check(work, CloseCheck())
    world.turn()
    assert world.mail.calls == []


def test_a_reminder_waits_until_the_question_is_fully_written(world: World, company: Company) -> None:
    many_people(world.begin, "mail")
    check_id = world.start()
    world.clock.forward(timedelta(minutes=10))
    with world.begin(System(), Lane.FANOUT) as work:
        assert remind_due(work) == ()
    world.turn()
    assert the_check(world.begin, check_id).round == 1


def test_housekeeping_is_done_now_and_then(world: World) -> None:
    old = world.clock.now() - timedelta(days=40)
    with world.begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(inbound_events.insert().values(key="old", received_at=old))
    world.turn()
    assert rows(world.begin, inbound_events) == []


def test_turns_taken_side_by_side_send_everything_exactly_once(world: World, company: Company) -> None:
    for number in range(60):
        company.person(f"P{number}", slack=f"U{number:04}", mails=[f"p{number}@example.jp"])
    world.start()
    cycles = [world.cycle() for _ in range(3)]
    threads = [threading.Thread(target=cycle.turn) for cycle in cycles]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(world.slack.addresses) == len(set(world.slack.addresses)) == 63
    assert len(world.mail.addresses) == len(set(world.mail.addresses)) == 62


# Running by itself.


class Running:
    """A cycle on threads, on the system's clock."""

    def __init__(self, database: Database) -> None:
        self.clock = SystemClock()
        self.cycle: Cycle | None = None
        policy = DEFAULT_POLICY
        self.begin = make_begin(database, self.clock, policy, self._wake)
        self.slack, self.line, self.mail = fake_slack(), fake_line(), fake_mail()
        self.boards = FakeBoards()
        self._lost: Iterator[None] = iter(())

    def lose_database(self, times: int) -> None:
        """The next transactions of the cycle fail."""
        self._lost = iter([None] * times)

    @contextmanager
    def _begin(self, actor: Actor, lane: Lane = Lane.ANSWER) -> Iterator[Work]:
        if next(self._lost, self) is None:
            raise ConnectionError("the database is away")
        with self.begin(actor, lane) as work:
            yield work

    def _wake(self) -> None:
        if self.cycle is not None:
            self.cycle.wake()

    def start(self, lease: timedelta = LEASE) -> Cycle:
        channels: list[FakeChannel] = [self.slack, self.line, self.mail]
        self.cycle = Cycle(self._begin, channels, self.boards, FakeLinks(), self.clock, lease)
        self.cycle.start()
        return self.cycle

    def stop(self) -> None:
        if self.cycle is not None:
            self.cycle.stop()

    def ask(self) -> int:
        return World(self.begin, MovableClock(datetime.now(UTC))).start(slack_channel="C0HERE")


@pytest.fixture
def running(database: Database) -> Iterator[Running]:
    made = Running(database)
    usual_company(made.begin)
    yield made
    made.stop()


def until(condition: Callable[[], bool]) -> bool:
    """Waits for a thread of the cycle; False after WAIT seconds."""
    waited = threading.Event()
    for _ in range(int(WAIT / 0.01)):
        if condition():
            return True
        waited.wait(0.01)
    return condition()


def test_a_start_wakes_the_cycle_and_everything_goes_out_and_is_recorded(running: Running) -> None:
    running.start()
    running.ask()
    assert until(lambda: set(states(running.begin)) == {("accepted", "")})
    assert until(lambda: len(running.boards.posted) == 1)
    assert running.cycle is not None
    assert running.cycle.readiness() == {"cycle": True}


def test_a_slow_channel_does_not_hold_up_another(running: Running) -> None:
    hold, held = threading.Event(), list[bool]()
    running.slack.before_call = lambda attempt: held.append(hold.wait(WAIT))
    running.start()
    running.ask()
    assert until(lambda: len(running.mail.accepted) == 2 and len(running.line.accepted) == 1)
    assert running.slack.accepted == []
    hold.set()
    assert until(lambda: len(running.slack.accepted) == 4)


def test_after_a_429_nothing_more_is_sent_before_its_moment(running: Running) -> None:
    running.slack.concurrency = 1
    running.slack.fails = [RateLimited("rate_limited", SECOND / 2, whole_channel=True)]
    running.start()
    running.ask()
    assert until(lambda: len(running.slack.accepted) == 4)
    assert len(running.slack.calls) == 5


def test_stopping_finishes_calls_under_way_and_gives_the_rest_back(running: Running) -> None:
    begun, hold = threading.Event(), threading.Event()

    def slowly(attempt: Attempt) -> None:
        begun.set()
        hold.wait(WAIT)

    running.slack.concurrency = 1
    running.slack.before_call = slowly
    cycle = running.start()
    running.ask()
    assert begun.wait(WAIT)
    stopping = threading.Thread(target=cycle.stop)
    stopping.start()
    hold.set()
    stopping.join(WAIT)
    assert not stopping.is_alive()
    called = len(running.slack.calls)
    found = states(running.begin, channel="slack")
    assert found[("accepted", "")] == called
    open_attempts = rows(running.begin, attempts, channel="slack", state="sending")
    assert {row.lease_until for row in open_attempts} <= {None}
    running.slack.before_call = None
    running.start()
    assert until(lambda: states(running.begin, channel="slack") == {("accepted", ""): 4})
    assert len(running.slack.calls) == 4


def test_a_fresh_process_goes_on_where_one_was_stopped(running: Running) -> None:
    running.ask()
    running.start().stop()
    running.start()
    assert until(lambda: set(states(running.begin)) == {("accepted", "")})


def test_a_lost_database_is_outlived(running: Running, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        running.lose_database(times=3)
        running.start()
        running.ask()
        assert until(lambda: set(states(running.begin)) == {("accepted", "")})
    assert "the database is away" in caplog.text


def test_not_started_is_not_ready(world: World) -> None:
    assert world.cycle().readiness() == {"cycle": False}


def test_a_loop_outlives_a_failing_step() -> None:
    done, count = threading.Event(), [0]

    def step() -> float | None:
        count[0] += 1
        if count[0] == 1:
            raise ValueError("once")
        done.set()
        return None

    loop = Loop("test", step)
    loop.start()
    loop.wake()
    assert done.wait(WAIT)
    loop.end()
    loop.join()
    assert not loop.is_alive


def test_a_failure_that_goes_on_does_not_fill_the_log(caplog: pytest.LogCaptureFixture) -> None:
    troubles = Troubles(logging.getLogger("test.troubles"))

    def fail(times: int) -> list[logging.LogRecord]:
        caplog.clear()
        for _ in range(times):
            try:
                raise ConnectionError("the database is away")
            except ConnectionError:
                troubles.failed("a step failed")
        return list(caplog.records)

    (first,) = fail(60)
    assert first.exc_info
    (again,) = fail(60)
    assert (again.getMessage(), again.exc_info) == ("a step failed, 61 times in a row by now", None)
    troubles.went_well("a step failed")
    (anew,) = fail(1)
    assert anew.exc_info


def test_the_system_clock_is_aware_and_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_the_kind_of_a_channel_names_its_threads(running: Running) -> None:
    running.start()
    names = {thread.name for thread in threading.enumerate()}
    assert {f"{kind}-claim" for kind in (ChannelKind.SLACK, ChannelKind.LINE, ChannelKind.MAIL)} <= names


def test_an_old_page_is_given_back_instead_of_sent(running: Running) -> None:
    """A call begun late in the lease could be answered after another process has taken over."""
    running.start(lease=timedelta(0))
    running.ask()
    assert until(lambda: bool(rows(running.begin, attempts)))
    running.stop()
    assert running.slack.calls == []
    with running.begin(System(), Lane.READ) as work:
        assert work.connection.execute(text("SELECT count(*) FROM messages WHERE state = 'accepted'")).scalar() == 0
