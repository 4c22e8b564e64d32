"""Slack, LINE and a mail relay that take everything and only count: `python -m bench.far_end HTTP SMTP LINE_SECONDS`.

The stand-ins of `sandbox/` look at every message; where that takes longer than sending it, both sides of a comparison
send here instead. One thread, raw bytes, nothing is parsed before somebody asks (`/bench/…`). LINE_SECONDS: how long a
multicast takes; everything else is answered at once.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from dataclasses import dataclass, field
from urllib.parse import parse_qs

_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_CLOSE = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
_SLACK = b'{"ok":true,"channel":"D0BENCH","ts":"1700000000.000100"}'
_RECEIVER = re.compile(rb"\r\nTo: (?:[^\r\n]*\r\n )?<?([^<>\r\n]+)>?\r\n")


@dataclass(slots=True)
class Arrivals:
    """Everything that came since the last reset: moment (monotonic), path, body."""

    calls: list[tuple[float, str, bytes]] = field(default_factory=list)

    def note(self, path: str, body: bytes) -> None:
        self.calls.append((time.monotonic(), path, body))

    def told(self, question: str) -> object:
        match question:
            case "reset":
                self.calls = []
                return {}
            case "count":
                return len(self.calls)
            case "receivers":
                return [(path, moment, receivers(path, body)) for moment, path, body in self.calls]
            case _:
                return None


def receivers(path: str, body: bytes) -> list[str]:
    """Whom a call was for."""
    if path == "smtp":
        found = _RECEIVER.search(body)
        return [found[1].decode()] if found else []
    if path.startswith("/v2/bot/message/"):
        to = json.loads(body).get("to", [])
        return [to] if isinstance(to, str) else list(to)
    if path.startswith("/api/chat."):
        given = json.loads(body) if body.startswith(b"{") else {k: v[0] for k, v in parse_qs(body.decode()).items()}
        return [str(given.get("channel", ""))]
    return []


class HttpEnd(asyncio.Protocol):
    def __init__(self, arrivals: Arrivals, line_seconds: float) -> None:
        self._arrivals = arrivals
        self._line_seconds = line_seconds
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            length = _LENGTH.search(head)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < whole:
                return
            body, self._buffer = self._buffer[end + 4 : whole], self._buffer[whole:]
            self._answer(head, body)

    def _answer(self, head: bytes, body: bytes) -> None:
        path = head.split(b" ", 2)[1].decode()
        if path.startswith("/bench/"):
            content = json.dumps(self._arrivals.told(path.removeprefix("/bench/"))).encode()
        else:
            self._arrivals.note(path, body)
            content = _SLACK if path.startswith("/api/") else b"{}"
        answer = (
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-line-request-id: bench\r\n"
            b"Content-Length: %d\r\n\r\n%b" % (len(content), content)
        )
        if self._line_seconds and path.endswith("/multicast"):
            asyncio.get_running_loop().call_later(self._line_seconds, self._transport.write, answer)
            return
        self._transport.write(answer)
        if _CLOSE.search(head):
            self._transport.close()


class SmtpEnd(asyncio.Protocol):
    def __init__(self, arrivals: Arrivals) -> None:
        self._arrivals = arrivals
        self._buffer = b""
        self._in_letter = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(b"220 bench ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while True:
            mark = b"\r\n.\r\n" if self._in_letter else b"\r\n"
            part, found, rest = self._buffer.partition(mark)
            if not found:
                return
            self._buffer = rest
            if self._in_letter:
                self._arrivals.note("smtp", part)
                self._in_letter = False
                self._transport.write(b"250 2.0.0 kept\r\n")
            else:
                self._obey(part[:4].upper())

    def _obey(self, verb: bytes) -> None:
        match verb:
            case b"EHLO":
                self._transport.write(b"250-bench\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n")
            case b"DATA":
                self._in_letter = True
                self._transport.write(b"354 go on\r\n")
            case b"QUIT":
                self._transport.write(b"221 2.0.0 bye\r\n")
                self._transport.close()
            case _:
                self._transport.write(b"250 2.0.0 ok\r\n")


async def _serve(http_port: int, smtp_port: int, line_seconds: float) -> None:
    loop, arrivals = asyncio.get_running_loop(), Arrivals()
    smtp = await loop.create_server(lambda: SmtpEnd(arrivals), "127.0.0.1", smtp_port, backlog=1024)
    http = await loop.create_server(lambda: HttpEnd(arrivals, line_seconds), "127.0.0.1", http_port, backlog=1024)
    async with smtp, http:
        await http.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
