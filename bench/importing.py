"""A company's whole list taken over with `anpi people import`, and once more: the second time nothing changes."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from bench.databases import looking
from bench.place import Bench, Place
from bench.programs import BenchError, anpi
from bench.results import Figure, at_most

_PEOPLE = 20_000
#: Slack and two addresses each.
_CONTACTS = 3
_HEADER = ("employee_no", "name", "units", "email", "emergency_emails", "slack_id")
_SECONDS_AT_MOST = 20


def import_20k(kind: str) -> Bench:
    """Seconds of the whole program, start and all; the floor reads the same file and only inserts."""

    def measure(place: Place) -> Sequence[Figure]:
        people = place.size(_PEOPLE, 300)
        file = place.folder / "people.csv"
        _write(file, people)
        url = place.databases.new(kind, None)
        with looking(url) as look:
            first, said = _import(place, url, file)
            if said["created"] != people or look.number("SELECT count(*) FROM contacts") != _CONTACTS * people:
                raise BenchError(f"the import was not whole: {said}")
            second, again = _import(place, url, file)
        floor = _bare(place.databases.new(kind, None), file)
        is_same = (again["unchanged"], again["created"], again["updated"]) == (people, 0, 0)
        bounds = (
            at_most(first, _SECONDS_AT_MOST, "s"),
            at_most(second, _SECONDS_AT_MOST, "s again"),
            ("again nothing changed", is_same),
        )
        return [Figure(f"import_20k_{kind}", first, "s", floor, bounds)]

    return measure


def _write(file: Path, people: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as target:
        lines = csv.writer(target)
        lines.writerow(_HEADER)
        for number in range(people):
            mails = f"p{number}@aoba.example;h{number}@home.example"
            unit = f"本社/部{number % 40}/課{number % 400}"
            lines.writerow((f"N{number}", f"髙橋 花子{number}", unit, mails.partition(";")[0], mails, f"UN{number:06}"))


def _import(place: Place, url: str, file: Path) -> tuple[float, Any]:
    """Seconds, and what it said."""
    began = time.monotonic()
    said = json.loads(anpi(url, place.folder, "people", "import", str(file), "--json"))
    return time.monotonic() - began, said


def _bare(url: str, file: Path) -> float:
    people = text(
        "INSERT INTO people (id, employee_no, name, email, locale, role, created_at, updated_at) "
        "VALUES (:id, :employee_no, :name, :email, 'ja', '', 0, 0)"
    )
    contacts = text(
        "INSERT INTO contacts (person_id, channel, address, position, state_since) "
        "VALUES (:person_id, :channel, :address, :position, 0)"
    )
    began = time.monotonic()
    with file.open(encoding="utf-8", newline="") as source:
        rows = [row | {"id": number} for number, row in enumerate(csv.DictReader(source), start=1)]
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(people, rows)
        connection.execute(contacts, [contact for row in rows for contact in _contacts(row)])
    engine.dispose()
    return time.monotonic() - began


def _contacts(row: dict[str, Any]) -> list[dict[str, Any]]:
    mails = [("mail", address) for address in row["emergency_emails"].split(";")]
    given = [("slack", row["slack_id"]), *mails]
    return [
        {"person_id": row["id"], "channel": channel, "address": address, "position": position}
        for position, (channel, address) in enumerate(given, start=1)
    ]
