from __future__ import annotations

from datetime import timedelta

import pytest

from bot.vocabulary import ChannelKind, CheckKind
from flows.close_check import CheckClosed, CloseCheck, close_check, close_overdue
from flows.errors import NotFoundError, RefusedError
from flows.work import Begin, Lane, Sender, System
from storage.models import audit, boards
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import outbox, rows, states, the_check
from tests.support.sending import World

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
JIRO = Sender(ChannelKind.SLACK, "U0JIRO")
TARO = Sender(ChannelKind.SLACK, "U0TARO")


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def close(world: World, request: CloseCheck | None = None, actor: Sender = HANAKO) -> CheckClosed:
    with world.begin(actor, Lane.FANOUT) as work:
        return close_check(work, request or CloseCheck())


def test_nobody_is_asked_any_more_and_the_board_shows_it(world: World, company: Company) -> None:
    check_id = world.start(slack_channel="C0HERE")
    closed = close(world)
    assert closed == CheckClosed(check_id, "地震", world.clock.now(), silent=4)
    assert states(world.begin) == {("skipped", "closed"): 7}
    (board,) = rows(world.begin, boards)
    assert board.version > board.shown_version
    world.turn_after(timedelta(hours=1))
    assert world.slack.calls == []
    check = the_check(world.begin, check_id)
    assert (check.state, check.next_reminder_at, check.closed_by) == ("closed", None, company.ids["hanako"])


def test_a_second_close_changes_nothing(world: World) -> None:
    check_id = world.start()
    first = close(world, CloseCheck(check_id))
    world.clock.forward(timedelta(minutes=1))
    again = close(world, CloseCheck(check_id))
    assert again.already
    assert again.closed_at == first.closed_at
    assert len(rows(world.begin, audit, action="check_closed")) == 1


def test_the_same_command_delivered_twice_closes_one_check(world: World) -> None:
    first = world.start(title="古い")
    assert close(world, CloseCheck(event_key="e1")).check_id == first
    second = world.start(title="新しい")
    again = close(world, CloseCheck(event_key="e1"))
    assert (again.check_id, again.already) == (first, True)
    assert the_check(world.begin, second).state == "active"


def test_the_end_of_a_drill_never_ends_a_real_check(world: World) -> None:
    drill = world.start(kind=CheckKind.DRILL)
    real = world.start()
    assert close(world, CloseCheck(kind=CheckKind.DRILL)).check_id == drill
    with pytest.raises(NotFoundError, match="no_active_check"):
        close(world, CloseCheck(kind=CheckKind.DRILL))
    assert the_check(world.begin, real).state == "active"


def test_others_may_not_close(world: World) -> None:
    check_id = world.start()
    with pytest.raises(RefusedError, match="not_a_manager"):
        close(world, actor=TARO)
    with pytest.raises(RefusedError, match="outside_units"):
        close(world, CloseCheck(check_id), JIRO)
    with pytest.raises(RefusedError, match="outside_units"):
        close(world, actor=JIRO)
    assert the_check(world.begin, check_id).state == "active"


def test_a_check_closes_by_itself_when_its_time_has_come(world: World) -> None:
    check_id = world.start(closes_after=timedelta(hours=1))
    world.start(title="終わりなし")
    world.clock.forward(timedelta(hours=1) - timedelta(microseconds=1))
    with world.begin(System(), Lane.FANOUT) as work:
        assert close_overdue(work) == 0
    world.clock.forward(timedelta(microseconds=1))
    with world.begin(System(), Lane.FANOUT) as work:
        assert close_overdue(work) == 1
    assert the_check(world.begin, check_id).state == "closed"
    (noted,) = rows(world.begin, audit, action="check_closed")
    assert (noted.actor, noted.check_id) == ("cycle", check_id)


def test_what_is_on_its_way_at_the_close_is_not_recalled(world: World, company: Company) -> None:
    world.start()
    world.turn()
    close(world)
    assert {row.state for row in outbox(world.begin)} == {"accepted"}
