"""A tiny Slack to test against: real HTTP with connections that stay open; what it answers is scripted."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

OK = {"ok": True, "channel": "D0TARO", "ts": "1700000000.000100"}


@dataclass
class Answer:
    """What is answered to one call. `drops`: the connection is cut after the request was read."""

    body: Any = field(default_factory=lambda: dict(OK))
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drops: bool = False
    #: The connection is closed after the answer, without a word about it.
    closes: bool = False


@dataclass
class Call:
    path: str
    body: dict[str, Any]
    headers: dict[str, str]
    #: The how-manieth connection it came over.
    connection: int


class SlackFake:
    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.script: list[Answer] = []
        self.usual: Callable[[Call], Answer] = lambda call: Answer()
        self._arrived = threading.Condition()
        self._connections = 0
        self._closed = threading.Event()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Head and body are written apart: the body would wait for the acknowledgement of the head.
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                fake._answer(self)

            def setup(self) -> None:
                super().setup()
                fake._connections += 1
                self.number = fake._connections

            def finish(self) -> None:
                super().finish()
                # The peer must see the end before anybody is told of it.
                self.request.shutdown(socket.SHUT_RDWR)
                fake._closed.set()

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        self.api_url = f"{self.origin}/api/"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def wait_for(self, path: str, count: int = 1) -> list[Call]:
        """The calls to this path, once there are so many."""
        return self.wait_until(lambda: self.to(path), count)

    def wait_until(self, calls: Callable[[], list[Call]], count: int) -> list[Call]:
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(calls()) >= count, timeout=5), self.calls
            return calls()

    def wait_until_closed(self) -> None:
        assert self._closed.wait(5)

    def to(self, path: str) -> list[Call]:
        return [call for call in self.calls if call.path == path]

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        content = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        is_json = handler.headers.get_content_type() == "application/json"
        body = json.loads(content or b"{}") if is_json else dict(parse_qsl(content.decode()))
        call = Call(handler.path, body, dict(handler.headers.items()), getattr(handler, "number", 0))
        answer = self.script.pop(0) if self.script else self.usual(call)
        with self._arrived:
            self.calls.append(call)
            self._arrived.notify_all()
        handler.close_connection = answer.drops or answer.closes
        if not answer.drops:
            text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
            handler.send_response(answer.status)
            for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", str(len(text.encode())))
            handler.end_headers()
            handler.wfile.write(text.encode())


@contextmanager
def slack_fake() -> Iterator[SlackFake]:
    fake = SlackFake()
    try:
        yield fake
    finally:
        fake.close()
