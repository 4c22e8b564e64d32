"""A CSV as companies have it: bytes in, records and every fault of the file out. What the columns are says the caller.

UTF-8 with or without BOM, or CP932, as Excel saves it.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from bot.people_columns import MAX_TEXT, fused
from bot.people_file_words import Words, say
from bot.vocabulary import Locale

MAX_BYTES = 50 * 1024 * 1024
MAX_ROW = 64 * 1024
#: Then reading stops: the list is for a person to work through.
MAX_ERRORS = 1_000
#: What no field may hold: C0 and C1 controls, Unicode's own line separators, and what turns the direction of whatever
#: stands behind it, a status for example.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
#: A byte that is no text (`surrogateescape`).
STRAY = re.compile("[\udc80-\udcff]")
#: What Python makes of bytes that CP932 knows no character for.
_NO_CP932 = {0x80: "\udc80", 0xF8F0: "\udca0", 0xF8F1: "\udcfd", 0xF8F2: "\udcfe", 0xF8F3: "\udcff"}

Column = TypeVar("Column", bound=StrEnum)
Row = TypeVar("Row")
Records = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class FileError:
    """`line` counts the header as 1; `column` is the header's name in the file, or empty for the whole line.

    `code`: what is wrong, for programs.
    """

    line: int
    column: str
    message: str
    code: str = field(default="", compare=False)


@dataclass(slots=True)
class CsvFile(Generic[Column, Row]):
    """`headers`: each column of the file with its name there. `faulty`: rows with errors, as far as they can be read.

    `ignores_others`: columns of other names are nobody's fault; public files have many.

    `is_whole`: read to its end, so that whatever the rows do not say the file does not say.
    """

    locale: Locale
    headers: dict[Column, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    faulty: list[Row] = field(default_factory=list)
    ignores_others: bool = False
    is_whole: bool = False
    errors: list[FileError] = field(default_factory=list)
    #: Problems only this kind of file has.
    more_words: ClassVar[Words] = {}

    def complain(self, line: int, column: Column | str, problem: str, **params: object) -> None:
        labels: Mapping[Any, str] = self.headers
        self.errors.append(
            FileError(
                line, str(labels.get(column, column)), say(self.locale, problem, params, self.more_words), problem
            )
        )


def open_csv(
    content: bytes,
    file: CsvFile[Column, Row],
    column_of: Callable[[str], Column | None],
    required: Sequence[Column],
) -> tuple[Mapping[Column, int], Records]:
    """Where each column stands, and what stands below the header. What is wrong with either is complained about."""
    text = _text(content, file)
    if text is None:
        return {}, iter(())
    records = _records(text, file)
    return _header(next(records, (1, [])), file, column_of, required), records


def read_rows(
    file: CsvFile[Column, Row],
    columns: Mapping[Column, int],
    records: Records,
    row_of: Callable[[int, dict[Column, str]], Row],
) -> None:
    """`row_of` is given the line and its cells, and complains itself. Not beyond MAX_ERRORS."""
    width = max(columns.values()) + 1
    for line, cells in records:
        known = len(file.errors)
        if not file.ignores_others and any(cell.strip() for cell in cells[width:]):
            file.complain(line, "", "too_many_cells", found=len(cells), expected=width)
        else:
            # A short row is no fault: Excel leaves out the commas of empty values at the end.
            row = row_of(line, {column: cells[i] for column, i in columns.items() if i < len(cells)})
            (file.rows if len(file.errors) == known else file.faulty).append(row)
        if len(file.errors) >= MAX_ERRORS:
            file.complain(line, "", "too_many_errors", limit=f"{MAX_ERRORS:,}")
            return
    file.is_whole = True


def fault_of(value: str, limit: int) -> tuple[str, dict[str, object]] | None:
    """What no text may be, with the parameters of the words for it; None: it is good."""
    if stray := STRAY.search(value):
        return "not_text", {"byte": _byte_of(stray)}
    if CONTROL.search(value):
        return "control_character", {}
    return ("too_long", {"limit": limit}) if len(value) > limit else None


def _byte_of(stray: re.Match[str]) -> str:
    """In hexadecimal."""
    return f"{ord(stray.group()) & 0xFF:02X}"


def _text(content: bytes, file: CsvFile[Column, Row]) -> str | None:
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


def _records(text: str, file: CsvFile[Column, Row]) -> Records:
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


def _header(
    record: tuple[int, list[str]],
    file: CsvFile[Column, Row],
    column_of: Callable[[str], Column | None],
    required: Sequence[Column],
) -> Mapping[Column, int]:
    line, cells = record
    if stray := STRAY.search("".join(cells)):
        file.complain(line, "", "not_text", byte=_byte_of(stray))
        return {}
    if separator := _other_separator(cells, column_of):
        file.complain(line, "", f"separated_by_{separator}")
        return {}
    columns: dict[Column, int] = {}
    for index, cell in enumerate(cells):
        label = CONTROL.sub(" ", cell).strip()
        column = column_of(fused(label))
        if column is None:
            if label and not file.ignores_others:
                file.complain(line, label[:MAX_TEXT], "unknown_column", key=label)
        elif column in columns:
            if not file.ignores_others:
                file.complain(line, label, "double_column", key=label)
        else:
            columns[column] = index
            file.headers[column] = label
    for column in required:
        if column not in columns:
            file.complain(line, column, "no_required_column", key=column)
    return columns


def _other_separator(cells: Sequence[str], column_of: Callable[[str], Column | None]) -> str:
    """What stands between the headers instead of a comma, where that is so: `semicolon`, `tab` or empty."""
    for separator, name in ((";", "semicolon"), ("\t", "tab")):
        if sum(column_of(part) is not None for cell in cells for part in cell.split(separator)) > len(cells):
            return name
    return ""
