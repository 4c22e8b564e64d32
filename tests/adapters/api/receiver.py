"""A system that is told of events, on this machine; it can be told to misbehave."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Receiver:
    """`status`: what it answers; 0: nothing, until `let_go` is set. `drips`: a header without end."""

    url: str = ""
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    drips: bool = False
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)
    #: From now on it talks TLS.
    wear: Callable[[ssl.SSLContext], None] = lambda tls: None


@contextmanager
def receiver() -> Iterator[Receiver]:
    told = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.got.append((self.path, dict(self.headers), body))
            if told.drips:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
                while not told.let_go.wait(0.02):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                return
            if not told.status:
                told.let_go.wait(20)
                return
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True

    def wear(tls: ssl.SSLContext) -> None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)

    told.wear = wear
    told.url = f"http://127.0.0.1:{server.server_address[1]}/anpi?room=1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        told.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()
