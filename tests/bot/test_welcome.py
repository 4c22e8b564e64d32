"""Linking a LINE account, in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.speech import Speech
from bot.vocabulary import Locale
from bot.welcome import asks_to_link, line_greeting, link_code, linked, wrong_code


def said(speech: Speech) -> str:
    return "\n".join((speech.heading, *speech.paragraphs, *speech.small_print))


@pytest.mark.parametrize("locale", Locale)
def test_a_stranger_is_told_how_to_link_in_both_languages(locale: Locale) -> None:
    words = said(line_greeting(locale, is_linked=False))
    assert "コード" in words
    assert "linking code" in words


@pytest.mark.parametrize("locale", Locale)
def test_a_stranger_may_have_a_button_to_the_linking_page(locale: Locale) -> None:
    with_page = line_greeting(locale, is_linked=False, link_url="https://anpi.example/line/link")
    assert [link.url for link in with_page.links] == ["https://anpi.example/line/link"]
    assert "ボタン" in said(with_page)
    assert "the button below" in said(with_page)
    without = line_greeting(locale, is_linked=False)
    assert without.links == ()
    assert "ボタン" not in said(without)


@pytest.mark.parametrize("typed", ["連携", "「連携」", " LINE 連携。", "ＬＩＮＫ", "Link", "リンク", "れんけい"])
def test_the_word_for_linking_may_be_typed_as_people_type(typed: str) -> None:
    assert asks_to_link(typed)


@pytest.mark.parametrize("typed", ["", "連携できない、助けて", "linked", "無事です", "Broken link", "連" * 100_000])
def test_what_says_more_is_not_the_word_for_linking(typed: str) -> None:
    assert not asks_to_link(typed)


def test_a_friend_who_comes_back_need_not_link_again() -> None:
    assert "コード" not in said(line_greeting(Locale.JA, is_linked=True))


@pytest.mark.parametrize("locale", Locale)
def test_the_code_is_in_the_letter_but_never_in_its_subject_or_heading(locale: Locale) -> None:
    speech = link_code(locale, "ABCD2345", timedelta(minutes=30), "青葉製作所")
    assert [value for _, value in speech.fields] == ["ABCD2345"]
    assert "ABCD2345" not in speech.subject + said(speech)
    assert "30" in speech.small_print[0]
    assert "青葉製作所" in speech.paragraphs[0]


def test_a_company_without_a_name_can_send_codes_too() -> None:
    assert "「」" not in said(link_code(Locale.JA, "ABCD2345", timedelta(minutes=30), ""))


@pytest.mark.parametrize("locale", Locale)
def test_too_many_tries_says_to_wait(locale: Locale) -> None:
    assert "15" in said(wrong_code(locale, too_many_tries=True))
    assert "15" not in said(wrong_code(locale, too_many_tries=False))


def test_whoever_was_linked_sees_the_name_and_what_to_do_if_it_is_wrong() -> None:
    assert "花子さんの LINE として登録しました。心当たりがない名前のときは" in said(linked(Locale.JA, "花子"))
