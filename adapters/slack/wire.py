"""Calls to Slack over connections that stay open.

slack_sdk's WebClient opens a new connection for each call. Here a call also tells apart what the outbox must know:
whether the request can have reached Slack at all.
"""

from __future__ import annotations

import http.client
import json
import select
import ssl
import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import Request

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

#: Seconds to connect and, again, to wait for the answer.
TIMEOUT: Final = 10
_IDLE_AT_MOST: Final = 32


_JSON: Final = {"Content-Type": "application/json; charset=utf-8"}
#: Status, headers and content.
Answer = tuple[int, http.client.HTTPMessage, bytes]


class NotSentError(OSError):
    """No connection could be made: Slack has nothing of this request."""


class Connections:
    """`post` over a connection that is already open where there is one; thread-safe."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        #: Open connections nobody uses, by scheme and host; the one used last comes first.
        self._idle: dict[tuple[str, str], list[http.client.HTTPConnection]] = {}
        self._lock = threading.Lock()
        self._tls: ssl.SSLContext | None = None

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        """Raises NotSentError where nothing can have arrived, any other OSError or HTTPException where it may have."""
        return self.begin_post(url, body, headers)()

    def begin_post(self, url: str, body: bytes, headers: dict[str, str]) -> Callable[[], Answer]:
        """Sends the request; what is given waits for its answer. Both raise as `post` does."""
        parts = urlsplit(url)
        connection = self._take(parts.scheme, parts.netloc)
        try:
            connection.request("POST", f"{parts.path}?{parts.query}" if parts.query else parts.path, body, headers)
        except BaseException:
            connection.close()
            raise

        def answer() -> Answer:
            try:
                response = connection.getresponse()
                content = response.read()
            except BaseException:
                connection.close()
                raise
            self._give_back(parts.scheme, parts.netloc, connection)
            return response.status, response.headers, content

        return answer

    def close(self) -> None:
        """Closes what is idle; a connection in use is kept by nobody and closed when its call is over."""
        with self._lock:
            idle, self._idle = self._idle, {}
        for connections in idle.values():
            for connection in connections:
                connection.close()

    def _take(self, scheme: str, host: str) -> http.client.HTTPConnection:
        while (connection := self._pop(scheme, host)) is not None:
            if not _was_left(connection):
                return connection
            connection.close()
        connection = self._new(scheme, host)
        try:
            connection.connect()
        except OSError as error:
            connection.close()
            raise NotSentError(type(error).__name__) from error
        return connection

    def _pop(self, scheme: str, host: str) -> http.client.HTTPConnection | None:
        with self._lock:
            idle = self._idle.get((scheme, host))
            return idle.pop() if idle else None

    def _give_back(self, scheme: str, host: str, connection: http.client.HTTPConnection) -> None:
        with self._lock:
            idle = self._idle.setdefault((scheme, host), [])
            # Without a socket the other side has asked to close.
            if connection.sock is not None and len(idle) < _IDLE_AT_MOST:
                idle.append(connection)
                return
        connection.close()

    def _new(self, scheme: str, host: str) -> http.client.HTTPConnection:
        if scheme == "http":
            return http.client.HTTPConnection(host, timeout=self._timeout)
        if scheme != "https":
            raise NotSentError(f"scheme {scheme}")
        with self._lock:
            self._tls = self._tls or ssl.create_default_context()
        return http.client.HTTPSConnection(host, timeout=self._timeout, context=self._tls)


def _was_left(connection: http.client.HTTPConnection) -> bool:
    """Whether the other side closed the idle connection: it is readable although nothing was asked."""
    readable = select.poll()
    readable.register(connection.sock, select.POLLIN)
    return bool(readable.poll(0))


def _told(status: int, content: bytes) -> Any:
    """ValueError for what Slack would never say; a status that is none of success says enough by itself."""
    try:
        return json.loads(content)
    except ValueError:
        if status == HTTPStatus.OK:
            raise
        return {}


class KeepAliveClient(WebClient):
    """The official client; only the last step, one HTTP request, is done over connections that stay open.

    Behind a proxy (HTTPS_PROXY) the official way is kept. Statuses of 400 and above come back as answers.
    """

    def __init__(self, token: str, base_url: str, timeout: float = TIMEOUT) -> None:
        # The default retry handler would post the same message twice after a dropped connection.
        super().__init__(token=token, base_url=base_url, timeout=int(timeout) or 1, retry_handlers=[])
        self._connections = Connections(timeout)

    def close(self) -> None:
        self._connections.close()

    def post_json(self, method: str, body: bytes) -> SlackResponse:
        """As `api_call` with arguments that are JSON already, in a quarter of its time: a fan-out does little else.

        Raises what `api_call` raises; ValueError for a success that is no JSON, after which nobody knows what was done.
        """
        if self.proxy is not None:
            return self.api_call(method, json=json.loads(body))
        url = f"{self.base_url}{method}"
        headers = {**_JSON, "Authorization": f"Bearer {self.token}"}
        status, answered, content = self._connections.post(url, body, headers)
        response = SlackResponse(
            client=self,
            http_verb="POST",
            api_url=url,
            req_args={},
            data=_told(status, content),
            headers=dict(answered.items()),
            status_code=status,
        )
        response.validate()  # type: ignore[no-untyped-call]
        return response

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        if self.proxy is not None:
            return super()._perform_urllib_http_request_internal(url, req)
        body = req.data if isinstance(req.data, bytes) else b""
        status, headers, content = self._connections.post(url, body, dict(req.header_items()))
        charset = headers.get_content_charset() or "utf-8"
        return {"status": status, "headers": dict(headers.items()), "body": content.decode(charset, "replace")}
