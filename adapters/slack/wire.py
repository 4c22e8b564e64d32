"""Calls to Slack over connections that stay open, one per thread and host.

slack_sdk's WebClient opens a new connection for each call. Here a call also tells apart what the outbox must know:
whether the request can have reached Slack at all.
"""

from __future__ import annotations

import http.client
import select
import ssl
import threading
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import Request

from slack_sdk import WebClient

#: Seconds to connect and, again, to wait for the answer.
TIMEOUT: Final = 10


class NotSentError(OSError):
    """No connection could be made: Slack has nothing of this request."""


class Connections:
    """`post` over this thread's own connection to the host; thread-safe because nothing is shared."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._mine = threading.local()
        self._tls: ssl.SSLContext | None = None
        self._tls_lock = threading.Lock()

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Raises NotSentError where nothing can have arrived, any other OSError or HTTPException where it may have."""
        parts = urlsplit(url)
        connection = self._open(parts.scheme, parts.netloc)
        try:
            connection.request("POST", f"{parts.path}?{parts.query}" if parts.query else parts.path, body, headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        except BaseException:
            connection.close()
            raise

    def _open(self, scheme: str, host: str) -> http.client.HTTPConnection:
        kept: dict[tuple[str, str], http.client.HTTPConnection] = self._mine.__dict__.setdefault("kept", {})
        connection = kept.get((scheme, host))
        if connection is None:
            connection = kept[scheme, host] = self._new(scheme, host)
        if connection.sock is not None and _was_left(connection):
            connection.close()
        if connection.sock is None:
            try:
                connection.connect()
            except OSError as error:
                connection.close()
                raise NotSentError(type(error).__name__) from error
        return connection

    def _new(self, scheme: str, host: str) -> http.client.HTTPConnection:
        if scheme == "http":
            return http.client.HTTPConnection(host, timeout=self._timeout)
        if scheme != "https":
            raise NotSentError(f"scheme {scheme}")
        with self._tls_lock:
            self._tls = self._tls or ssl.create_default_context()
        return http.client.HTTPSConnection(host, timeout=self._timeout, context=self._tls)


def _was_left(connection: http.client.HTTPConnection) -> bool:
    """Whether the other side closed the idle connection: it is readable although nothing was asked."""
    readable = select.poll()
    readable.register(connection.sock, select.POLLIN)
    return bool(readable.poll(0))


class KeepAliveClient(WebClient):
    """The official client; only the last step, one HTTP request, is done over connections that stay open.

    Behind a proxy (HTTPS_PROXY) the official way is kept. Statuses of 400 and above come back as answers.
    """

    def __init__(self, token: str, base_url: str, timeout: int = TIMEOUT) -> None:
        # The default retry handler would post the same message twice after a dropped connection.
        super().__init__(token=token, base_url=base_url, timeout=timeout, retry_handlers=[])
        self._connections = Connections(timeout)

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        if self.proxy is not None:
            return super()._perform_urllib_http_request_internal(url, req)
        body = req.data if isinstance(req.data, bytes) else b""
        status, headers, content = self._connections.post(url, body, dict(req.header_items()))
        charset = headers.get_content_charset() or "utf-8"
        return {"status": status, "headers": dict(headers.items()), "body": content.decode(charset, "replace")}
