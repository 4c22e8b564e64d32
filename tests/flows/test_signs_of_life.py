"""A contact that was given up on works again once its owner has answered through it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.vocabulary import ChannelKind, ContactState, Status, Via
from flows.mark_prompts import SETTLE
from flows.ports import PermanentFailure, TemporaryFailure
from flows.record_answer import RecordAnswer, record_answer
from flows.show_check import show_check
from flows.work import Begin, Lane, Operator, Sender, System, TokenHolder
from storage.models import contacts
from tests.support.checks import row_of
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.sending import World

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
TARO = Sender(ChannelKind.SLACK, "U0TARO")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def state_of(world: World, address: str) -> tuple[str, str]:
    row = row_of(world.begin, contacts, address=address)
    return row.state, row.state_reason


def press(world: World, check_id: int, actor: Sender | TokenHolder, via: Via = Via.SLACK) -> None:
    with world.begin(actor) as work:
        record_answer(work, RecordAnswer(Status.SAFE, work.now, via, check_id=check_id))


def unreachable(world: World, check_id: int) -> int:
    with world.begin(Operator(), Lane.READ) as work:
        return show_check(work, check_id).unreachable


def given_up(world: World, state: ContactState = ContactState.GONE, reason: str = "user_not_found") -> int:
    """A check that everybody's Slack account was found wanting for."""
    world.slack.refuses = lambda _: PermanentFailure(reason, state)
    check_id = world.start()
    world.turn()
    world.clock.forward(MINUTE)
    return check_id


@pytest.mark.parametrize("state", [ContactState.GONE, ContactState.BLOCKED])
def test_a_press_by_the_account_itself_revives_it(world: World, state: ContactState) -> None:
    check_id = given_up(world, state)
    assert state_of(world, "U0HANAKO") == (state, "user_not_found")
    press(world, check_id, HANAKO)
    world.turn_after(SETTLE)
    assert state_of(world, "U0HANAKO") == (ContactState.CONFIRMED, "")
    assert state_of(world, "U0TARO")[0] == state


def test_a_process_that_goes_on_turning_revives_as_well(world: World) -> None:
    check_id = given_up(world)
    cycle = world.cycle()
    cycle.turn()
    press(world, check_id, HANAKO)
    world.clock.forward(SETTLE)
    cycle.turn()
    assert state_of(world, "U0HANAKO")[0] == ContactState.CONFIRMED


def test_who_could_not_be_reached_can_be_reached_again(world: World) -> None:
    check_id = given_up(world)
    before = unreachable(world, check_id)
    press(world, check_id, HANAKO)
    world.turn_after(SETTLE)
    next_check = world.start()
    assert unreachable(world, next_check) == before - 1


def test_an_answer_through_another_channel_revives_nothing(world: World, company: Company) -> None:
    check_id = given_up(world)
    press(world, check_id, TokenHolder(company.ids["taro"]), Via.WEB)
    press(world, check_id, Sender(ChannelKind.LINE, TARO_LINE), Via.LINE)
    world.turn_after(SETTLE)
    assert state_of(world, "U0TARO")[0] == ContactState.GONE


def test_a_press_from_before_it_was_given_up_on_revives_nothing(world: World) -> None:
    check_id = world.start()
    with world.begin(HANAKO) as work:
        record_answer(work, RecordAnswer(Status.SAFE, work.now - MINUTE, Via.SLACK, check_id=check_id))
    world.spoil("U0HANAKO", ContactState.GONE)
    with world.begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(contacts.update().values(state_since=work.now))
    world.turn_after(SETTLE)
    assert state_of(world, "U0HANAKO")[0] == ContactState.GONE


def test_a_stop_the_owner_wished_for_stays(world: World) -> None:
    check_id = world.start()
    world.spoil("U0HANAKO", ContactState.SUPPRESSED)
    world.clock.forward(MINUTE)
    press(world, check_id, HANAKO)
    world.turn_after(SETTLE)
    assert state_of(world, "U0HANAKO")[0] == ContactState.SUPPRESSED


@pytest.mark.parametrize("reason", ["token_revoked", "account_inactive"])
def test_a_fault_of_our_token_gives_up_on_nobody(world: World, reason: str) -> None:
    world.slack.refuses = lambda _: TemporaryFailure(reason, MINUTE, whole_channel=True)
    world.start()
    for _ in range(3):
        world.turn_after(MINUTE)
    assert state_of(world, "U0HANAKO")[0] == ContactState.UNVERIFIED
    world.slack.refuses = None
    world.turn_after(MINUTE)
    assert {call.members[0].address for call in world.slack.calls} >= {"U0HANAKO", "U0JIRO", "U0TARO"}
