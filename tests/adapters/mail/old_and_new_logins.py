"""Stand-ins for what a relay may ask for besides a password: a POP3 mailbox, and a provider's token endpoint."""

from __future__ import annotations

import json
import socket
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer


@dataclass
class PopServer:
    """Takes `user` with `password`; with a `stamp` in its greeting it knows APOP."""

    port: int = 0
    password: str = "old-secret"
    stamp: str = ""
    lines: list[str] = field(default_factory=list)
    logins: int = 0


@contextmanager
def pop_server(server: PopServer) -> Iterator[PopServer]:
    listener = socket.create_server(("127.0.0.1", 0))
    server.port = listener.getsockname()[1]

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as stream:
                stream.write(f"+OK ready {server.stamp}".strip().encode() + b"\r\n")
                stream.flush()
                while raw := stream.readline():
                    line = raw.decode().strip()
                    server.lines.append(line)
                    is_wrong = line.startswith("PASS") and line != f"PASS {server.password}"
                    server.logins += line.startswith(("PASS", "APOP")) and not is_wrong
                    stream.write(b"-ERR [AUTH] wrong password\r\n" if is_wrong else b"+OK\r\n")
                    stream.flush()
                    if line == "QUIT":
                        break

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


@dataclass
class TokenEndpoint:
    """Gives `answer` with `status`; `asked` is what came, form by form."""

    url: str = ""
    status: int = 200
    answer: dict[str, object] = field(default_factory=lambda: {"access_token": "token-1", "expires_in": 3600})
    location: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def token_endpoint(endpoint: TokenEndpoint) -> Iterator[TokenEndpoint]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            endpoint.asked.append(dict(urllib.parse.parse_qsl(body)))
            self.send_response(endpoint.status)
            if endpoint.location:
                self.send_header("Location", endpoint.location)
            self.end_headers()
            self.wfile.write(json.dumps(endpoint.answer).encode())

        def do_GET(self) -> None:
            endpoint.asked.append({})
            self.send_error(405)

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    endpoint.url = f"http://127.0.0.1:{server.server_port}/token"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
