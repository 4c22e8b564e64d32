"""The people file: bytes of a CSV in, checked rows and every error out.

Columns stand in `bot.people_columns`. A column that is not in the header says nothing about anybody; an empty field in
a column that is there says: none.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from bot import people_columns as rules
from bot.people_cells import CONTROL, STRAY, Cells, byte_of
from bot.people_columns import Column
from bot.people_file_words import say
from bot.vocabulary import Locale, Role

MAX_BYTES = 50 * 1024 * 1024
MAX_ROW = 64 * 1024
#: Then reading stops: the list is for a person to work through.
MAX_ERRORS = 1_000
#: What Python makes of bytes that CP932 knows no character for.
_NO_CP932 = {0x80: "\udc80", 0xF8F0: "\udca0", 0xF8F1: "\udcfd", 0xF8F2: "\udcfe", 0xF8F3: "\udcff"}


@dataclass(frozen=True, slots=True)
class FileError:
    """`line` counts the header as 1; `column` is the header's name in the file, or empty for the whole line."""

    line: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as the file has them. `emergency_emails` None: the field is empty, so the profile address serves."""

    line: int
    employee_no: str
    name: str
    kana: str = ""
    units: tuple[str, ...] = ()
    site: str = ""
    locale: Locale | None = None
    email: str = ""
    emergency_emails: tuple[str, ...] | None = None
    phones: tuple[str, ...] = ()
    slack_ids: tuple[str, ...] = ()
    line_ids: tuple[str, ...] = ()
    role: Role = Role.NONE
    managed_units: tuple[str, ...] = ()
    active: bool = True


@dataclass(slots=True)
class PeopleFile:
    """`headers`: each column of the file with its name there. `faulty`: rows with errors, as far as they can be read.

    `is_whole`: read to its end, so that whatever the rows do not say the file does not say.
    """

    locale: Locale
    headers: dict[Column, str] = field(default_factory=dict)
    rows: list[PersonRow] = field(default_factory=list)
    faulty: list[PersonRow] = field(default_factory=list)
    is_whole: bool = False
    errors: list[FileError] = field(default_factory=list)

    def complain(self, line: int, column: Column | str, problem: str, **params: object) -> None:
        label = self.headers.get(column, column) if isinstance(column, Column) else column
        self.errors.append(FileError(line, str(label), say(self.locale, problem, params)))


def read_people(content: bytes, locale: Locale) -> PeopleFile:
    """Never raises; with `errors` the rows are those without an error of their own."""
    file = PeopleFile(locale)
    text = _text(content, file)
    if text is None:
        return file
    records = _records(text, file)
    columns = _header(next(records, (1, [])), file)
    if not file.errors:
        _Rows(file, columns).read(records)
        if not file.rows and not file.errors:
            file.complain(1, "", "empty")
    return file


def _text(content: bytes, file: PeopleFile) -> str | None:
    """Where neither encoding reads all of it, what is no text is `STRAY` in it."""
    if len(content) > MAX_BYTES:
        file.complain(1, "", "too_big", limit="50 MB")
        return None
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        file.complain(1, "", "utf16")
        return None
    text = content.removeprefix(codecs.BOM_UTF8)
    decoded = text.decode("utf-8", "surrogateescape")
    stray = STRAY.search(decoded)
    # Read beyond ASCII before the first stray byte: this encoding is meant, and what follows was spoilt.
    if stray and text is content and decoded[: stray.start()].isascii():
        decoded = text.decode("cp932", "surrogateescape").translate(_NO_CP932)
    return decoded


class _RowTooLong(Exception):
    pass


class _Lines:
    """The file's lines for `csv`; ends a record that grows too long: so a forgotten quotation mark looks."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.number = 0
        self._size = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number += 1
        self._size += len(line.encode("utf-8", "surrogateescape"))
        if self._size > MAX_ROW:
            raise _RowTooLong
        return line

    def new_record(self) -> int:
        """The number of the line it begins on."""
        self._size = 0
        return self.number + 1


def _records(text: str, file: PeopleFile) -> Iterator[tuple[int, list[str]]]:
    """Every record that is not blank, with the line it begins on; broken ones become errors."""
    lines = _Lines(text)
    reader = csv.reader(lines, strict=True)
    while True:
        begin = lines.new_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _RowTooLong:
            file.complain(begin, "", "row_too_long", limit="64 kB")
        except csv.Error:
            file.complain(begin, "", "broken_quotes")
        else:
            if any(cell.strip() for cell in cells):
                yield begin, cells


