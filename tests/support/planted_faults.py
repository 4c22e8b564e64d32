"""A people file of many people with faults of every kind planted in it, and where each of them stands."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle

from bot.people_columns import Column

#: Line and column of a fault, as `anpi people import` reports it.
Place = tuple[int, str]
Cells = dict[str, str]

HEADER = tuple(str(column) for column in Column)
#: Rows of one number, or with an account, that stands in this row already.
_FIRST = 7
#: A byte that is no text, as `surrogateescape` writes it.
_STRAY = "\udcff"
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row: `cells` take the place of its own; `column` is told, empty for the whole line.

    `raw` writes the line otherwise than `csv` would.
    """

    column: str
    cells: Cells
    raw: Callable[[str], str] | None = None


def _in(column: Column, *values: str, **others: str) -> list[Fault]:
    return [Fault(column, {column: value, **others}) for value in values]


_DEEP = "/".join("abcdefghijk")
_LONG = "髙" * 101
_MANY = [str(number) for number in range(51)]

#: An account that somebody who is not in the file has.
TAKEN = "U0TAKEN"

#: Every kind that a row can have, most by themselves, some beside other rows or people who are there already.
KINDS = [
    *_in(Column.EMPLOYEE_NO, "", "　", "9" * 51, "A\t1", "E00007", "Ｅ００００７", f"E{_STRAY}"),
    *_in(Column.NAME, "", " ", _LONG, "花\n子", "a\x00b", "a\u2028b", _STRAY),
    *_in(Column.KANA, _LONG, "カ\x1bナ", f"カナ{_STRAY}"),
    *_in(Column.SITE, _LONG, "本社\nビル"),
    *_in(Column.LOCALE, "fr", "=1+1"),
    *_in(Column.EMAIL, "hanako", "a@b@c.example", "h@localhost", "a@x.example;b@x.example", '=HYPERLINK("x")', "a@x."),
    *_in(Column.EMAIL, "h@" + "x" * 250 + ".example", "h@x.example\r\nBcc: i@x.example", f"h{_STRAY}@x.example"),
    *_in(Column.EMERGENCY_EMAILS, "ok@x.example;bad", "ok@x.example;-", ";".join(f"h{no}@x.example" for no in _MANY)),
    *_in(Column.PHONES, "call me", "()-", "12", "+1;" + ";".join(f"090-{no}" for no in _MANY)),
    *_in(Column.SLACK_ID, "@hanako", "u0hanako", "C0GENERAL", "U0FIRST", TAKEN),
    *_in(Column.LINE_ID, "hanako", "U" + "0" * 31, "U" + "A" * 32, "U" + "f" * 32),
    *_in(Column.ROLE, "boss", "safety_admin;unit_manager"),
    *_in(Column.ACTIVE, "maybe", "2"),
    *_in(Column.UNITS, "本社//開発部", "/本社", _DEEP, _LONG, ";".join(f"課{no}" for no in _MANY)),
    *_in(Column.MANAGED_UNITS, "本社/", "", "本杜", role="unit_manager"),
    *_in(Column.MANAGED_UNITS, "本社", role=""),
    *_in(Column.MANAGED_UNITS, "本社", role="safety_admin"),
    Fault("", {}, lambda line: line + ",one more"),
    Fault("", {}, lambda line: line.replace(",", ',"x"y,', 1)),
    Fault("", {}, lambda line: line.replace(",", ',"' + "x" * 70_000 + '",', 1)),
]


def planted(people: int, faults: int) -> tuple[bytes, set[Place]]:
    """The file's bytes, and the places; people stand a line each, the faulty ones evenly among them."""
    kinds = cycle(KINDS)
    every = people // (faults + 1)
    lines = [",".join(HEADER) + "\r\n"]
    places: set[Place] = set()
    line = 2
    for number in range(1, people + 1):
        text = _line(good_row(number))
        if number % every == 0 and number > _FIRST and len(places) < faults:
            fault = next(kinds)
            text = _line(good_row(number) | fault.cells)
            if fault.raw:
                text = fault.raw(text.rstrip("\r\n")) + "\r\n"
            places.add((line, str(fault.column)))
        lines.append(text)
        line += len(_LINE_END.findall(text))
    return "".join(lines).encode("utf-8", "surrogateescape"), places


def good_row(number: int) -> Cells:
    """A person with three contacts."""
    first = number == _FIRST
    return {
        Column.EMPLOYEE_NO: f"E{number:05}",
        Column.NAME: f"髙橋 花子{number}",
        Column.UNITS: f"本社/部{number % 40}/課{number % 400}",
        Column.EMAIL: f"p{number}@aoba.example",
        Column.EMERGENCY_EMAILS: f"p{number}@aoba.example;h{number}@home.example",
        Column.PHONES: f"090-{number:08}",
        Column.SLACK_ID: "U0FIRST" if first else f"U0{number:07}",
        Column.LINE_ID: "U" + "f" * 32 if first else "",
        Column.ACTIVE: "1",
    }


def _line(cells: Cells) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerow([cells.get(column, "") for column in HEADER])
    return text.getvalue()
