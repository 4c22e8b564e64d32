"""A number is dialled as it was meant, or not offered at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.phones import is_public, phone_links, public_numbers, tel_url
from bot.speech import Link
from bot.vocabulary import Locale


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("03-1234-5678", "tel:0312345678"),
        ("０３（１２３４）５６７８", "tel:0312345678"),
        ("090ー1234ー5678", "tel:09012345678"),
        ("+81 3 1234 5678", "tel:+81312345678"),
        ("(03) 1234-5678", "tel:0312345678"),
        ("03-1234-5678 内線 12", "tel:0312345678"),
        ("03-1234-5678 / 090-1111-2222", "tel:0312345678"),
        ("電話 0120-000-000（24時間）", "tel:0120000000"),
        ("03 1234 5678 24時間", "tel:0312345678"),
        ("03-1234-5678 9時から", "tel:0312345678"),
        ("+81-3-1234-5678", "tel:+81312345678"),
        ("03(1234)5678", "tel:0312345678"),
        ("１７１", "tel:171"),
        ("#7119", "tel:%237119"),
        ("総務部へ", ""),
        ("", ""),
    ],
)
def test_the_first_number_is_dialled(written: str, url: str) -> None:
    assert tel_url(written) == url


def test_what_is_no_number_gives_no_link() -> None:
    assert phone_links((("総務部", "直接どうぞ"), ("本社", "171"))) == (Link("本社 171", "tel:171"),)


@pytest.mark.parametrize("locale", Locale)
def test_119_110_and_118_are_always_there(locale: Locale) -> None:
    assert [link.url for link in public_numbers(locale)] == ["tel:119", "tel:110", "tel:118"]


@given(st.text(max_size=60))
def test_any_text_gives_a_plain_tel_address_or_nothing(text: str) -> None:
    url = tel_url(text)
    assert url == "" or url.removeprefix("tel:").removeprefix("+").removeprefix("%23").isdigit()


@pytest.mark.parametrize(
    ("number", "said"), [("119", True), ("１１０", True), ("118", True), ("0119", False), ("", False)]
)
def test_numbers_everybody_is_told_anyway_are_known(number: str, said: bool) -> None:
    assert is_public(number) is said


def test_a_long_name_never_costs_a_digit() -> None:
    (link,) = phone_links((("Aoba Works emergency headquarters, Tokyo", "03-0000-0001"),))
    assert link.label.endswith("… 03-0000-0001")
    assert len(link.label) <= 40
