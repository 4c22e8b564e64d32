"""The contacts file is read as people write it, and every fault has words in both languages."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from bot import contacts_columns, contacts_file
from bot.contacts_file import ContactRow, read_contacts, write_contacts
from bot.contacts_file_words import CONTACT_WORDS
from bot.people_file_words import _WORDS
from bot.vocabulary import ChannelKind, Locale
from flows import import_contacts

LINE_ID = "U" + "0af9" * 8
JAPANESE = (
    "社員番号,種別,宛先,名称,順番,テキストのみ\n"
    "００１,メール, hana＠aoba.example ,私用,１,はい\n"
    f"001,電話,０９０ー１２３４ー５６７８,,2,\n001,Slack,U0HANA,,,\n001,LINE,{LINE_ID},,,0\n"
)
EXPECTED = [
    ContactRow(2, "001", ChannelKind.MAIL, "hana@aoba.example", "私用", 1, True),
    ContactRow(3, "001", ChannelKind.PHONE, "090-1234-5678", "", 2, False),
    ContactRow(4, "001", ChannelKind.SLACK, "U0HANA", "", None, False),
    ContactRow(5, "001", ChannelKind.LINE, LINE_ID, "", None, False),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_it_is_read_in_every_encoding_with_japanese_words_and_full_width_letters(encoding: str) -> None:
    file = read_contacts(JAPANESE.encode(encoding), Locale.JA)
    assert (file.errors, file.rows) == ([], EXPECTED)


@pytest.mark.parametrize("locale", Locale)
def test_what_is_written_is_read_again(locale: Locale) -> None:
    tricky = ContactRow(6, "=1", ChannelKind.PHONE, "+81-3", '-"a,b"', 3, False)
    written = b"".join(write_contacts([*EXPECTED, tricky], locale))
    assert "'=1" in written.decode()
    assert read_contacts(written, locale).rows == [*EXPECTED, tricky]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("", "employee_no"),
        ("社員番号;種別;宛先\n", ""),
        ("employee_no,channel,address\n", ""),
        ("employee_no,channel,address,colour\n1,mail,a@x.jp,red\n", "colour"),
        ("employee_no,channel,address\n1,mail,a@x.jp,more\n", ""),
    ],
)
def test_a_file_that_is_none_is_said_to_be_so(text: str, column: str) -> None:
    file = read_contacts(text.encode(), Locale.EN)
    assert not file.rows
    assert column in {error.column for error in file.errors}


def test_every_problem_has_words_that_fill_the_same_places() -> None:
    sources = "".join(Path(str(module.__file__)).read_text("utf-8") for module in (contacts_file, import_contacts))
    used = set(re.findall(r"\"([a-z_]+)\"", sources)) & CONTACT_WORDS.keys()
    used |= {rule.problem for rule in contacts_columns.ADDRESS_RULES.values()}
    assert CONTACT_WORDS.keys() <= used
    assert used <= CONTACT_WORDS.keys() | _WORDS.keys()
    for japanese, english in CONTACT_WORDS.values():
        assert english.isascii()
        assert not japanese.isascii()
        places = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (japanese, english)]
        assert places[0] == places[1]
