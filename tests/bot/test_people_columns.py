"""What may stand in a people file is harmless in a spreadsheet, and every fault has words."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import csv_reading, people_cells, people_columns, people_file, people_file_words
from bot.people_columns import defused, fused


@pytest.mark.parametrize(
    "value", ["=1+1", "+81 3", "-x", "@SUM(A1)", "\tx", "\rx", "＝1", "'=1", "''-x", " =1", "\u3000'＠x"]
)
def test_what_a_spreadsheet_would_run_is_defused_and_comes_back(value: str) -> None:
    assert defused(value) == "'" + value
    assert fused(defused(value)) == value


@pytest.mark.parametrize("value", ["", "花子", "O'Brien", "'quoted'", "a=b", "1-2"])
def test_what_does_no_harm_stays_as_it_is(value: str) -> None:
    assert defused(value) == value
    assert fused(value) == value


@pytest.mark.parametrize("header", ["緊急連絡先メール", "安否確認用メール", " emergency_emails "])
def test_addresses_for_the_check_have_two_japanese_headers(header: str) -> None:
    assert people_columns.column_of(header) is people_columns.Column.EMERGENCY_EMAILS


@given(st.text(alphabet="'=+-@\t\r ab1＝", max_size=6))
def test_defusing_is_undone_for_any_value(value: str) -> None:
    assert fused(defused(value)) == value
    assert not defused(value).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_every_problem_has_words_in_both_languages() -> None:
    modules = (csv_reading, people_file, people_cells)
    sources = (Path(str(module.__file__)).read_text(encoding="utf-8") for module in modules)
    used = set(re.findall(r"\"(\w+)\"", "".join(re.findall(r"complain\([^)]*\)", "".join(sources)))))
    used |= {f"bad_{column}" for column in people_columns.CHECKS} | {"account_taken"}
    known = used & people_file_words._WORDS.keys()
    assert {"missing", "too_many_cells", "bad_unit", "row_too_long", "unknown_column"} <= known
    for japanese, english in people_file_words._WORDS.values():
        assert not japanese.isascii()
        assert english.isascii()
        placeholders = [
            sorted(name for _, name, _, _ in string.Formatter().parse(text) if name) for text in (japanese, english)
        ]
        assert placeholders[0] == placeholders[1]
