"""Socket Mode against a real WebSocket: acknowledged after the commit, one process at a time, back after a break."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest

from adapters.slack.app import make_room, open_doorway
from adapters.slack.socket_mode import LEASE, LEASE_NAME, SocketMode
from bot.vocabulary import Standing
from flows.leases import take_lease
from flows.show_check import show_check
from flows.start_check import CheckStarted
from flows.work import Actor, Begin, Lane, Operator, System, Work
from sandbox.slack.stand_in import SlackStandIn
from tests.adapters.slack.slack_door import PlainLinks
from tests.support.clock import MovableClock
from tests.support.company import Company

Opened = Callable[..., SocketMode]


@pytest.fixture
def slack(clock: MovableClock, company: Company) -> Iterator[SlackStandIn]:
    with SlackStandIn(socket_mode=True) as stand_in:
        for user in ("U0HANAKO", "U0TARO"):
            stand_in.add_user(user)
        stand_in.add_channel("C0GENERAL", "general", ["U0HANAKO", "U0TARO"])
        yield stand_in


@pytest.fixture
def opened(slack: SlackStandIn, begin: Begin, clock: MovableClock) -> Iterator[Opened]:
    """Opens Socket Mode for a process of that name; `through` takes the place of `begin` for what Slack sends."""
    closing: list[Callable[[], None]] = []

    def open_for(holder: str, through: Begin = begin) -> SocketMode:
        room = make_room(through, slack.bot_token, PlainLinks(), clock, slack.api_url)
        socket = SocketMode(open_doorway(room), slack.app_token, begin, holder, slack.api_url)
        closing.extend((socket.stop, room.close))
        socket.start()
        return socket

    yield open_for
    for close in closing:
        close()


def test_a_press_is_committed_before_its_envelope_is_acknowledged(
    slack: SlackStandIn, opened: Opened, begin: Begin, check: CheckStarted
) -> None:
    opened("one")
    slack.socket.wait_for_connections()
    asked = slack.slash_command("U0TARO", "general", "me")
    assert asked.ok
    offered = slack.find_message("general", "選んでください", seen_by="U0TARO")
    assert offered is not None
    assert slack.press("U0TARO", offered, "🟢 無事です").ok
    with begin(Operator(), Lane.READ) as work:
        assert show_check(work, check.check_id).counts[Standing.SAFE] == 1
    slack.wait_for_message("general", "受け取りました", seen_by="U0TARO")


def test_typed_lines_come_through_the_socket_too(slack: SlackStandIn, opened: Opened, check: CheckStarted) -> None:
    opened("one")
    slack.socket.wait_for_connections()
    assert slack.type_in_dm("U0TARO", "無事です").ok
    slack.wait_for_message("U0TARO", "受け取りました")


def test_a_payload_nobody_understands_is_acknowledged_so_that_it_does_not_come_again(
    slack: SlackStandIn, opened: Opened
) -> None:
    opened("one")
    slack.socket.wait_for_connections()
    assert (
        slack.send_event({"type": "message", "channel_type": "im", "user": 5, "channel": "D1", "ts": "x"}).attempts == 1
    )


def test_the_connection_comes_back_when_slack_asks_for_it(
    slack: SlackStandIn, opened: Opened, check: CheckStarted
) -> None:
    opened("one")
    slack.socket.wait_for_connections()
    slack.socket.disconnect()
    slack.socket.wait_for_connections()
    assert slack.slash_command("U0TARO", "general", "me").ok


def test_only_the_holder_of_the_lease_opens_a_socket(slack: SlackStandIn, opened: Opened, begin: Begin) -> None:
    with begin(System("test")) as work:
        assert take_lease(work, LEASE_NAME, "another process", LEASE)
    waiting = opened("one")
    with pytest.raises(TimeoutError):
        slack.socket.wait_for_connections(timeout=0.3)
    assert not waiting.is_connected


def test_a_lease_that_ran_out_passes_on_and_stopping_gives_it_back(
    slack: SlackStandIn, opened: Opened, begin: Begin, clock: MovableClock
) -> None:
    with begin(System("test")) as work:
        take_lease(work, LEASE_NAME, "a process that died", LEASE)
    clock.forward(LEASE + timedelta(seconds=1))
    first = opened("one")
    slack.socket.wait_for_connections()
    first.stop()
    with begin(System("test")) as work:
        assert take_lease(work, LEASE_NAME, "another process", LEASE)
    assert not [thread for thread in threading.enumerate() if thread.name == "slack-socket-mode"]


def test_stopping_waits_for_no_silent_socket(slack: SlackStandIn, opened: Opened) -> None:
    connected = opened("one")
    slack.socket.wait_for_connections()
    since = time.monotonic()
    connected.stop()
    assert time.monotonic() - since < 0.9, "the SDK's reader and its queue wait for 3 s and for 1 s"
    slack.socket.wait_until_alone()


def test_an_envelope_under_way_is_acknowledged_before_the_socket_closes(
    slack: SlackStandIn, opened: Opened, begin: Begin, check: CheckStarted
) -> None:
    taken, released = threading.Event(), threading.Event()

    @contextmanager
    def slowly(actor: Actor, lane: Lane = Lane.ANSWER) -> Iterator[Work]:
        taken.set()
        assert released.wait(5)
        with begin(actor, lane) as work:
            yield work

    connected = opened("one", slowly)
    slack.socket.wait_for_connections()
    with ThreadPoolExecutor(2) as pool:
        answered = pool.submit(slack.type_in_dm, "U0TARO", "無事です")
        assert taken.wait(5)
        stopped = pool.submit(connected.stop)
        with pytest.raises(TimeoutError):
            stopped.result(0.2)
        released.set()
        assert answered.result(5).attempts == 1
        stopped.result(5)
    with begin(Operator(), Lane.READ) as work:
        assert show_check(work, check.check_id).counts[Standing.SAFE] == 1
