"""The server in front of the pages: whose request it says it is."""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Iterator

import pytest
from flask import Flask, request

from adapters.web.serve import WebServer


@pytest.fixture
def server() -> Iterator[WebServer]:
    web = Flask("tests")
    web.add_url_rule("/who", "who", lambda: f"{request.remote_addr} {dict(request.headers)}")
    running = WebServer(web, "127.0.0.1", 0)
    running.start()
    yield running
    running.stop(drain_seconds=1)


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
