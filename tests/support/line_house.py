"""The LINE room and its pages on a real server, with the stand-in of LINE before them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from adapters.line.keys import LineSetup
from adapters.line.setup import LineRoom
from adapters.web.line_pages import create_line_pages
from adapters.web.links import WebLinks
from adapters.web.serve import WebServer
from adapters.web.server import create_web
from adapters.web.tokens import Tokens
from flows.right_of_way import RightOfWay
from flows.work import Begin
from sandbox.line import LineStandIn
from tests.conftest import DEFAULT_POLICY
from tests.support.clock import MovableClock


@dataclass(frozen=True)
class LineHouse:
    line: LineStandIn
    address: str


@contextmanager
def line_house(begin: Begin, clock: MovableClock) -> Iterator[LineHouse]:
    tokens = Tokens("k" * 40, clock)
    web = create_web(begin, tokens, clock, DEFAULT_POLICY)
    server = WebServer(web, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.port}"
    with LineStandIn(clock=clock.now, webhook_url=f"{address}/line/webhook") as line:
        room = LineRoom(
            begin,
            clock,
            WebLinks(address, tokens),
            RightOfWay(),
            LineSetup(line.api_url, line.access_token, line.channel_secret, lambda: line.webhook_url),
        )
        web.register_blueprint(room.door)
        web.register_blueprint(create_line_pages(begin, tokens, DEFAULT_POLICY, room.dialog_url, room.friend_url))
        server.start()
        try:
            yield LineHouse(line, address)
        finally:
            server.stop()
            room.close()