def _header(record: tuple[int, list[str]], file: PeopleFile) -> dict[Column, int]:
    """Where each column stands."""
    line, cells = record
    if stray := STRAY.search("".join(cells)):
        file.complain(line, "", "not_text", byte=byte_of(stray))
        return {}
    if separator := _other_separator(cells):
        file.complain(line, "", f"separated_by_{separator}")
        return {}
    columns: dict[Column, int] = {}
    for index, cell in enumerate(cells):
        label = CONTROL.sub(" ", cell).strip()
        column = rules.column_of(rules.fused(label))
        if column is None:
            if label:
                file.complain(line, label[: rules.MAX_TEXT], "unknown_column", key=label)
        elif column in columns:
            file.complain(line, label, "double_column", key=label)
        else:
            columns[column] = index
            file.headers[column] = label
    for column in rules.REQUIRED:
        if column not in columns:
            file.complain(line, column, "no_required_column", key=column)
    if Column.MANAGED_UNITS in columns and Column.ROLE not in columns:
        file.complain(line, Column.MANAGED_UNITS, "needs_role")
    return columns


def _other_separator(cells: Sequence[str]) -> str:
    """What stands between the headers instead of a comma, where that is so: `semicolon`, `tab` or empty."""
    for separator, name in ((";", "semicolon"), ("\t", "tab")):
        if sum(rules.column_of(part) is not None for cell in cells for part in cell.split(separator)) > len(cells):
            return name
    return ""


class _Rows:
    """Reads row after row and remembers what may stand in the file only once."""

    def __init__(self, file: PeopleFile, columns: dict[Column, int]) -> None:
        self._file = file
        self._columns = columns
        self._width = max(columns.values()) + 1
        self._lines_of: dict[tuple[Column, str], int] = {}

    def read(self, records: Iterator[tuple[int, list[str]]]) -> None:
        for line, cells in records:
            known = len(self._file.errors)
            row = self._row(line, cells)
            if row is not None:
                rows = self._file.rows if len(self._file.errors) == known else self._file.faulty
                rows.append(row)
            if len(self._file.errors) >= MAX_ERRORS:
                self._file.complain(line, "", "too_many_errors", limit=f"{MAX_ERRORS:,}")
                return
        self._file.is_whole = True

    def _row(self, line: int, cells: Sequence[str]) -> PersonRow | None:
        if any(cell.strip() for cell in cells[self._width :]):
            self._file.complain(line, "", "too_many_cells", found=len(cells), expected=self._width)
            return None
        # A short row is no fault: Excel leaves out the commas of empty values at the end.
        values = {column: cells[i] for column, i in self._columns.items() if i < len(cells)}
        cell = Cells(values, partial(self._file.complain, line))
        mails = cell.values(Column.EMERGENCY_EMAILS)
        row = PersonRow(
            line=line,
            employee_no=rules.plain(cell.text(Column.EMPLOYEE_NO)),
            name=cell.text(Column.NAME),
            kana=cell.text(Column.KANA),
            units=cell.paths(Column.UNITS),
            site=cell.text(Column.SITE),
            locale=cell.locale(),
            email=cell.email(),
            emergency_emails=None if not mails else () if mails == (rules.NO_MAIL,) else mails,
            phones=cell.values(Column.PHONES),
            slack_ids=cell.values(Column.SLACK_ID),
            line_ids=cell.values(Column.LINE_ID),
            role=(role := cell.role()),
            managed_units=self._managed_units(line, cell, role),
            active=cell.active(),
        )
        self._only_once(row)
        return row

    def _managed_units(self, line: int, cell: Cells, role: Role) -> tuple[str, ...]:
        known = len(self._file.errors)
        paths = cell.paths(Column.MANAGED_UNITS)
        if len(self._file.errors) > known:
            # Paths that could not be read are not missing as well.
            return paths
        if paths and role is not Role.UNIT_MANAGER:
            self._file.complain(line, Column.MANAGED_UNITS, "manages_without_role")
        if not paths and role is Role.UNIT_MANAGER and Column.MANAGED_UNITS in self._columns:
            self._file.complain(line, Column.MANAGED_UNITS, "manager_without_units")
        return paths

    def _only_once(self, row: PersonRow) -> None:
        once = [(Column.EMPLOYEE_NO, row.employee_no)] if row.employee_no else []
        once += [(Column.SLACK_ID, account) for account in row.slack_ids]
        once += [(Column.LINE_ID, account) for account in row.line_ids]
        for column, value in once:
            first = self._lines_of.setdefault((column, value), row.line)
            if first != row.line:
                problem = "double_employee_no" if column is Column.EMPLOYEE_NO else "double_account"
                self._file.complain(row.line, column, problem, value=value, first=first)
