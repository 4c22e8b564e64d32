"""Socket Mode: the SDK's own client connects to the stand-in's WebSocket and acknowledges."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from sandbox.slack import SlackStandIn
from tests.sandbox.listening_app import ListeningApp
from tests.sandbox.slack_workspace import TARO, actions, button, make_slack
from tests.support.clock import MovableClock

Listener = Callable[[BaseSocketModeClient, SocketModeRequest], None]


@pytest.fixture
def socket_slack(clock: MovableClock, listening_app: ListeningApp) -> Iterator[SlackStandIn]:
    with make_slack(clock, listening_app, socket_mode=True) as slack:
        yield slack


@contextmanager
def connected(slack: SlackStandIn, listener: Listener) -> Iterator[SocketModeClient]:
    client = SocketModeClient(slack.app_token, web_client=WebClient(slack.bot_token, base_url=slack.api_url))
    client.socket_mode_request_listeners.append(listener)
    client.connect()
    slack.socket.wait_for_connections()
    try:
        yield client
    finally:
        # The SDK's close waits for its reader, up to three seconds unless the other side closes first, and for its
        # queue, up to one second unless something comes.
        client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
        client.closed = True
        client.message_queue.put(None)
        slack.socket.close_connections()
        with suppress(AttributeError):  # its reader may drop the socket between the SDK's look at it and its use
            client.close()


def acknowledge(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
    client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))


def test_commands_presses_and_events_come_as_envelopes(socket_slack: SlackStandIn, listening_app: ListeningApp) -> None:
    seen: list[SocketModeRequest] = []

    def listen(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        seen.append(request)
        acknowledge(client, request)

    with connected(socket_slack, listen):
        bot = WebClient(socket_slack.bot_token, base_url=socket_slack.api_url)
        bot.chat_postMessage(channel=TARO, text="x", blocks=[actions(button())])
        assert socket_slack.slash_command(TARO, "C0SAFETY", "status").ok
        assert socket_slack.press(TARO, socket_slack.messages(TARO)[-1], "無事").ok
        assert socket_slack.type_in_dm(TARO, "無事です").ok
    assert [one.type for one in seen] == ["slash_commands", "interactive", "events_api"]
    assert seen[0].payload["text"] == "status"
    assert len(socket_slack.socket.acknowledgements) == 3
    assert listening_app.requests == [], "nothing is posted over HTTP"


def test_an_acknowledgement_may_carry_the_answer(socket_slack: SlackStandIn) -> None:
    def listen(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload={"text": "here"}))

    with connected(socket_slack, listen):
        assert socket_slack.slash_command(TARO, "C0SAFETY", "status").json() == {"text": "here"}
    assert socket_slack.messages("#safety", seen_by=TARO)[-1].text == "here"


def test_without_an_acknowledgement_an_event_comes_again(socket_slack: SlackStandIn) -> None:
    seen: list[int | None] = []
    socket_slack.ack_timeout = 0.1

    def listen(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        seen.append(request.retry_attempt)
        if len(seen) == 2:
            acknowledge(client, request)

    with connected(socket_slack, listen):
        delivery = socket_slack.type_in_dm(TARO, "x")
    assert (delivery.ok, delivery.attempts, seen) == (True, 2, [0, 1])


def test_without_a_connection_nothing_arrives(socket_slack: SlackStandIn) -> None:
    assert socket_slack.slash_command(TARO, "C0SAFETY", "x").error == "no_connection"


def test_an_address_works_once(socket_slack: SlackStandIn) -> None:
    address = WebClient(base_url=socket_slack.api_url).apps_connections_open(app_token=socket_slack.app_token)["url"]
    with connect(address) as connection:
        assert '"hello"' in str(connection.recv(5))
        with connect(address) as second, pytest.raises(ConnectionClosed):
            second.recv(5)


def test_envelopes_go_round_all_connections(socket_slack: SlackStandIn) -> None:
    heard: list[str] = []

    def listener(name: str) -> Listener:
        def listen(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
            heard.append(name)
            acknowledge(client, request)

        return listen

    with connected(socket_slack, listener("one")), connected(socket_slack, listener("two")):
        socket_slack.socket.wait_for_connections(2)
        for _ in range(4):
            assert socket_slack.slash_command(TARO, "C0SAFETY", "x").ok
    assert sorted(heard) == ["one", "one", "two", "two"]


def test_a_disconnect_message_makes_the_client_come_again(socket_slack: SlackStandIn) -> None:
    arrived = threading.Event()

    def listen(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        acknowledge(client, request)
        arrived.set()

    with connected(socket_slack, listen):
        socket_slack.socket.disconnect()
        socket_slack.book.wait_for(lambda: socket_slack.book.counts["apps.connections.open"] >= 2)
        socket_slack.socket.wait_for_connections()
        assert socket_slack.slash_command(TARO, "C0SAFETY", "x").ok
    assert arrived.is_set()


def test_socket_mode_must_be_switched_on(slack: SlackStandIn) -> None:
    with pytest.raises(SlackApiError) as refused:
        WebClient(base_url=slack.api_url).apps_connections_open(app_token=slack.app_token)
    assert refused.value.response["error"] == "socket_mode_not_enabled"
