"""The fields of one line of the people file, or of one person another system tells of, checked one by one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from bot import people_columns as rules
from bot.csv_reading import fault_of
from bot.people_columns import Column
from bot.vocabulary import Locale, Role

_SEPARATOR = re.compile("[;；]")
EMPLOYEE_NO_AT_MOST = 50
_MAX_LENGTHS = {
    Column.EMPLOYEE_NO: EMPLOYEE_NO_AT_MOST,
    Column.NAME: rules.MAX_TEXT,
    Column.KANA: rules.MAX_TEXT,
    Column.SITE: rules.MAX_TEXT,
}
_MAX_FIELD = 20_000


class Complain(Protocol):
    """Notes an error of this line, by column."""

    def __call__(self, column: Column, problem: str, **params: object) -> None: ...


class Cells:
    """The fields of one line; whatever is wrong is complained about and read as empty."""

    def __init__(self, cells: Mapping[Column, str], complain: Complain) -> None:
        self._cells = cells
        self._complain = complain

    def text(self, column: Column) -> str:
        return self._good_text(column, rules.fused(self._cells.get(column, "").strip()))

    def _parts(self, column: Column) -> Sequence[str]:
        return _SEPARATOR.split(self.text(column))

    def _good_text(self, column: Column, value: str) -> str:
        limit = _MAX_LENGTHS.get(column, _MAX_FIELD)
        if not value and column in rules.REQUIRED:
            self._complain(column, "missing")
        elif (fault := fault_of(value, limit)) is not None:
            self._complain(column, fault[0], **fault[1])
        else:
            return value
        return ""

    def _several(self, column: Column) -> tuple[str, ...]:
        values = tuple(dict.fromkeys(value.strip() for value in self._parts(column) if value.strip()))
        if len(values) > rules.MAX_VALUES:
            self._complain(column, "too_many_values", limit=rules.MAX_VALUES)
            return ()
        return values

    def values(self, column: Column) -> tuple[str, ...]:
        """Each value once; addresses that differ in upper and lower case only are one."""
        several: dict[str, str] = {}
        clean = rules.plain_phone if column is Column.PHONES else rules.plain
        for value in map(clean, self._several(column)):
            several.setdefault(value.casefold() if column is Column.EMERGENCY_EMAILS else value, value)
        values = tuple(several.values())
        if column is Column.EMERGENCY_EMAILS and values == (rules.NO_MAIL,):
            return values
        return tuple(value for value in values if self._is_good(column, value))

    def email(self) -> str:
        value = rules.plain(self.text(Column.EMAIL))
        return value if value and self._is_good(Column.EMAIL, value) else ""

    def _is_good(self, column: Column, value: str) -> bool:
        is_good = rules.CHECKS[column](value)
        if not is_good:
            self._complain(column, f"bad_{column}", value=value)
        return is_good

    def paths(self, column: Column) -> tuple[str, ...]:
        paths = tuple(rules.unit_path(value) for value in self._several(column))
        for path in paths:
            if not rules.is_unit_path(path):
                self._complain(column, "bad_unit", value=path, depth=rules.MAX_UNIT_DEPTH, limit=rules.MAX_TEXT)
        return paths

    def locale(self) -> Locale | None:
        value = self.text(Column.LOCALE)
        if not rules.is_locale(value):
            self._complain(Column.LOCALE, "bad_locale", value=value)
        return rules.locale_of(value)

    def role(self) -> Role:
        value = self.text(Column.ROLE)
        role = rules.role_of(value)
        if role is None:
            self._complain(Column.ROLE, "bad_role", value=value)
        return role or Role.NONE

    def active(self) -> bool:
        value = self.text(Column.ACTIVE)
        active = rules.active_of(value)
        if active is None:
            self._complain(Column.ACTIVE, "bad_active", value=value)
        return active is not False


#: What another system says of a person; lists in the columns that hold several values.
Given = Mapping[Column, str | Sequence[str]]


class GivenCells(Cells):
    """Values as they are meant: a list is a list, and no apostrophe was put before a formula."""

    def __init__(self, given: Given, complain: Complain) -> None:
        super().__init__({}, complain)
        self._given = given

    def text(self, column: Column) -> str:
        value = self._given.get(column, "")
        return self._good_text(column, value.strip()) if isinstance(value, str) else ""

    def _parts(self, column: Column) -> Sequence[str]:
        values = self._given.get(column, ())
        return () if isinstance(values, str) else [self._good_text(column, value.strip()) for value in values]
