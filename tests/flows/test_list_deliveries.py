from __future__ import annotations

from typing import Any

import pytest

from bot.vocabulary import ChannelKind, ContactState
from flows.errors import NotFoundError, RefusedError
from flows.list_deliveries import (
    Delivery,
    DeliveryFilter,
    DeliveryLine,
    all_deliveries,
    list_deliveries,
    note_deliveries_seen,
)
from flows.ports import PermanentFailure
from flows.work import Begin, Lane, Sender
from storage.models import audit
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows
from tests.support.sending import World

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
JIRO = Sender(ChannelKind.SLACK, "U0JIRO")
TARO = Sender(ChannelKind.SLACK, "U0TARO")


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def lines(world: World, check_id: int, only: Delivery | None = None, actor: Sender = HANAKO) -> list[DeliveryLine]:
    with world.begin(actor, Lane.READ) as work:
        return list(all_deliveries(work, DeliveryFilter(check_id, only)))


def test_each_message_says_what_has_become_of_it_and_why(world: World, company: Company) -> None:
    world.spoil("emma@example.com")
    world.slack.fails_for = {"U0JIRO": PermanentFailure("slack_user_not_found", ContactState.GONE)}
    check_id = world.start()
    before = {line.address: line.delivery for line in lines(world, check_id)}
    assert before["U0TARO"] is Delivery.WAITING
    assert before["emma@example.com"] is Delivery.STOPPED
    world.turn()
    after = {line.address: line for line in lines(world, check_id)}
    assert after["U0TARO"].delivery is Delivery.ACCEPTED
    assert after["U0TARO"].accepted_at == world.clock.now()
    assert (after["U0JIRO"].delivery, after["U0JIRO"].reason) == (Delivery.FAILED, "slack_user_not_found")
    assert [line.name for line in lines(world, check_id, Delivery.STOPPED)] == ["Emma"]
    assert lines(world, check_id, Delivery.DELIVERED) == []


def test_they_come_page_by_page(world: World, company: Company) -> None:
    check_id = world.start()
    with world.begin(HANAKO, Lane.READ) as work:
        first = list_deliveries(work, DeliveryFilter(check_id), limit=4)
        second = list_deliveries(work, DeliveryFilter(check_id), after=first.next, limit=4)
    assert (len(first.lines), len(second.lines), second.next) == (4, 2, 0)
    assert {line.message_id for line in (*first.lines, *second.lines)} == {
        line.message_id for line in lines(world, check_id)
    }


def test_they_are_narrowed_by_state_channel_unit_name_and_round(world: World, company: Company) -> None:
    osaka = company.unit("大阪支社")
    world.spoil("emma@example.com")
    world.slack.fails_for = {"U0JIRO": PermanentFailure("slack_user_not_found", ContactState.GONE)}
    check_id = world.start()
    world.turn()

    def addresses(**wanted: Any) -> set[str]:
        with world.begin(HANAKO, Lane.READ) as work:
            page = list_deliveries(work, DeliveryFilter(check_id, **wanted))
        assert page.total == len(page.lines)
        return {line.address for line in page.lines}

    assert addresses(channel=ChannelKind.MAIL) == {"taro@example.jp", "emma@example.com"}
    assert addresses(unit_id=osaka) == {"emma@example.com"}
    assert addresses(text=" ｅＭＭＡ ") == {"emma@example.com"}
    assert addresses(text="E0002") == addresses(only=Delivery.FAILED) == {"U0JIRO"}
    assert addresses(only=Delivery.STOPPED) == {"emma@example.com"}
    # As the board counts them: all that were not sent.
    assert addresses(only=Delivery.SKIPPED) == {"emma@example.com"}
    assert len(addresses(round=0)) == 6
    assert addresses(round=1) == set()


def test_unit_managers_see_their_people_and_employees_nothing(world: World, company: Company) -> None:
    company.person("遠方", units=["名古屋支社"], mails=["far@example.jp"])
    check_id = world.start()
    assert "far@example.jp" in {line.address for line in lines(world, check_id)}
    assert "far@example.jp" not in {line.address for line in lines(world, check_id, actor=JIRO)}
    with pytest.raises(RefusedError, match="not_a_manager"):
        lines(world, check_id, actor=TARO)


def test_each_look_stands_in_the_audit_log(world: World, company: Company) -> None:
    check_id = world.start()
    with world.begin(HANAKO) as work:
        note_deliveries_seen(work, check_id)
    assert rows(world.begin, audit, action="deliveries_seen")[0].check_id == check_id
    with pytest.raises(NotFoundError, match="no_check"), world.begin(HANAKO) as work:
        note_deliveries_seen(work, 999)
    with pytest.raises(RefusedError), world.begin(TARO) as work:
        note_deliveries_seen(work, check_id)
