"""The people file: bytes of a CSV in, checked rows and every error out.

Columns stand in `bot.people_columns`. A column that is not in the header says nothing about anybody; an empty field in
a column that is there says: none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from bot import people_columns as rules
from bot.csv_reading import MAX_BYTES, MAX_ERRORS, CsvFile, FileError, open_csv, read_rows
from bot.people_cells import Cells, Given, GivenCells
from bot.people_columns import Column
from bot.people_file_words import Words
from bot.people_given_words import OF_GIVEN
from bot.vocabulary import Locale, Role

__all__ = [
    "MAX_BYTES",
    "MAX_ERRORS",
    "FileError",
    "PeopleFile",
    "PeopleGiven",
    "PersonRow",
    "people_given",
    "read_people",
]


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


class PeopleFile(CsvFile[Column, PersonRow]):
    """See `bot.csv_reading`."""


def read_people(content: bytes, locale: Locale) -> PeopleFile:
    """Never raises; with `errors` the rows are those without an error of their own."""
    file = PeopleFile(locale)
    columns, records = open_csv(content, file, rules.column_of, rules.REQUIRED)
    if Column.MANAGED_UNITS in columns and Column.ROLE not in columns:
        file.complain(1, Column.MANAGED_UNITS, "needs_role")
    if not file.errors:
        read_rows(file, columns, records, _Rows(file, columns).row)
        if not file.rows and not file.errors:
            file.complain(1, "", "empty")
    return file


class PeopleGiven(PeopleFile):
    """What another system says of people: rows in the place of lines, lists in the place of semicolons."""

    more_words: ClassVar[Words] = OF_GIVEN


def people_given(entries: Sequence[Given], locale: Locale) -> PeopleGiven:
    """As `read_people`. A person's `line` is their place, from 1; what an entry does not name it says nothing about."""
    people = PeopleGiven(locale)
    rows = _Rows(people, {})
    for line, entry in enumerate(entries, start=1):
        known = len(people.errors)
        row = rows.of(line, GivenCells(entry, partial(people.complain, line)))
        (people.rows if len(people.errors) == known else people.faulty).append(row)
    people.is_whole = True
    return people


class _Rows:
    """Reads row after row and remembers what may stand in the file only once."""

    def __init__(self, file: PeopleFile, columns: Mapping[Column, int]) -> None:
        self._file = file
        self._columns = columns
        self._lines_of: dict[tuple[Column, str], int] = {}

    def row(self, line: int, values: Mapping[Column, str]) -> PersonRow:
        return self.of(line, Cells(values, partial(self._file.complain, line)))

    def of(self, line: int, cell: Cells) -> PersonRow:
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
