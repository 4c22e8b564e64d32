"""Socket Mode: a WebSocket server that hands each envelope to any one of the app's connections."""

from __future__ import annotations

import itertools
import json
import secrets
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from sandbox.deliveries import Delivery
from sandbox.slack.transport import Event

_POLICY_VIOLATION = 1008


@dataclass(slots=True)
class _Waiting:
    acknowledged: threading.Event = field(default_factory=threading.Event)
    answer: dict[str, Any] = field(default_factory=dict)


class SocketServer:
    """Runs from `start` to `stop`; `address` makes a WebSocket address that works once."""

    def __init__(self, app_id: str, host: str) -> None:
        self._app_id = app_id
        self._host = host
        self._tickets: set[str] = set()
        self._connections: list[ServerConnection] = []
        self._retired: list[ServerConnection] = []
        self._waiting: dict[str, _Waiting] = {}
        self._turn = itertools.count()
        self._changed = threading.Condition()
        self._server: Server | None = None
        #: Acknowledgements in the order they came: (envelope_id, payload).
        self.acknowledgements: list[tuple[str, Any]] = []

    def start(self, port: int = 0) -> None:
        """Listen."""
        self._server = serve(self._converse, self._host, port)
        threading.Thread(target=self._server.serve_forever, name="stand-in-socket-mode", daemon=True).start()

    def stop(self) -> None:
        """Close every connection and stop listening."""
        self.close_connections()
        if self._server is not None:
            self._server.shutdown()

    @property
    def connections(self) -> list[ServerConnection]:
        """Those that get envelopes now."""
        with self._changed:
            return list(self._connections)

    def address(self) -> str:
        """A `ws://` address with a ticket for one connection."""
        if self._server is None:
            raise RuntimeError("the socket server has not been started")
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        port = self._server.socket.getsockname()[1]
        return f"ws://{self._host}:{port}/link/?ticket={ticket}&app_id={self._app_id}"

    def wait_for_connections(self, count: int = 1, timeout: float = 10.0) -> None:
        """TimeoutError unless so many connections are open in time."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._connections) >= count, timeout):
                raise TimeoutError(f"{count} Socket Mode connections were expected")

    def wait_until_alone(self, timeout: float = 10.0) -> None:
        """TimeoutError unless every connection has ended in time."""
        with self._changed:
            if not self._changed.wait_for(lambda: not self._connections, timeout):
                raise TimeoutError("a Socket Mode connection is still open")

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to come again: no envelope goes to it any more.

        `warning` leaves it open, `refresh_requested` and `link_disabled` close it.
        """
        message = {"type": "disconnect", "reason": reason, "debug_info": {"host": "stand-in"}}
        with self._changed:
            retired, self._connections = self._connections, []
            self._retired += retired
        for connection in retired:
            connection.send(json.dumps(message))
            if reason != "warning":
                connection.close()

    def close_connections(self) -> None:
        """Close every connection properly, without telling the app to come again."""
        for connection in [*self.connections, *self._retired]:
            connection.close()

    def break_connections(self) -> None:
        """Cut every connection without a word."""
        for connection in self.connections:
            connection.socket.close()

    def deliver(self, event: Event, timeout: float) -> Delivery:
        """One envelope to one connection; the acknowledgement's payload is the answer's body."""
        began = time.monotonic()
        envelope_id = str(uuid.uuid4())
        waiting = self._waiting[envelope_id] = _Waiting()
        envelope = {
            "envelope_id": envelope_id,
            "type": event.kind,
            "payload": event.payload,
            "accepts_response_payload": event.kind != "events_api",
        }
        if event.kind == "events_api":
            envelope |= {"retry_attempt": event.retry, "retry_reason": event.retry_reason}
        sent = json.dumps(envelope, ensure_ascii=False)
        error = self._send(sent)
        if not error and not waiting.acknowledged.wait(timeout):
            error = "timeout"
        self._waiting.pop(envelope_id, None)
        elapsed = time.monotonic() - began
        if error:
            return Delivery(0, elapsed, sent=sent.encode(), error=error, details=event.details)
        payload = waiting.answer.get("payload")
        body = json.dumps(payload, ensure_ascii=False).encode() if payload else b""
        return Delivery(200, elapsed, body, "application/json", sent.encode(), details=event.details)

    def _send(self, text: str) -> str:
        """Empty, or why no connection took it."""
        connections = self.connections
        if not connections:
            return "no_connection"
        try:
            connections[next(self._turn) % len(connections)].send(text)
        except (ConnectionClosed, OSError):
            return "connection_failed"
        return ""

    def _converse(self, connection: ServerConnection) -> None:
        request = connection.request
        ticket = parse_qs(urlsplit(request.path).query).get("ticket", [""])[0] if request is not None else ""
        if ticket not in self._tickets:
            connection.close(_POLICY_VIOLATION, "ticket")
            return
        self._tickets.discard(ticket)
        with self._changed:
            self._connections.append(connection)
            self._changed.notify_all()
        try:
            connection.send(json.dumps(self._hello()))
            for text in connection:
                self._hear(text)
        except (ConnectionClosed, OSError):
            pass
        finally:
            with self._changed:
                for kept in (self._connections, self._retired):
                    if connection in kept:
                        kept.remove(connection)
                self._changed.notify_all()

    def _hello(self) -> dict[str, Any]:
        debug = {"host": "stand-in", "build_number": 1, "approximate_connection_time": 18060}
        connected = {"app_id": self._app_id}
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": debug,
            "connection_info": connected,
        }

    def _hear(self, text: str | bytes) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return
        envelope_id = message.get("envelope_id") if isinstance(message, dict) else None
        if not isinstance(envelope_id, str):
            return
        self.acknowledgements.append((envelope_id, message.get("payload")))
        waiting = self._waiting.get(envelope_id)
        if waiting is not None:
            waiting.answer = message
            waiting.acknowledged.set()
