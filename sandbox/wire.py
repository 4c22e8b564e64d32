"""A small HTTP/1.1 server, one thread per connection: lean enough that a stand-in is never the slow part of a bench."""

from __future__ import annotations

import contextlib
import json
import logging
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, BinaryIO
from urllib.parse import parse_qsl

_LOG = logging.getLogger(__name__)
_LINE_LIMIT = 65_536
_HEADERS_LIMIT = 200
_BODY_LIMIT = 16 * 1024 * 1024
_REASONS = {status.value: status.phrase for status in HTTPStatus}


class DropConnection(Exception):
    """Raised by a handler: the connection is reset without a word of answer."""


class BadRequestError(Exception):
    """What came is not HTTP we understand."""


@dataclass(frozen=True, slots=True)
class Request:
    """`headers` have lower-case names; `query` is the raw text after the question mark."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    def arguments(self) -> dict[str, str]:
        """The query's arguments; the last of several with one name wins."""
        return dict(parse_qsl(self.query, keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Response:
    """`headers` need no Content-Length."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


def json_response(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer, as both platforms give it."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status, body, headers=headers or {})


Handler = Callable[[Request], Response]


class HttpServer:
    """Listens from `start` to `stop`; `port` 0 takes a free one and `port` then names it."""

    def __init__(self, handler: Handler, host: str = "127.0.0.1", port: int = 0) -> None:
        self._handler = handler
        self._listener = socket.create_server((host, port), backlog=1024)
        self.host = host
        self.port: int = self._listener.getsockname()[1]
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._stopping = False
        self._acceptor = threading.Thread(target=self._accept, name=f"stand-in-{self.port}", daemon=True)

    @property
    def url(self) -> str:
        """The address without a slash at its end."""
        return f"http://{self.host}:{self.port}"

    def start(self) -> None:
        """Begin to accept connections."""
        self._acceptor.start()

    def stop(self) -> None:
        """Stop listening and reset every open connection."""
        self._stopping = True
        _shut(self._listener)
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            _shut(connection)
        if self._acceptor.is_alive():
            self._acceptor.join(5)

    def _accept(self) -> None:
        while not self._stopping:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._connections.add(connection)
            threading.Thread(target=self._converse, args=(connection,), daemon=True).start()

    def _converse(self, connection: socket.socket) -> None:
        reader = connection.makefile("rb")
        try:
            while not self._stopping and self._exchange(connection, reader):
                pass
        except DropConnection:
            _reset_on_close(connection)
        except (OSError, ValueError):
            pass  # the peer went away, or stop() closed the socket under us
        finally:
            with self._lock:
                self._connections.discard(connection)
            reader.close()
            connection.close()

    def _exchange(self, connection: socket.socket, reader: BinaryIO) -> bool:
        """One request and its answer; False when the connection is over."""
        try:
            request = _read_request(reader, connection)
        except BadRequestError as error:
            connection.sendall(_encode(Response(400, str(error).encode(), "text/plain"), close=True, bodiless=False))
            return False
        if request is None:
            return False
        try:
            response = self._handler(request)
        except DropConnection:
            raise
        except Exception:  # noqa: BLE001
            _LOG.exception("a stand-in failed while answering %s %s", request.method, request.path)
            response = Response(500, b"stand-in error", "text/plain")
        close = request.headers.get("connection", "").lower() == "close"
        connection.sendall(_encode(response, close, bodiless=request.method == "HEAD"))
        return not close


def _read_request(reader: BinaryIO, connection: socket.socket) -> Request | None:
    line = reader.readline(_LINE_LIMIT)
    if not line.strip():
        return None
    try:
        method, target, version = line.decode("latin-1").split()
    except ValueError as error:
        raise BadRequestError("bad request line") from error
    if not version.startswith("HTTP/1."):
        raise BadRequestError("unsupported version")
    headers = _read_headers(reader)
    if headers.get("expect", "").lower() == "100-continue":
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    path, _, query = target.partition("?")
    return Request(method, path, query, headers, _read_body(reader, headers))


def _read_headers(reader: BinaryIO) -> dict[str, str]:
    headers: dict[str, str] = {}
    for _ in range(_HEADERS_LIMIT):
        line = reader.readline(_LINE_LIMIT)
        if line in (b"\r\n", b"\n", b""):
            return headers
        name, colon, value = line.decode("latin-1").partition(":")
        if not colon:
            raise BadRequestError("bad header line")
        headers[name.strip().lower()] = value.strip()
    raise BadRequestError("too many headers")


def _read_body(reader: BinaryIO, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return _read_chunks(reader)
    try:
        length = int(headers.get("content-length", "0"))
    except ValueError as error:
        raise BadRequestError("bad content-length") from error
    if not 0 <= length <= _BODY_LIMIT:
        raise BadRequestError("body too large")
    body = reader.read(length) if length else b""
    if len(body) < length:
        raise BadRequestError("body cut short")
    return body


def _read_chunks(reader: BinaryIO) -> bytes:
    chunks: list[bytes] = []
    total = 0
    while True:
        try:
            size = int(reader.readline(_LINE_LIMIT).split(b";")[0], 16)
        except ValueError as error:
            raise BadRequestError("bad chunk") from error
        total += size
        if size < 0 or total > _BODY_LIMIT:
            raise BadRequestError("body too large")
        chunks.append(reader.read(size))
        reader.readline(_LINE_LIMIT)
        if size == 0:
            return b"".join(chunks)


def _encode(response: Response, close: bool, bodiless: bool) -> bytes:
    lines = [
        f"HTTP/1.1 {response.status} {_REASONS.get(response.status, 'Unknown')}",
        f"Content-Type: {response.content_type}",
        f"Content-Length: {len(response.body)}",
    ]
    lines += [f"{name}: {value}" for name, value in response.headers.items()]
    if close:
        lines.append("Connection: close")
    head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
    return head if bodiless else head + response.body


def _reset_on_close(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _shut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):  # never connected, or closed by the peer already
        sock.shutdown(socket.SHUT_RDWR)
    sock.close()
