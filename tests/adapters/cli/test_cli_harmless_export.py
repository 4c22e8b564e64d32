"""`anpi people export` of names that a spreadsheet would run: harmless there, and taken back unchanged."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from bot.people_columns import defused
from flows.work import Begin
from storage.models import people
from tests.adapters.cli.conftest import Anpi, printed
from tests.support.hostile_names import NAMES, what_runs
from tests.support.outbox import rows
from tests.support.people_file import everything

HEADER = "employee_no,name,kana,units,site,email,emergency_emails,phones,role,managed_units"


def company_list() -> bytes:
    """As a hostile company has it; only what begins with an apostrophe is written as we would."""
    text = io.StringIO(newline="")
    text.write(f"{HEADER}\n")
    lines = csv.writer(text)
    for number, name in enumerate(NAMES):
        cell = defused(name) if name.startswith("'") else name
        unit = cell.replace(";", " ").replace("/", "|")
        mails = (f"={number}@evil.example", f"+{number}@evil.example;-{number}@evil.example")
        lines.writerow([f"={number}", cell, cell, unit, cell, *mails, "+81-3-0000;-119", "unit_manager", unit])
    return text.getvalue().encode()


def test_an_export_runs_nothing_and_comes_back_unchanged(anpi: Anpi, begin: Begin, tmp_path: Path) -> None:
    given, taken = tmp_path / "given.csv", tmp_path / "taken.csv"
    given.write_bytes(company_list())
    assert what_runs(given.read_bytes()), "the company's own file is the danger"
    assert printed(anpi("people", "import", str(given), "--json"))["created"] == len(NAMES)
    assert {row.name for row in rows(begin, people)} == set(NAMES)
    before = everything(begin)
    assert anpi("people", "export", str(taken)).exit_code == 0
    assert what_runs(taken.read_bytes()) == []
    again = printed(anpi("people", "import", str(taken), "--json"))
    assert (again["errors"], again["unchanged"], again["new_units"]) == ([], len(NAMES), [])
    assert everything(begin) == before
