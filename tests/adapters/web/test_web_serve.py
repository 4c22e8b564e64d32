"""The server in front of the pages: whose request it says it is, and which connections it keeps."""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import pytest
from flask import Flask, Response, request

from adapters.web.connections import ROOM, Room
from adapters.web.serve import WebServer


@contextmanager
def serving(room: Room = ROOM) -> Iterator[WebServer]:
    web = Flask("tests")
    web.add_url_rule("/who", "who", lambda: f"{request.remote_addr} {dict(request.headers)}")
    web.add_url_rule("/nothing-new", "unchanged", lambda: Response(status=304))
    web.add_url_rule("/noted", "noted", lambda: Response(status=204))
    running = WebServer(web, "127.0.0.1", 0, room=room)
    running.start()
    yield running
    running.stop(drain_seconds=1)


@pytest.fixture
def server() -> Iterator[WebServer]:
    with serving() as running:
        yield running


def who(server: WebServer, **headers: str) -> str:
    asked = urllib.request.Request(f"http://127.0.0.1:{server.port}/who", headers=headers)
    with urllib.request.urlopen(asked, timeout=5) as answer:
        return str(answer.read().decode())


def test_a_proxy_on_this_machine_says_whose_request_it_is(server: WebServer) -> None:
    assert who(server).startswith("127.0.0.1 ")
    assert who(server, **{"X-Forwarded-For": "192.0.2.7"}).startswith("192.0.2.7 ")


def test_of_several_the_one_the_proxy_added_counts(server: WebServer) -> None:
    assert who(server, **{"X-Forwarded-For": "198.51.100.1, 192.0.2.7"}).startswith("192.0.2.7 ")


def test_nothing_else_a_client_says_of_itself_is_believed(server: WebServer) -> None:
    told = who(server, **{"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "for=1.2.3.4"})
    assert told.startswith("127.0.0.1 ")
    assert "evil" not in told


def test_what_no_page_takes_is_refused_before_it_fills_the_disk(server: WebServer) -> None:
    """By its announced length alone: nothing of it is waited for."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.sendall(b"POST /who HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n")
        assert b" 413 " in line.recv(100)


class Phone:
    """A connection that is kept."""

    def __init__(self, server: WebServer) -> None:
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=5)

    def asks(self, path: str) -> bytes:
        """The headers of what it is told."""
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        told = self.socket.recv(65_536)
        return told.partition(b"\r\n\r\n")[0]


@pytest.mark.parametrize("path", ["/who", "/nothing-new", "/noted"])
def test_who_is_told_that_nothing_is_new_keeps_the_connection(server: WebServer, path: str) -> None:
    phone = Phone(server)
    with closing(phone.socket):
        assert b"close" not in phone.asks(path)
        assert phone.asks("/who").startswith(b"HTTP/1.1 200")


def test_a_connection_that_is_to_be_closed_is(server: WebServer) -> None:
    with closing(Phone(server).socket) as phone:
        phone.sendall(b"GET /noted HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b"Connection: close" in phone.recv(65_536)
        assert phone.recv(1) == b""


def test_phones_that_keep_their_connection_do_not_shut_anybody_out() -> None:
    with ExitStack() as stack:
        server = stack.enter_context(serving(Room(limit=12, resting=5)))
        told = []
        for _ in range(30):
            phone = Phone(server)
            stack.enter_context(closing(phone.socket))
            told.append(phone.asks("/who"))
    assert [headers[9:12] for headers in told] == [b"200"] * 30
    assert [b"Connection: close" in headers for headers in told[:5]] == [False] * 5
    assert all(b"Connection: close" in headers for headers in told[8:])
