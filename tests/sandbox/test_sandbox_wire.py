"""The stand-ins' own HTTP server: keep-alive, chunks, limits, and bytes that are no HTTP."""

from __future__ import annotations

import http.client
import logging
import socket
from collections.abc import Iterator

import pytest

from sandbox.wire import DropConnection, HttpServer, Request, Response


def echo(request: Request) -> Response:
    if request.path == "/drop":
        raise DropConnection
    if request.path == "/bug":
        raise RuntimeError("a bug in a stand-in")
    words = f"{request.method} {request.path} {request.arguments()} {request.body.decode()}"
    return Response(200, words.encode(), "text/plain")


@pytest.fixture
def server() -> Iterator[HttpServer]:
    running = HttpServer(echo)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def connection(server: HttpServer) -> Iterator[http.client.HTTPConnection]:
    opened = http.client.HTTPConnection(server.host, server.port, timeout=5)
    yield opened
    opened.close()


def talk(server: HttpServer, raw: bytes) -> bytes:
    with socket.create_connection((server.host, server.port), timeout=5) as client:
        client.sendall(raw)
        client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(65_536), b""))


def test_one_connection_carries_many_requests(connection: http.client.HTTPConnection) -> None:
    for number in range(3):
        connection.request("POST", f"/x?n={number}", b"body")
        answer = connection.getresponse()
        assert answer.read() == f"POST /x {{'n': '{number}'}} body".encode()
        assert not answer.will_close


def test_chunked_bodies_are_read(connection: http.client.HTTPConnection) -> None:
    connection.request("POST", "/", iter([b"one ", b"two"]), encode_chunked=True)
    assert connection.getresponse().read().endswith(b"one two")


def test_a_head_request_has_no_body(connection: http.client.HTTPConnection) -> None:
    connection.request("HEAD", "/")
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (200, b"")


def test_a_client_that_expects_to_be_asked_is_asked(server: HttpServer) -> None:
    raw = b"POST / HTTP/1.1\r\nContent-Length: 1\r\nExpect: 100-continue\r\nConnection: close\r\n\r\nx"
    assert talk(server, raw).startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")


def test_a_dropped_connection_gives_no_byte(connection: http.client.HTTPConnection) -> None:
    connection.request("GET", "/drop")
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        connection.getresponse()


def test_a_bug_in_a_stand_in_is_logged_and_answered_with_500(
    connection: http.client.HTTPConnection, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        connection.request("GET", "/bug")
        assert connection.getresponse().status == 500
    assert "a bug in a stand-in" in caplog.text


@pytest.mark.parametrize(
    "raw",
    [b"nonsense\r\n\r\n", b"GET / HTTP/9\r\n\r\n", b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
     b"POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
     b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\ncut", b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
     b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 201 + b"\r\n"],
)  # fmt: skip
def test_what_is_not_http_is_answered_with_400(server: HttpServer, raw: bytes) -> None:
    assert talk(server, raw).startswith(b"HTTP/1.1 400 Bad Request")


def test_a_stopped_server_lets_go_of_its_port(server: HttpServer) -> None:
    server.stop()
    again = HttpServer(echo, port=server.port)
    again.start()
    again.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((server.host, server.port), timeout=1)
