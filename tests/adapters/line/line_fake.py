"""A LINE that records what it is asked and answers as told."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from adapters.line.account_link import LinkTokens
from adapters.line.api import LineApi
from adapters.line.hearing import Ears
from adapters.line.replies import Replies
from adapters.line.webhook import line_webhook
from bot.buttons import AnswerPress, encode
from bot.vocabulary import Status
from flows.answers_together import AnswersTogether
from flows.work import Begin
from tests.support.channels import FakeLinks

TARO = "U" + "7a" * 16
HANA = "U" + "1b" * 16
SECRET = "channel-secret"
TOKEN = "channel-token"


@dataclass
class Answer:
    """`drops`: the connection is cut after the request was read. `hangs`: no answer until the fake is closed."""

    status: int = 200
    body: Any = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    drops: bool = False
    hangs: bool = False


@dataclass
class Call:
    method: str
    path: str
    body: Any
    headers: dict[str, str]


class LineFake:
    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.script: list[Answer] = []
        self.usual: Callable[[Call], Answer] = lambda call: Answer(headers={"X-Line-Request-Id": "request-1"})
        self._arrived = threading.Condition()
        self._closing = threading.Event()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                fake._answer(self)

            def do_GET(self) -> None:
                fake._answer(self)

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def wait_for(self, path: str, count: int = 1) -> list[Call]:
        """The calls to this path, once there are so many."""

        def arrived() -> list[Call]:
            return [call for call in self.calls if call.path == path]

        with self._arrived:
            assert self._arrived.wait_for(lambda: len(arrived()) >= count, timeout=5), self.calls
            return arrived()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        content = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        body = json.loads(content) if content else None
        call = Call(handler.command, handler.path, body, dict(handler.headers.items()))
        answer = self.script.pop(0) if self.script else self.usual(call)
        with self._arrived:
            self.calls.append(call)
            self._arrived.notify_all()
        if answer.hangs:
            self._closing.wait(10)
        handler.close_connection = answer.drops or answer.hangs
        if handler.close_connection:
            return
        text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
        handler.send_response_only(answer.status)
        for name, value in {"Content-Type": "application/json", **answer.headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(text.encode())))
        handler.end_headers()
        handler.wfile.write(text.encode())


@contextmanager
def line_fake() -> Iterator[LineFake]:
    fake = LineFake()
    try:
        yield fake
    finally:
        fake.close()


def signed(body: bytes, secret: str = SECRET) -> str:
    return base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


def event(kind: str, user: str = TARO, number: int = 1, **more: Any) -> dict[str, Any]:
    """As LINE writes it."""
    return {
        "type": kind,
        "mode": "active",
        "timestamp": 1_795_150_790_123,
        "source": {"type": "user", "userId": user},
        "webhookEventId": f"01FZ74A0TDDPYRVKNK77XKC3Z{number}",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": f"token{number}",
        **more,
    }


def pressed(value: str, user: str = TARO, number: int = 1, **more: Any) -> dict[str, Any]:
    return event("postback", user, number, postback={"data": value}, **more)


def typed(text: str, user: str = TARO, number: int = 1) -> dict[str, Any]:
    return event("message", user, number, message={"type": "text", "id": "325708", "text": text})


def webhook_body(*events: Any) -> bytes:
    return json.dumps({"destination": "U" + "0" * 32, "events": list(events)}).encode()


#: Where replies go.
REPLY = "/v2/bot/message/reply"


def ears_of(begin: Begin, api: LineApi) -> Ears:
    return Ears(begin, AnswersTogether(begin), FakeLinks(), LinkTokens(api))


def client_for(begin: Begin, replies: Replies, api: LineApi) -> FlaskClient:
    app = Flask("test")
    app.register_blueprint(line_webhook(ears_of(begin, api), SECRET, replies))
    return app.test_client()


def post(client: FlaskClient, *events: Any, signature: str | None = None) -> int:
    body = webhook_body(*events)
    headers = {"X-Line-Signature": signed(body) if signature is None else signature}
    return client.post("/line/webhook", data=body, headers=headers).status_code


def replied(line: LineFake, count: int = 1) -> list[str]:
    """What was said back, each as the JSON of its messages."""
    return [json.dumps(call.body["messages"], ensure_ascii=False) for call in line.wait_for(REPLY, count)]


def safe(check_id: int) -> str:
    return encode(AnswerPress(check_id, 0, Status.SAFE))
