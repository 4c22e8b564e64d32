"""What users typed is made safe to show, and cut without breaking a letter."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plain import clean, length, one_line, pack, shorten

FAMILY = "👨‍👩‍👧"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  地震です \r\n\r\n\r\n\r\n無事 ", "地震です\n\n無事"),
        ("a\u0000b\u001b[31mc\u007fd", "ab[31mcd"),
        ("\u202eevil\u202c \u2066x\u2069\u200f\u061c", "evil x"),
        ("\ufeffzero\u200bwidth\u2060", "zerowidth"),
        ("half\ud800a pair", "halfa pair"),
        ("one\u2028two\u2029three\vfour", "one\ntwo\nthree\nfour"),
        (f"{FAMILY} {ENGLAND} 👍🏽 ❤️", f"{FAMILY} {ENGLAND} 👍🏽 ❤️"),
        ("می‌خواهم", "می‌خواهم"),
        ("\u0000\u202e\u200b", ""),
    ],
)
def test_what_is_not_to_be_seen_is_taken_out(typed: str, kept: str) -> None:
    assert clean(typed, 1000) == kept


def test_a_title_stands_on_one_line() -> None:
    assert one_line("東京で\n地震\t 震度6強", 80) == "東京で 地震 震度6強"


@pytest.mark.parametrize(
    ("text", "at_most", "kept"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("地震😀😀", 5, "地震😀…"),
        (f"a{FAMILY}b", 6, "a…"),
        ("x👍🏽yz", 5, "x…"),
        ("cafe\u0301s!", 5, "caf…"),
        ("ab cdef", 4, "ab…"),
        ("abc", 1, "…"),
    ],
)
def test_a_cut_never_goes_through_a_letter(text: str, at_most: int, kept: str) -> None:
    assert shorten(text, at_most) == kept


@given(st.text(max_size=300), st.integers(1, 120))
def test_whatever_comes_out_is_short_and_can_be_sent(text: str, at_most: int) -> None:
    for kept in (clean(text, at_most), one_line(text, at_most)):
        assert length(kept) <= at_most
        assert kept.encode("utf-8").decode() == kept
        assert not any(unicodedata.bidirectional(char) in ("RLO", "LRO", "RLI", "LRI", "FSI", "PDF") for char in kept)
        assert not any(ord(char) < 32 and char != "\n" for char in kept)
    assert "\n" not in one_line(text, at_most)


@given(st.text(max_size=100))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text, 500), 500) == clean(text, 500)


def test_lines_are_packed_into_paragraphs_and_the_rest_is_counted() -> None:
    packed, left = pack(["aaaa", "bbbb", "cccc", "dddd", "eeee"], at_most=9, paragraphs=2)
    assert packed == ("aaaa\nbbbb", "cccc\ndddd")
    assert left == 1


def test_a_line_longer_than_a_paragraph_is_cut() -> None:
    assert pack(["a" * 20], at_most=9) == (("aaaaaaaa…",), 0)


def test_of_megabytes_only_the_beginning_is_read() -> None:
    assert clean("\u0000" * 1_000_000 + "x", 10) == ""
    assert clean("a" * 1_000_000, 10) == "aaaaaaaaa…"
