"""Everybody opens their page in the same minute: answer pages and the information for the day, over real HTTP.

Each phone comes over a connection of its own, and the load runs on the same cores. The floor is Flask on waitress,
which gives out a page of that size that lies ready and knows nobody.
"""

from __future__ import annotations

import re
import time
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from adapters.cycle.clock import SystemClock
from adapters.web.tokens import Purpose, Tokens
from bench.databases import Crowd, looking
from bench.load import visits
from bench.place import Bench, Place, command, in_turns
from bench.programs import SECRET_KEY, BenchError, Program, bare_pages, far_end, product, slack_settings
from bench.results import Figure, at_least

_ROUNDS = 3
_VIEWS_PER_SECOND = 800
#: What a phone says of itself: it has to be read as well.
_PHONE = (
    "Host: bench\r\nUser-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
    "Accept-Language: ja-JP,ja;q=0.9\r\nAccept-Encoding: gzip, deflate, br\r\n"
)
#: Bytes of the bare page: about those of an answer page and of the information for the day.
_PAGE_BYTES = 2_000
#: Seconds until the last page that was opened is noted (flows.opened_together).
_NOTED_WITHIN = 2.0

#: What one phone asks for, one after the other over one connection.
Phone = Sequence[bytes]


class _Phones:
    """Ever new people's, until all have come."""

    def __init__(self, anpi: Program, check: int, people: int) -> None:
        tokens = Tokens(SECRET_KEY, SystemClock())
        self._pages = [f"/a/{tokens.make(Purpose.ANSWER, check, person, 0)}" for person in range(1, people + 1)]
        self._came = 0
        self.opened: set[str] = set()
        self._looks = re.findall(r'(?:href|src)="(/static/[^"]+)"', _read(anpi, self._pages[0])[0])
        self._known = f"If-None-Match: {_read(anpi, '/info')[1]}\r\n"

    def view(self, number: int) -> Phone:
        """Two of four an answer page, one /info, one /info that has not changed since."""
        if number % 2 == 0:
            return [_get(self._next())]
        return [_get("/info", self._known if number % 4 == 3 else "")]

    def visit(self, number: int) -> Phone:
        """All that a phone asks for which has never been here: the page, its looks, that it was opened; then /info."""
        page = self._next()
        self.opened.add(page)
        opened = f"POST {page}/opened HTTP/1.1\r\n{_PHONE}Content-Length: 0\r\n\r\n".encode()
        return [_get(page), *map(_get, self._looks), opened, _get("/info")]

    def _next(self) -> str:
        self._came += 1
        return self._pages[self._came % len(self._pages)]


def rush(kind: str) -> Bench:
    """Page views a second; and phones a second that bring everything with them."""

    def measure(place: Place) -> Sequence[Figure]:
        people = place.size(20_000, 200)
        url = place.databases.new(kind, Crowd(people))
        with ExitStack() as stack:
            far = stack.enter_context(far_end(place.folder))
            anpi = stack.enter_context(product(url, place.folder, slack_settings(f"{far.url}/api/")))
            bare = stack.enter_context(bare_pages(place.folder, url, _PAGE_BYTES))
            look = stack.enter_context(looking(url))
            command(anpi, f"{far.url}/api/", "start 地震")
            look.wait_until_sent()
            phones = _Phones(anpi, look.newest_check(), people)
            views, bare_views = _in_turns(place, anpi, bare, phones.view, place.size(4_000, 60))
            visited, bare_visited = _in_turns(place, anpi, bare, phones.visit, place.size(1_000, 20))
            time.sleep(_NOTED_WITHIN)
            noted = look.number("SELECT count(*) FROM roll WHERE opened_at IS NOT NULL")
        return [
            Figure(f"rush_{kind}", views, "views/s", bare_views, (at_least(views, _VIEWS_PER_SECOND, "views/s"),)),
            Figure(f"rush_phones_{kind}", visited, "phones/s", bare_visited,
                   (("every page opened is noted", noted == len(phones.opened)),)),
        ]  # fmt: skip

    return measure


def _in_turns(
    place: Place, anpi: Program, bare: Program, phone: Callable[[int], Phone], number: int
) -> tuple[float, float]:
    """Phones a second; the bare pages are asked as often over as many connections."""
    asked = [phone(one) for one in range(number)]
    bare_ones = [[_get("/page")] * len(asks) for asks in asked]
    _per_second(anpi, asked)
    return in_turns(
        1 if place.quick else _ROUNDS,
        lambda: _per_second(anpi, [phone(one) for one in range(number)]),
        lambda: _per_second(bare, bare_ones),
    )


def _per_second(program: Program, phones: Sequence[Phone]) -> float:
    answered = visits(program.port, phones)
    if strange := set(answered.statuses) - {200, 204, 304}:
        raise BenchError(f"a page answers {strange}")
    return len(phones) / (answered.ended - answered.began)


def _read(program: Program, path: str) -> tuple[str, str]:
    """A page as a phone sees it, and its ETag."""
    request = urllib.request.Request(f"{program.url}{path}", headers={"Accept-Language": "ja-JP,ja;q=0.9"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode(), str(answer.headers.get("ETag", ""))


def _get(path: str, more: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\n{_PHONE}{more}\r\n".encode()
