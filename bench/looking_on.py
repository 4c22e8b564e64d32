"""What managers wait for who look at a check of 100,000 people, and whether other units' people cost them anything."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Sequence
from contextlib import ExitStack
from statistics import median

from sqlalchemy import Connection, create_engine, text

from adapters.cycle.clock import SystemClock
from adapters.web.console_frame import SESSION_COOKIE
from adapters.web.tokens import Purpose, Tokens
from bench.databases import ADMIN, BRANCH_MANAGER, Crowd
from bench.load import closed
from bench.place import Bench, Place
from bench.programs import SECRET_KEY, BenchError, Program, bare_pages, product
from bench.results import Figure, at_most

_PEOPLE, _FEW_OTHERS, _BRANCH = 100_000, 1_000, 100
_TIMES = 25
_DEPARTMENTS, _SECTIONS = 40, 10
#: Bytes of the bare page: about those of a board.
_PAGE_BYTES = 12_000
_FIRST_BYTE_MS = 200
#: A third is silent, one in five hundred needs help, one in twenty is injured; a sixth has only opened the page.
_STANDING = (
    "CASE WHEN n % 500 = 250 THEN 'help' WHEN n % 20 = 7 THEN 'injured' WHEN n % 10 = 3 THEN 'away'"
    " WHEN n % 3 = 0 THEN 'silent' ELSE 'safe' END"
)
_AT = ":began + n * 20000"
_SERIES = "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < :people) "
_CHECK = (
    "INSERT INTO checks (id, kind, title, state, reach, reminder_plan, round, reminders_sent, created_at, started_at,"
    " whole_company) VALUES (1, 'real', '地震', 'active', 'all', '{}', 1, 1, :began, :began, TRUE)"
)
_ROLL = (
    f"{_SERIES}INSERT INTO roll (check_id, person_id, standing, said, said_by, said_via, said_at, first_answered_at,"
    f" comment, opened_at, reachable) SELECT 1, n, {_STANDING}, 'safe', 'self', 'mail', {_AT}, {_AT}, 'いま駅です',"
    f" CASE WHEN n % 6 = 0 THEN {_AT} END, n % 50 <> 0 FROM series"
)
_ANSWERS = (
    f"{_SERIES}INSERT INTO answers (check_id, person_id, round, status, by, via, given_at, received_at)"
    f" SELECT 1, n, 0, 'safe', 'self', 'mail', {_AT}, {_AT} FROM series WHERE n % 3 <> 0"
)
_MESSAGE = (
    f"{_SERIES}INSERT INTO messages (kind, check_id, round, person_id, channel, address, locale, priority, state,"
    " reason, due_at, created_at)"
)
_QUESTIONS = (
    f"{_MESSAGE} SELECT 'prompt', 1, 0, n, 'mail', 'x@a.example', 'ja', 10, CASE WHEN n % 30 = 0 THEN 'failed' ELSE"
    " 'accepted' END, CASE WHEN n % 30 = 0 THEN 'mail_550' ELSE '' END, :began, :began FROM series"
)
_REMINDERS = (
    f"{_MESSAGE} SELECT 'reminder', 1, 1, n, 'mail', 'x@a.example', 'ja', 20, 'accepted', '', :began, :began"
    " FROM series WHERE n % 3 = 0 AND n % 60 <> 0"
)
_CASES = (
    f"{_SERIES}INSERT INTO help_cases (check_id, person_id, opened_at)"
    " SELECT 1, n, :began FROM series WHERE n % 500 = 250"
)


def board_100k(kind: str) -> Bench:
    """Board, its numbers by unit, the list of people, and the same board asked for again when nothing has changed."""

    def measure(place: Place) -> Sequence[Figure]:
        people = place.size(_PEOPLE, 500)
        url = _house(place, kind, people)
        with ExitStack() as stack:
            anpi = stack.enter_context(product(url, place.folder, {}))
            bare = stack.enter_context(bare_pages(place.folder, url, _PAGE_BYTES))
            pages = {
                "board": "/console/checks/1",
                "units": "/console/checks/1/units",
                "people": "/console/checks/1/people?only=silent",
                "curve": "/console/checks/1/curve",
            }
            found = []
            for name, path in pages.items():
                value, floor = _in_turns(place, anpi, path, ADMIN, bare, "/board")
                bounds = (at_most(value, _FIRST_BYTE_MS, "ms"),) if name in ("board", "people") else ()
                found.append(Figure(f"{name}_100k_{kind}", value, "ms", floor, bounds))
            unchanged, floor = _unchanged(place, anpi, pages["board"], bare)
            found.append(Figure(f"board_unchanged_{kind}", unchanged, "ms", floor, (at_most(unchanged, 20, "ms"),)))
        return found

    return measure


def unit_board(kind: str) -> Bench:
    """The board of a unit of 100 people: with 100,000 others (value) and with 1,000 (floor)."""

    def measure(place: Place) -> Sequence[Figure]:
        sizes = (place.size(_PEOPLE, 500), place.size(_FEW_OTHERS, 200))
        found = []
        with ExitStack() as stack:
            many, few = (
                stack.enter_context(product(_house(place, kind, others), place.folder / str(number), {}))
                for number, others in enumerate(sizes)
            )
            for name, path in (("board", "/console/checks/1"), ("people", "/console/checks/1/people")):
                value, floor = _in_turns(place, many, path, BRANCH_MANAGER, few, path)
                bounds = (at_most(value / floor, 1.4, "ratio"),)
                found.append(Figure(f"unit_{name}_{kind}", value, "ms", floor, bounds))
        return found

    return measure


def _in_turns(
    place: Place, anpi: Program, path: str, person: int, other: Program, other_path: str
) -> tuple[float, float]:
    """Milliseconds until a page is whole, A B A B …: the medians. The second asks as the same person."""
    times = place.size(_TIMES, 2)
    ours, theirs = _get(path, person), _get(other_path, person)
    pairs = [(_ms(anpi, ours), _ms(other, theirs)) for _ in range(times + 2)][2:]
    return median(one for one, _ in pairs), median(another for _, another in pairs)


def _unchanged(place: Place, anpi: Program, path: str, bare: Program) -> tuple[float, float]:
    """Milliseconds of a 304, beside those of a page that says only ok."""
    ours: list[float] = []
    theirs: list[float] = []
    while len(ours) < place.size(_TIMES, 2):
        known = f"If-None-Match: {_tag(anpi, path)}\r\n"
        answered = closed(anpi.port, [_get(path, ADMIN, known)], connections=1)
        # Now and then a page is made anew all the same.
        if answered.statuses == [304]:
            ours.append(answered.seconds[0] * 1000)
            theirs.append(_ms(bare, _get("/readyz", ADMIN)))
    return median(ours), median(theirs)


def _tag(program: Program, path: str) -> str:
    request = urllib.request.Request(f"{program.url}{path}", headers={"Cookie": _cookie(ADMIN), "Host": "bench"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(answer.headers["ETag"])


def _ms(program: Program, request: bytes) -> float:
    answered = closed(program.port, [request], connections=1)
    if answered.statuses != [200]:
        raise BenchError(f"{request.split()[1]!r} answers {answered.statuses}")
    return answered.seconds[0] * 1000


def _get(path: str, person: int, more: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\nCookie: {_cookie(person)}\r\n{more}\r\n".encode()


def _cookie(person: int) -> str:
    session = Tokens(SECRET_KEY, SystemClock()).make(Purpose.SESSION, person, 0, 4711)
    return f"{SESSION_COOKIE}={session}"


def _house(place: Place, kind: str, people: int) -> str:
    """A check that has run for two hours and been sent again once: the URL of its database."""
    url = place.databases.new(kind, Crowd(people, slack=False, mail=True, branch=_BRANCH))
    began = int(time.time() * 1_000_000) - 7_200_000_000
    engine = create_engine(url)
    with engine.begin() as connection:
        _add_tree(connection)
        for statement in (
            _CHECK,
            _ROLL,
            _ANSWERS,
            _QUESTIONS,
            _REMINDERS,
            _CASES,
            "INSERT INTO rounds VALUES (1, 1, :began)",
        ):
            given = {"people": people, "began": began}
            connection.execute(text(statement), {name: given[name] for name in given if f":{name}" in statement})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()
    return url


def _add_tree(connection: Connection) -> None:
    """Departments below the head office, sections below these; everybody outside the branch is in a section."""
    units, closure = [], []
    for department in range(_DEPARTMENTS):
        above = 100 + department
        units.append((above, 1, f"部{department}", f"本社/部{department}", 1))
        closure += [(above, above), (1, above)]
        for section in range(_SECTIONS):
            unit = 1000 + department * _SECTIONS + section
            units.append((unit, above, f"課{section}", f"本社/部{department}/課{section}", 2))
            closure += [(unit, unit), (above, unit), (1, unit)]
    names = ("id", "parent_id", "name", "path", "depth")
    rows = [dict(zip(names, unit, strict=True)) for unit in units]
    connection.execute(
        text("INSERT INTO units (id, parent_id, name, path, depth) VALUES (:id, :parent_id, :name, :path, :depth)"),
        rows,
    )
    pairs = [{"above": above, "below": below} for above, below in closure]
    connection.execute(text("INSERT INTO unit_closure (ancestor_id, descendant_id) VALUES (:above, :below)"), pairs)
    sections = _DEPARTMENTS * _SECTIONS
    connection.execute(text(f"UPDATE memberships SET unit_id = 1000 + person_id % {sections} WHERE unit_id = 1"))
