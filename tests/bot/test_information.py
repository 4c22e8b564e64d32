"""Emergency contacts, links and routes."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.help_text import help_text
from bot.information import InfoFacts, InfoLine, information, walking_route_url
from bot.vocabulary import Locale
from tests.support.speeches import PAGE_URL

CONTACT = InfoLine("災害対策本部", "03-0000-0001", "24時間")
LINK = InfoLine("ハザードマップ", "https://example.jp/map")
ROUTE = InfoLine("本社から中央公園", walking_route_url((35.681236, 139.767125), None))


def facts(contacts: int = 1, links: int = 1, routes: int = 1) -> InfoFacts:
    return InfoFacts(Locale.JA, "青葉製作所", (CONTACT,) * contacts, (LINK,) * links, (ROUTE,) * routes, PAGE_URL)


def test_public_and_company_numbers_can_be_tapped_and_read() -> None:
    speech = information(facts())
    urls = [link.url for link in speech.links]
    assert urls == ["tel:119", "tel:110", "tel:118", "tel:0300000001", ROUTE.target, LINK.target, PAGE_URL]
    assert "会社の緊急連絡先\n・災害対策本部 03-0000-0001（24時間）" in speech.paragraphs


def test_of_many_the_first_few_are_shown_and_the_page_has_the_rest() -> None:
    speech = information(facts(30, 30, 30))
    assert len(speech.links) == 3 + 3 * 4 + 1
    assert speech.links[-1].url == PAGE_URL
    assert "ほかは「すべて見る」にあります。" in speech.paragraphs


def test_beside_routes_stands_that_the_map_does_not_know_closed_roads() -> None:
    assert "地図は通行止め" in information(facts()).small_print[0]
    assert information(facts(routes=0)).small_print == ()


@pytest.mark.parametrize("locale", Locale)
def test_an_empty_company_page_still_gives_the_public_numbers(locale: Locale) -> None:
    speech = information(InfoFacts(locale, "", (), (), (), ""))
    assert [link.url for link in speech.links] == ["tel:119", "tel:110", "tel:118"]
    assert len(speech.paragraphs) == 1


def test_a_route_is_walked_from_its_start_or_from_where_one_stands() -> None:
    asked = parse_qs(urlsplit(walking_route_url((35.681236, 139.767125), (35.0, 139.5))).query)
    assert asked == {
        "api": ["1"],
        "origin": ["35.000000,139.500000"],
        "destination": ["35.681236,139.767125"],
        "travelmode": ["walking"],
    }
    assert "origin" not in parse_qs(urlsplit(walking_route_url((35.681236, 139.767125), None)).query)
    assert walking_route_url((35.0, 139.5), None).startswith(
        "https://www.google.com/maps/dir/?api=1&destination=35.000000%2C139.500000"
    )


@pytest.mark.parametrize("locale", Locale)
def test_the_help_text_names_every_command_and_the_way_out_of_danger_first(locale: Locale) -> None:
    speech = help_text(locale, for_managers=True)
    words = "\n".join(speech.paragraphs)
    assert "119" in speech.paragraphs[0]
    for verb in ("start", "status", "remind", "close", "me", "mark", "take", "done", "info", "link"):
        assert f"/safety {verb}" in words


def test_a_word_not_understood_is_said_back_short() -> None:
    assert help_text(Locale.JA, "ほげ").paragraphs[0].startswith("「ほげ」は分かりませんでした")
    assert len(help_text(Locale.JA, "ほ" * 500).paragraphs[0]) < 100
