"""Socket Mode: Slack's payloads over a WebSocket that we open, so no public address is needed.

Slack gives a payload to any one of an app's connections, so one process at a time opens sockets: whoever holds the
lease. An envelope is acknowledged after the commit; what is not acknowledged comes again, and its event key sees to it
that it counts once.
Source: docs.slack.dev/apis/events-api/using-socket-mode.
"""

from __future__ import annotations

import contextlib
import json
import logging
import socket
import threading
from datetime import timedelta
from typing import Any

from slack_bolt import BoltResponse
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from adapters.slack.doorway import Doorway
from adapters.slack.outcomes import CALL_ERRORS, outcome_of
from adapters.slack.payloads import OddPayloadError
from flows.leases import release_lease, take_lease
from flows.work import Begin, System

log = logging.getLogger(__name__)

LEASE_NAME = "socket_mode"
#: A process that died is replaced after this long; a living one asks again in a third of it.
LEASE = timedelta(seconds=15)
_ACTOR = System(LEASE_NAME)
_LOOK_EVERY = 0.01


class SocketMode:
    """`holder` names this process and no other. `start` returns at once; `stop` ends with the lease given back."""

    def __init__(
        self, doorway: Doorway, app_token: str, begin: Begin, holder: str, api_url: str = "https://slack.com/api/"
    ) -> None:
        self._doorway = doorway
        self._app_token = app_token
        self._begin = begin
        self._holder = holder
        self._api_url = api_url
        self._client: SocketModeClient | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="slack-socket-mode", daemon=True)

    @property
    def is_connected(self) -> bool:
        client = self._client
        return client is not None and client.is_connected()

    def start(self) -> None:
        self._thread.start()

    def stop(self, wait: float = 10.0) -> None:
        """No new envelope is taken; those under way are finished and acknowledged."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(wait)

    def _watch(self) -> None:
        while not self._stopping.is_set():
            self._turn()
            self._stopping.wait(LEASE.total_seconds() / 3)
        self._disconnect()
        try:
            with self._begin(_ACTOR) as work:
                release_lease(work, LEASE_NAME, self._holder)
        except Exception as error:  # noqa: BLE001 - the rim: the lease runs out by itself
            log.warning("the lease of Socket Mode was not given back: %s", type(error).__name__)

    def _turn(self) -> None:
        try:
            with self._begin(_ACTOR) as work:
                is_ours = take_lease(work, LEASE_NAME, self._holder, LEASE)
        except Exception as error:  # noqa: BLE001 - the rim of a turn: the next one tries again
            log.error("the lease of Socket Mode could not be asked for: %s", type(error).__name__)
            is_ours = False
        if is_ours and self._client is None:
            self._connect()
        elif not is_ours and self._client is not None:
            self._disconnect()

    def _connect(self) -> None:
        client = SocketModeClient(
            app_token=self._app_token,
            web_client=WebClient(base_url=self._api_url, timeout=10, retry_handlers=[]),
            logger=_quiet_logger(),
        )
        client.socket_mode_request_listeners.append(self._hear)
        try:
            client.connect()
        except CALL_ERRORS as error:
            log.error("Socket Mode could not connect: %s", outcome_of(error, to_person=False).reason)
            _finish(client)
        else:
            self._client = client

    def _disconnect(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            _finish(client)

    def _hear(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        try:
            answer = self._doorway.hear(request.payload)
        except OddPayloadError as error:
            log.warning("a payload was not understood: %s", error)
            answer = BoltResponse(status=200)
        if answer.status < 500:
            # A repeated envelope would not be understood any better: only what failed on our side may come again.
            client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload=_payload_of(answer)))


def _finish(client: SocketModeClient) -> None:
    """Nothing more is taken out of the socket, what was taken is acknowledged over it, then it is cut.

    The SDK's own `close` closes the socket under envelopes still being worked on, waits seconds for threads that wait
    for the next one, and logs errors where its reader finds the socket gone.
    """
    client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
    client.closed = True
    client.message_queue.put(None)  # wakes who waits for the next envelope
    for part in (client.current_app_monitor, client.message_processor, client.message_workers):
        part.shutdown()
    reader = client.current_session_runner
    reader.event.set()
    in_use = client.current_session.sock if client.current_session is not None else None
    if in_use is not None:
        with contextlib.suppress(OSError):  # Slack may have cut it first
            # Not `SSLSocket.shutdown`, which takes the TLS layer away from under the reader.
            socket.socket.shutdown(in_use, socket.SHUT_RDWR)
    while reader.is_alive():
        # Again and again: a reader that is just beginning takes it back.
        client.current_session_state.terminated = True
        reader.thread.join(_LOOK_EVERY)
    client.close()


def _payload_of(answer: BoltResponse) -> dict[str, Any] | None:
    if answer.status != 200 or not answer.body:
        return None
    if answer.headers.get("content-type", [""])[0].startswith("application/json"):
        body = json.loads(answer.body)
        return body if isinstance(body, dict) else None
    return {"text": answer.body}


def _quiet_logger() -> logging.Logger:
    """The SDK writes whole envelopes and the socket's secret address into its lower levels."""
    logger = logging.getLogger("adapters.slack.socket_mode.sdk")
    logger.setLevel(logging.WARNING)
    return logger
