"""A table to take away, as CSV or Excel, written row by row: memory stays flat however long it is."""

from __future__ import annotations

import csv
import io
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import chain, islice
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

from werkzeug.wrappers import Response

from bot.people_columns import defused
from bot.vocabulary import Locale
from bot.wording import say

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

#: What a path may end in: `<any(csv, xlsx):ending>`.
CSV, EXCEL = "csv", "xlsx"
_KINDS = {CSV: "text/csv", EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
#: Bytes of a file that are kept in memory; what is longer is on the disk.
_IN_MEMORY = 1_000_000
_PIECE = 65_536
#: Characters; of a column on screen.
_NARROWEST, _WIDEST = 8, 48
#: Rows by which the width of a column is judged.
_ROWS_MEASURED = 200
_SHEET_NAME_AT_MOST = 24

Cell = str | int | datetime | None


@dataclass(frozen=True, slots=True)
class Table:
    """`title` names the file and the sheet, `columns` are keys of `column.…`. Moments are the company's local time."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    #: Of one sheet, below its header: Excel's own limit. What is more goes on the next sheet.
    sheet_rows: int = 1_048_575

    def header(self, locale: Locale) -> list[str]:
        return [say(f"column.{name}", locale) for name in self.columns]


def download(table: Table, ending: str, locale: Locale, zone: tzinfo) -> Response:
    """To be made where the rows can be read: inside their unit of work. `ending`: CSV or EXCEL."""
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by `_pieces`
    if ending == EXCEL:
        _write_excel(file, table, locale, zone)
    else:
        _write_csv(file, table, locale, zone)
    length = file.tell()
    file.seek(0)
    response = Response(_pieces(file), mimetype=_KINDS[ending])
    response.content_length = length
    name = quote(f"{table.title}.{ending}", safe="")
    response.headers["Content-Disposition"] = f"attachment; filename=\"list.{ending}\"; filename*=UTF-8''{name}"
    response.headers["Cache-Control"] = "no-store"
    return response


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece


def _write_csv(file: IO[bytes], table: Table, locale: Locale, zone: tzinfo) -> None:
    """UTF-8 with BOM, so that spreadsheets read it; formulas defused."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(table.header(locale))
    for row in table.rows:
        writer.writerow([defused(_text(cell, zone)) for cell in row])
    text.detach()


def _text(cell: Cell, zone: tzinfo) -> str:
    if isinstance(cell, datetime):
        return f"{cell.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    return "" if cell is None else str(cell)


def _write_excel(file: IO[bytes], table: Table, locale: Locale, zone: tzinfo) -> None:
    """Texts stay texts, whatever they look like: nothing is run, no leading zero is lost."""
    # Some 5 MB that a server holds only once somebody wants such a file.
    from xlsxwriter import Workbook

    with tempfile.TemporaryDirectory() as folder, Workbook(file, {"constant_memory": True, "tmpdir": folder}) as book:
        rows = iter(table.rows)
        for number in range(1, 1_000):
            first = next(rows, None)
            if first is None and number > 1:
                return
            on_sheet = chain(() if first is None else (first,), islice(rows, table.sheet_rows - 1))
            _Sheet(book, _sheet_name(table.title, number), table.header(locale), zone).write(on_sheet)


def _sheet_name(title: str, number: int) -> str:
    plain = "".join(" " if letter in "[]:*?/\\'" else letter for letter in title)[:_SHEET_NAME_AT_MOST]
    return plain if number == 1 else f"{plain} {number}"


class _Sheet:
    """One sheet: its header stays in sight, columns are as wide as what stands in them."""

    def __init__(self, book: Workbook, name: str, header: Sequence[str], zone: tzinfo) -> None:
        self._sheet: Worksheet = book.add_worksheet(name)
        self._header = header
        self._zone = zone
        self._moments = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"})
        self._bold = book.add_format({"bold": True})
        self._widths = [_width(words) + 2 for words in header]

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        for column, words in enumerate(self._header):
            self._sheet.write_string(0, column, words, self._bold)
        last = 0
        for last, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells):
                self._write(last, column, cell)
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, min(max(width, _NARROWEST), _WIDEST))
        self._sheet.freeze_panes(1, 0)
        self._sheet.autofilter(0, 0, last, len(self._header) - 1)

    def _write(self, row: int, column: int, cell: Cell) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, datetime):
            on_the_wall = cell.astimezone(self._zone).replace(tzinfo=None, microsecond=0)
            self._sheet.write_datetime(row, column, on_the_wall, self._moments)
        elif isinstance(cell, int):
            self._sheet.write_number(row, column, cell)
        else:
            self._sheet.write_string(row, column, _as_text(cell))
        if row <= _ROWS_MEASURED:
            self._widths[column] = max(self._widths[column], _width(_text(cell, self._zone)) + 1)


def _as_text(value: str) -> str:
    """A text between these marks would be taken for the sheet's own XML (XlsxWriter's rich strings)."""
    return f"{value} " if value.startswith("<r>") and value.endswith("</r>") else value


def _width(text: str) -> int:
    """A Japanese letter takes two places."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text[:_WIDEST])
