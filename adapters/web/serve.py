"""Serve the application with waitress in this process and drain it on the way out."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from flask import Flask
from waitress import wasyncore
from waitress.server import BaseWSGIServer, create_server

from adapters.web import connections

#: One process; larger installations run more processes against PostgreSQL. Most of them wait for an answer's commit,
#: and the more of them wait, the more answers share it (docs/adr/0007).
THREADS = 64
#: Bytes of a body, which is put on the disk before any page is asked: more than a file of contacts fills no form.
BODY_MAX_BYTES = 10_000_000
_DRAIN_SECONDS = 10.0
_LOOK_EVERY = 0.02
#: More connections than this: events are gathered for `_GATHER` seconds before the loop looks at all of them again.
_MANY_CONNECTIONS = 16
_GATHER = 0.003


class CannotListenError(Exception):
    """The address or port cannot be had; the text says what to do."""


class WebServer:
    """Listens as soon as it is made; answers from `start` to `stop`. `port` 0 takes a free one."""

    def __init__(
        self, web: Flask, host: str, port: int, threads: int = THREADS, room: connections.Room = connections.ROOM
    ) -> None:
        # It warns of every request that waits for a thread: under load that is a line a request.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self._sockets: dict[int, object] = {}
        self._room = room
        try:
            self._server = create_server(
                web,
                map=self._sockets,
                host=host,
                port=port,
                threads=threads,
                max_request_body_size=BODY_MAX_BYTES,
                connection_limit=room.limit,
                channel_timeout=connections.IDLE,
                cleanup_interval=connections.LOOK_EVERY,
                ident="anpi",
                clear_untrusted_proxy_headers=True,
                # A proxy on this machine says whose request it passes on: limits on tries are counted by that.
                trusted_proxy="127.0.0.1",
                trusted_proxy_headers={"x-forwarded-for"},
            )
        except (OSError, ValueError) as error:
            wasyncore.close_all(self._sockets)
            raise CannotListenError(
                f"cannot listen on {host} port {port}: another program has it, or the address is not this machine's; "
                "choose another one with --port or --host"
            ) from error
        listeners = [part for part in self._sockets.values() if isinstance(part, BaseWSGIServer)]
        self.port: int = listeners[0].effective_port
        self._listeners = listeners
        connections.prepare(listeners, room)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="web", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, drain_seconds: float = _DRAIN_SECONDS) -> None:
        """Takes no new connection, lets the requests in hand finish, then closes."""
        for listener in self._listeners:
            listener.accepting = False
        self._drain(drain_seconds)
        self._stopping.set()
        self._listeners[0].trigger.pull_trigger()
        self._thread.join()
        self._server.task_dispatcher.shutdown(timeout=drain_seconds)
        wasyncore.close_all(self._sockets)

    def _run(self) -> None:
        while not self._stopping.is_set():
            # Not by `select`, which knows no file beyond the 1,024th.
            wasyncore.loop(timeout=1, use_poll=True, map=self._sockets, count=1)
            connections.let_in(self._listeners, self._sockets, self._room)
            if len(self._sockets) > _MANY_CONNECTIONS:
                time.sleep(_GATHER)

    def _drain(self, seconds: float) -> None:
        dispatcher = self._server.task_dispatcher
        deadline = time.monotonic() + seconds
        while (dispatcher.active_count or dispatcher.queue) and time.monotonic() < deadline:
            self._stopping.wait(_LOOK_EVERY)


class Turning(Protocol):
    """The parts that work in the background."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


class Serving(Turning, Protocol):
    """And a web application beside them."""

    @property
    def web(self) -> Flask: ...

    def refuse_new_work(self) -> None: ...


@contextmanager
def turning(parts: Turning) -> Iterator[None]:
    """The cycle and Socket Mode."""
    parts.start()
    try:
        yield
    finally:
        parts.stop()


@contextmanager
def running(parts: Serving, host: str, port: int) -> Iterator[str]:
    """Web and cycle; gives the address it listens on. HTTP drains before the senders finish."""
    with turning(parts):
        server = WebServer(parts.web, host, port)
        server.start()
        try:
            yield f"http://{host}:{server.port}"
        finally:
            parts.refuse_new_work()
            server.stop()
