"""The contacts file: bytes of a CSV in, checked rows and every error out; and how rows are written again.

One row a contact, several rows a person. A column that is not in the header says nothing about any contact.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from bot import contacts_columns as rules
from bot import people_columns
from bot.contacts_columns import ContactColumn
from bot.contacts_file_words import CONTACT_WORDS
from bot.csv_reading import CsvFile, fault_of, open_csv, read_rows
from bot.people_cells import EMPLOYEE_NO_AT_MOST
from bot.people_file_words import Words
from bot.vocabulary import ChannelKind, Locale

_BYTE_ORDER_MARK = "\ufeff"
_LIMITS = {ContactColumn.EMPLOYEE_NO: EMPLOYEE_NO_AT_MOST, ContactColumn.LABEL: rules.LABEL_AT_MOST}
_MAX_FIELD = 300


@dataclass(frozen=True, slots=True)
class ContactRow:
    """What is None the file does not say: it stays as it is."""

    line: int
    employee_no: str
    channel: ChannelKind
    address: str
    label: str | None = None
    #: The place among the person's contacts, from 1.
    order: int | None = None
    plain: bool | None = None


class ContactsFile(CsvFile[ContactColumn, ContactRow]):
    """See `bot.csv_reading`."""

    more_words: ClassVar[Words] = CONTACT_WORDS


def comparable(channel: str, address: str) -> str:
    """Mail addresses that differ in upper and lower case only are one."""
    return address.casefold() if channel == ChannelKind.MAIL else address


def read_contacts(content: bytes, locale: Locale) -> ContactsFile:
    """Never raises; with `errors` the rows are those without an error of their own."""
    file = ContactsFile(locale)
    columns, records = open_csv(content, file, rules.column_of, rules.REQUIRED)
    if not file.errors:
        read_rows(file, columns, records, _Rows(file).row)
        if not file.rows and not file.errors:
            file.complain(1, "", "empty")
    return file


def write_contacts(rows: Iterable[ContactRow], locale: Locale) -> Iterator[bytes]:
    """The file in pieces, UTF-8 with BOM, formulas defused; read again it says the same."""
    yield _written([rules.header(locale)], before=_BYTE_ORDER_MARK)
    for row in rows:
        channel = rules.channel_word(row.channel, locale)
        order = "" if row.order is None else str(row.order)
        yield _written([[row.employee_no, channel, row.address, row.label or "", order, "1" if row.plain else ""]])


def example(locale: Locale) -> bytes:
    """A file to fill in."""
    words = ("work", "mobile") if locale is Locale.EN else ("会社", "携帯")
    mail = ContactRow(0, "1001", ChannelKind.MAIL, "hanako@example.jp", words[0], 1, False)
    phone = ContactRow(0, "1001", ChannelKind.PHONE, "090-0000-0000", words[1], 2)
    return b"".join(write_contacts([mail, phone], locale))


def _written(rows: list[list[str]], before: str = "") -> bytes:
    text = io.StringIO(newline="")
    text.write(before)
    csv.writer(text).writerows([people_columns.defused(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


class _Rows:
    """Reads row after row and remembers what may stand in the file only once."""

    def __init__(self, file: ContactsFile) -> None:
        self._file = file
        self._lines_of: dict[tuple[str, ...], int] = {}

    def row(self, line: int, cells: dict[ContactColumn, str]) -> ContactRow:
        """What is wrong is complained about and read as empty."""
        number = people_columns.plain(self._text(line, cells, ContactColumn.EMPLOYEE_NO))
        channel = self._channel(line, cells)
        address = self._address(line, cells, channel)
        row = ContactRow(
            line=line,
            employee_no=number,
            channel=channel or ChannelKind.MAIL,
            address=address,
            label=self._text(line, cells, ContactColumn.LABEL) if ContactColumn.LABEL in self._file.headers else None,
            order=self._order(line, cells),
            plain=self._plain(line, cells, channel),
        )
        if number and channel and address:
            self._only_once(line, (number, channel, comparable(channel, address)), "double_contact")
        if number and row.order is not None:
            self._only_once(line, (number, str(row.order)), "double_order")
        return row

    def _text(self, line: int, cells: dict[ContactColumn, str], column: ContactColumn) -> str:
        value = people_columns.fused(cells.get(column, "").strip())
        if not value and column in rules.REQUIRED:
            self._file.complain(line, column, "missing")
        elif (fault := fault_of(value, _LIMITS.get(column, _MAX_FIELD))) is not None:
            self._file.complain(line, column, fault[0], **fault[1])
        else:
            return value
        return ""

    def _channel(self, line: int, cells: dict[ContactColumn, str]) -> ChannelKind | None:
        value = self._text(line, cells, ContactColumn.CHANNEL)
        channel = rules.channel_of(value)
        if value and channel is None:
            self._file.complain(line, ContactColumn.CHANNEL, "bad_channel", value=value)
        return channel

    def _address(self, line: int, cells: dict[ContactColumn, str], channel: ChannelKind | None) -> str:
        value = self._text(line, cells, ContactColumn.ADDRESS)
        if not value or channel is None:
            return ""
        rule = rules.ADDRESS_RULES[channel]
        address = rule.read(value)
        if rule.is_good(address):
            return address
        self._file.complain(line, ContactColumn.ADDRESS, rule.problem, value=value)
        return ""

    def _order(self, line: int, cells: dict[ContactColumn, str]) -> int | None:
        value = self._text(line, cells, ContactColumn.ORDER)
        order = rules.order_of(value)
        if value and order is None:
            self._file.complain(line, ContactColumn.ORDER, "bad_order", value=value, limit=rules.ORDER_AT_MOST)
        return order

    def _plain(self, line: int, cells: dict[ContactColumn, str], channel: ChannelKind | None) -> bool | None:
        if ContactColumn.PLAIN not in self._file.headers:
            return None
        value = self._text(line, cells, ContactColumn.PLAIN)
        plain = rules.plain_of(value)
        if plain is None:
            self._file.complain(line, ContactColumn.PLAIN, "bad_plain", value=value)
        elif plain and channel not in (None, ChannelKind.MAIL):
            self._file.complain(line, ContactColumn.PLAIN, "plain_only_mail")
        return plain

    def _only_once(self, line: int, key: tuple[str, ...], problem: str) -> None:
        first = self._lines_of.setdefault(key, line)
        if first != line:
            column = ContactColumn.ADDRESS if problem == "double_contact" else ContactColumn.ORDER
            self._file.complain(line, column, problem, first=first)
