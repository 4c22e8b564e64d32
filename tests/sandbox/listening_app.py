"""An app that a stand-in talks to: it keeps what came and answers what the test says."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest

from sandbox.wire import HttpServer, Request, Response

Answer = Callable[[Request], Response]


class ListeningApp:
    """Answers 200 with nothing until `answer` is set."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answer: Answer = lambda _: Response(200, b"")
        self._arrived = threading.Condition()
        self._server = HttpServer(self._serve)

    def start(self) -> ListeningApp:
        self._server.start()
        return self

    def stop(self) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def last(self) -> Request:
        return self.requests[-1]

    def wait_for(self, path: str) -> None:
        """Until something has come there; AssertionError after five seconds."""
        with self._arrived:
            has_come = self._arrived.wait_for(lambda: any(one.path == path for one in self.requests), 5)
        assert has_come, path

    def form(self, number: int = -1) -> dict[str, str]:
        """A request's form fields."""
        return {name: values[0] for name, values in parse_qs(self.requests[number].body.decode()).items()}

    def payload(self, number: int = -1) -> dict[str, Any]:
        """The JSON of Slack's interactivity."""
        payload: dict[str, Any] = json.loads(self.form(number)["payload"])
        return payload

    def json(self, number: int = -1) -> dict[str, Any]:
        """A JSON body."""
        body: dict[str, Any] = json.loads(self.requests[number].body)
        return body

    def answer_json(self, value: object, status: int = 200) -> None:
        """From now on, this."""
        self.answer = lambda _: Response(status, json.dumps(value).encode())

    def answer_statuses(self, *statuses: int) -> None:
        """These in turn, then 200."""
        left = list(statuses)
        self.answer = lambda _: Response(left.pop(0) if left else 200, b"")

    def _serve(self, request: Request) -> Response:
        with self._arrived:
            self.requests.append(request)
            self._arrived.notify_all()
        return self.answer(request)


@pytest.fixture
def listening_app() -> Iterator[ListeningApp]:
    app = ListeningApp().start()
    yield app
    app.stop()
