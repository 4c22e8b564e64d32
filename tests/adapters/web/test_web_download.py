"""Lists to take away: CSV and Excel, harmless, in the company's time, flat in memory."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from adapters.web.download import Cell, Table, download
from bot.vocabulary import Locale
from tests.support.workbook import Workbook, moment

TOKYO = ZoneInfo("Asia/Tokyo")
COLUMNS = ("employee_no", "name", "tries", "created_at")
MORNING = datetime(2026, 11, 19, 20, 30, 15, 999, tzinfo=UTC)
EVIL = ("=HYPERLINK(1)", "+81", "<r>&</r>", "a\x01b", "_x0041_", "\ufffe", "x" * 40_000)


@pytest.fixture(autouse=True)
def web() -> Iterator[None]:
    with Flask(__name__).test_request_context():
        yield


def table(*rows: tuple[Cell, ...]) -> Table:
    return Table("送信の一覧-1", COLUMNS, rows)


def taken(ending: str, given: Table) -> bytes:
    with download(given, ending, Locale.JA, TOKYO) as response:
        return response.get_data()


def test_excel_has_texts_as_texts_and_moments_as_dates_of_the_company() -> None:
    book = Workbook(taken("xlsx", table(("00012", "山田 太郎", 3, MORNING), ("2", "", 0, None))))
    head, first, second = book.rows()
    assert head == ["社員番号", "氏名", "試行", "作成"]
    assert first[:3] == ["00012", "山田 太郎", 3.0]
    assert moment(first[3]) == datetime(2026, 11, 20, 5, 30, 15)  # noqa: DTZ001
    assert 'formatCode="yyyy-mm-dd hh:mm:ss"' in book.parts["xl/styles.xml"]
    assert second == ["2", "", 0.0]
    assert book.is_frozen()
    assert book.names() == ["送信の一覧-1"]
    assert "<cols>" in book.parts["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize("evil", EVIL, ids=repr)
def test_whatever_a_name_holds_does_no_harm(evil: str) -> None:
    """Formulas and marks of the sheet's own language stay what somebody typed."""
    shown = Workbook(taken("xlsx", table(("1", evil, 0, MORNING)))).rows()[1][1]
    assert isinstance(shown, str)
    assert shown.rstrip() == evil[:32_767].replace("\x01", "_x0001_").replace("_x0041_", "_x005F_x0041_").replace(
        "\ufffe", "_xFFFE_"
    )
    [_, row] = csv.reader(io.StringIO(taken("csv", table(("1", evil, 0, MORNING))).decode("utf-8-sig")))
    assert row[1] == (f"'{evil}" if evil[0] in "=+" else evil)
    assert row[2:] == ["0", "2026-11-20 05:30:15"]


def test_the_name_of_the_file_is_in_the_readers_language() -> None:
    for ending in ("csv", "xlsx"):
        with download(Table("社員一覧", COLUMNS, []), ending, Locale.JA, TOKYO) as response:
            assert len(response.get_data()) == response.content_length
            assert "filename*=UTF-8''%E7%A4%BE%E5%93%A1" in response.headers["Content-Disposition"]
            assert response.headers["Cache-Control"] == "no-store"


def test_what_one_sheet_does_not_hold_goes_on_the_next() -> None:
    long = Table("a[b]", COLUMNS, [(str(number), "", 0, None) for number in range(4)], sheet_rows=2)
    book = Workbook(taken("xlsx", long))
    assert [name.split() for name in book.names()] == [["a", "b"], ["a", "b", "2"]]
    assert [row[0] for row in book.rows(2)] == ["社員番号", "2", "3"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_memory_stays_flat_however_long_the_list_is(ending: str) -> None:
    def peak(length: int) -> int:
        rows = ((f"E{number}", "山田 太郎", 1, MORNING) for number in range(length))
        tracemalloc.start()
        with download(Table("x", COLUMNS, rows), ending, Locale.JA, TOKYO) as response:
            assert sum(map(len, response.iter_encoded())) == response.content_length
        [_, most] = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    # What is kept in memory before the disk is used comes on top; a list held whole would take five megabytes.
    assert peak(6_000) < peak(500) + 1_500_000
