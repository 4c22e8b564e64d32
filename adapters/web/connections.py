"""What waitress does with connections, where everybody comes at once (docs/adr/0018).

A phone keeps its connection for a minute or two after its page has come. As waitress is made, a thousand phones fill
the server so, and nobody else's answer is heard until the first of them lets go.
"""

from __future__ import annotations

import resource
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer
from waitress.task import WSGITask


@dataclass(frozen=True, slots=True)
class Room:
    """`limit`: connections at once. `resting`: beside more than these whoever has been answered is hung up on."""

    limit: int = 1_000
    resting: int = 200


ROOM = Room()
#: Seconds after which one that rests is hung up on, looked at so often. A proxy lets go earlier by itself (nginx: 60).
IDLE, LOOK_EVERY = 75, 5
#: Files and connections of a process besides: to the database, to Slack, LINE and the mail server.
_OTHERS = 1_000


class _Headers(bytes):
    """Of an answer whose body comes next."""


class _Task(WSGITask):  # type: ignore[misc]
    def build_response_header(self) -> bytes:
        if self.version == "1.1" and len(self.channel.server.active_channels) > self.channel.server.room.resting:
            super().set_close_on_finish()
        return _Headers(super().build_response_header())

    def set_close_on_finish(self) -> None:
        """Not for 204 and 304: they end with their headers (RFC 9112, 6.3), and waitress misses their length."""
        asked = self.request.headers.get("CONNECTION", "").lower()
        if self.has_body or self.version != "1.1" or asked == "close":
            super().set_close_on_finish()

    def finish(self) -> None:
        super().finish()
        # Where no body came.
        self.channel.write_soon(b"")


class _Channel(HTTPChannel):  # type: ignore[misc]
    """Headers and body leave together: for each packet a thread gives the interpreter away and waits for it again."""

    task_class = _Task
    _headers = b""

    def write_soon(self, data: Any) -> int:
        if isinstance(data, _Headers):
            self._headers = data
            return len(data)
        headers, self._headers = self._headers, b""
        if isinstance(data, bytes):
            return self._write(headers + data) - len(headers)
        self._write(headers)
        return self._write(data)

    def _write(self, data: Any) -> int:
        written: int = super().write_soon(data)
        return written


def let_in(listeners: Iterable[BaseWSGIServer], open_ones: Mapping[int, object], room: Room) -> None:
    """All who wait: wasyncore takes one of them a turn, and a turn looks at every connection."""
    for listener in listeners:
        before = -1
        while listener.accepting and before < len(open_ones) < room.limit:
            before = len(open_ones)
            listener.handle_accept()


def prepare(listeners: Iterable[BaseWSGIServer], room: Room) -> None:
    """To be called once, before anybody comes."""
    for listener in listeners:
        listener.channel_class = _Channel
        listener.room = room
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = room.limit + _OTHERS
    if files != resource.RLIM_INFINITY and files < wanted:
        allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
