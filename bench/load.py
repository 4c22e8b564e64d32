"""The load: ready HTTP requests over open connections, in this process, against a server in another.

Closed: every connection asks again as soon as it was answered, which shows the rate. Steady: requests leave at a fixed
rate whether or not the server keeps up, and are timed from when they were due, which shows the waiting.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

CONNECTIONS = 64
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)


@dataclass(slots=True)
class Answered:
    """What the server said: status and seconds of each request, in the order of the answers."""

    statuses: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    began: float = 0.0
    ended: float = 0.0

    @property
    def acknowledged(self) -> int:
        return self.statuses.count(200)

    @property
    def per_second(self) -> float:
        return self.acknowledged / (self.ended - self.began)

    def p99_ms(self) -> float:
        return percentile(self.seconds, 99) * 1000


def percentile(values: Sequence[float], percent: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else 0.0


class Wire(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self) -> None:
        self._buffer = b""
        self._answer: asyncio.Future[int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def ask(self, request: bytes) -> asyncio.Future[int]:
        """The status. ConnectionError where the server hangs up."""
        self._answer = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return self._answer

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        length = _LENGTH.search(self._buffer, 0, end + 2)
        if len(self._buffer) < end + 4 + (int(length[1]) if length else 0):
            return
        status, self._buffer = int(self._buffer[9:12]), b""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(status)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("the server hung up"))


async def connect(port: int) -> Wire:
    _, wire = await asyncio.get_running_loop().create_connection(Wire, "127.0.0.1", port)
    return wire


def closed(port: int, requests: Sequence[bytes], connections: int = CONNECTIONS) -> Answered:
    return asyncio.run(_closed(port, requests, connections))


async def _closed(port: int, requests: Sequence[bytes], connections: int) -> Answered:
    answered, waiting = Answered(), iter(requests)
    wires = [await connect(port) for _ in range(connections)]
    answered.began = time.monotonic()
    await asyncio.gather(*(_one_after_the_other(wire, waiting, answered) for wire in wires))
    answered.ended = time.monotonic()
    for wire in wires:
        wire.transport.close()
    return answered


async def _one_after_the_other(wire: Wire, waiting: Iterator[bytes], answered: Answered) -> None:
    for request in waiting:
        began = time.monotonic()
        status = await wire.ask(request)
        answered.statuses.append(status)
        answered.seconds.append(time.monotonic() - began)


def visits(port: int, visitors: Sequence[Sequence[bytes]], at_once: int = CONNECTIONS) -> Answered:
    """As many visitors at once as that, each over a connection of its own: asks one thing after the other and goes."""
    return asyncio.run(_visits(port, visitors, at_once))


async def _visits(port: int, visitors: Sequence[Sequence[bytes]], at_once: int) -> Answered:
    answered, waiting = Answered(), iter(visitors)

    async def come_and_go() -> None:
        for requests in waiting:
            began = time.monotonic()
            wire = await connect(port)
            for request in requests:
                status = await wire.ask(request)
                answered.statuses.append(status)
                answered.seconds.append(time.monotonic() - began)
                began = time.monotonic()
            wire.transport.close()

    answered.began = time.monotonic()
    await asyncio.gather(*(come_and_go() for _ in range(at_once)))
    answered.ended = time.monotonic()
    return answered


async def steady(
    port: int, requests: Iterator[bytes], per_second: float, stop: asyncio.Event, connections: int = CONNECTIONS
) -> Answered:
    """Until `stop` is set or the requests end; every request that left is waited for."""
    answered = Answered()
    idle: asyncio.Queue[Wire] = asyncio.Queue()
    for _ in range(connections):
        idle.put_nowait(await connect(port))
    answered.began = time.monotonic()
    under_way = set()
    for number, request in enumerate(requests):
        due = answered.began + number / per_second
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        if stop.is_set():
            break
        under_way.add(asyncio.create_task(_due(idle, request, due, answered)))
    await asyncio.gather(*under_way)
    answered.ended = time.monotonic()
    while not idle.empty():
        idle.get_nowait().transport.close()
    return answered


async def _due(idle: asyncio.Queue[Wire], request: bytes, due: float, answered: Answered) -> None:
    wire = await idle.get()
    status = await wire.ask(request)
    answered.statuses.append(status)
    answered.seconds.append(time.monotonic() - due)
    idle.put_nowait(wire)
