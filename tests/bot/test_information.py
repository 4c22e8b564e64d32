"""Emergency contacts, links and routes."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.company import Place, Route
from bot.help_text import help_text
from bot.information import InfoFacts, InfoLine, information
from bot.maps import fault_of, from_here, way_url
from bot.vocabulary import Locale, MapService
from tests.support.speeches import PAGE_URL

CONTACT = InfoLine("災害対策本部", "03-0000-0001", "24時間")
LINK = InfoLine("ハザードマップ", "https://example.jp/map")
ROUTE = InfoLine("本社から中央公園", way_url(MapService.GOOGLE, Place("公園", 35.681236, 139.767125), None))


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


HERE, PARK = Place("玄関", 35.0, 139.5), Place("公園", 35.681236, 139.767125)
GATE = Place("千代田区役所 1階", address="東京都千代田区九段南1-2-1")


def test_a_route_is_walked_from_its_start_or_from_where_one_stands() -> None:
    asked = parse_qs(urlsplit(way_url(MapService.GOOGLE, PARK, HERE)).query)
    assert asked == {
        "api": ["1"],
        "origin": ["35.000000,139.500000"],
        "destination": ["35.681236,139.767125"],
        "travelmode": ["walking"],
    }
    assert "origin" not in parse_qs(urlsplit(way_url(MapService.GOOGLE, PARK, None)).query)
    assert way_url(MapService.GOOGLE, HERE, None).startswith(
        "https://www.google.com/maps/dir/?api=1&destination=35.000000%2C139.500000"
    )


@pytest.mark.parametrize(
    ("service", "start", "url"),
    [
        (MapService.APPLE, None, "https://maps.apple.com/?daddr=35.681236%2C139.767125&dirflg=w"),
        (
            MapService.OSM,
            HERE,
            "https://www.openstreetmap.org/directions?engine=fossgis_osrm_foot"
            "&route=35.000000,139.500000;35.681236,139.767125",
        ),
        (MapService.GSI, None, "https://maps.gsi.go.jp/#17/35.681236/139.767125/"),
        (
            MapService.YAHOO,
            HERE,
            "https://map.yahoo.co.jp/route/walk?from=%E7%8E%84%E9%96%A2&fromLat=35.000000&fromLon=139.500000"
            "&to=%E5%85%AC%E5%9C%92&toLat=35.681236&toLon=139.767125",
        ),
    ],
)
def test_the_way_opens_in_the_map_of_choice(service: MapService, start: Place | None, url: str) -> None:
    assert way_url(service, PARK, start) == url


def test_an_address_is_looked_up_by_the_maps_that_can() -> None:
    assert "daddr=%E6%9D%B1%E4%BA%AC" in way_url(MapService.APPLE, GATE, None)
    faults = {service: fault_of(service, GATE, HERE) for service in MapService}
    assert {service for service, fault in faults.items() if fault == "map_needs_point"} == {
        MapService.OSM,
        MapService.YAHOO,
        MapService.GSI,
    }
    assert [service for service in MapService if fault_of(service, PARK, None)] == [MapService.OSM, MapService.YAHOO]


@pytest.mark.parametrize("service", MapService)
def test_from_here_names_no_start_so_that_no_position_is_asked_for(service: MapService) -> None:
    chosen, url = from_here(Route("公園へ", PARK, HERE, map=service))
    assert chosen in (MapService.GOOGLE, MapService.APPLE)
    assert "35.000000" not in url
    assert "saddr" not in url


def test_bulletins_come_first_and_only_a_few_of_them() -> None:
    news = tuple(InfoLine(f"11/20 14:0{n} 停電", "", "復旧は18時ごろ") for n in range(5))
    speech = information(replace(facts(), bulletins=news))
    assert speech.paragraphs[0] == "お知らせ\n" + "\n".join(f"・{one.label}（復旧は18時ごろ）" for one in news[:3])
    assert "ほかは「すべて見る」にあります。" in speech.paragraphs


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
