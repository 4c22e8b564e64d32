"""Serve the application with waitress in this process and drain it on the way out."""

from __future__ import annotations

import threading

from flask import Flask
from waitress.server import create_server

#: DESIGN section 5: one process, 16 threads; more installations run more processes against PostgreSQL.
THREADS = 16
CONNECTION_LIMIT = 1_000


class WebServer:
    """`port` 0 takes a free one; `address` is known after construction."""

    def __init__(self, web: Flask, host: str, port: int, threads: int = THREADS) -> None:
        self._server = create_server(
            web,
            host=host,
            port=port,
            threads=threads,
            connection_limit=CONNECTION_LIMIT,
            ident="anpi",
            clear_untrusted_proxy_headers=True,
        )
        self.port: int = self._server.effective_port
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._server.run, name="web", daemon=True)
        self._thread.start()

    def stop(self, drain_seconds: float = 10.0) -> None:
        """Takes no new connection, lets the requests in hand finish, then closes."""
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=drain_seconds)
        self._server.close()
        self._server.trigger.pull_trigger()
        if self._thread is not None:
            self._thread.join(timeout=drain_seconds)
