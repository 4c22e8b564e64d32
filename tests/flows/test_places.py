"""Places to flee to are found around a site and by municipality, for the hazard at hand alone."""

from __future__ import annotations

from sqlalchemy import insert

from bot.places_file import PublicPlace, read_places
from bot.vocabulary import Hazard, Locale
from flows.places import by_municipality, import_places, places_named, places_near
from flows.work import Begin, Lane, Operator, System
from storage.models import sites

HEADER = "施設・場所名,住所,洪水,地震,津波,緯度,経度\n"
TOKYO = HEADER + "".join(
    f"公園{number},東京都千代田区{number}丁目,{'1' if number % 2 else ''},1,,{35.68 + number / 100},139.76\n"
    for number in range(30)
)
OSAKA = HEADER + "扇町公園,大阪府大阪市北区扇町,1,,1,34.70451,135.51172\n100%の丘,大阪府大阪市北区1,1,,,34.8,135.5\n"


def imported(begin: Begin, text: str) -> tuple[int, int, int]:
    with begin(Operator(), Lane.FANOUT) as work:
        done = import_places(work, read_places(text.encode(), Locale.JA).places)
    return done.places, done.replaced, done.cities


def test_a_list_replaces_what_is_known_of_its_municipalities(begin: Begin) -> None:
    assert imported(begin, TOKYO) == (30, 0, 1)
    assert imported(begin, OSAKA) == (2, 0, 1)
    assert imported(begin, HEADER + "日比谷公園,東京都千代田区日比谷公園1,,1,,35.67,139.75\n") == (1, 30, 1)
    with begin(Operator(), Lane.READ) as work:
        assert [one.place.name for one in places_named(work, "大阪市", Hazard.TSUNAMI)] == ["扇町公園"]
        assert [one.place.name for one in places_named(work, "公園", None)] == ["扇町公園", "日比谷公園"]
        assert [one.place.name for one in places_named(work, "0%", None)] == ["100%の丘"]
        assert places_named(work, " ", None) == ()


def test_a_long_list_comes_in_parts_that_hold_whole_municipalities() -> None:
    found = [PublicPlace("公園", "", f"第{number % 3}市", 35, 139, ()) for number in range(12_000)]
    assert [len(part) for part in by_municipality(found)] == [8_000, 4_000]
    assert list(by_municipality([])) == []


def test_the_nearest_to_a_site_come_first_and_only_those_for_the_hazard(begin: Begin) -> None:
    imported(begin, TOKYO)
    with begin(System("test"), Lane.FANOUT) as work:
        rows: list[dict[str, object]] = [
            {"name": "本社", "lat": 35.681, "lon": 139.76},
            {"name": "どこか", "lat": None, "lon": None},
        ]
        here, nowhere = (work.connection.execute(insert(sites).returning(sites.c.id), rows)).scalars()
    with begin(Operator(), Lane.READ) as work:
        near = places_near(work, here, Hazard.EARTHQUAKE)
        assert [one.place.name for one in near[:3]] == ["公園0", "公園1", "公園2"]
        assert 100 < (near[0].metres or 0) < 120
        assert len(near) == 20
        for_flood = places_near(work, here, Hazard.FLOOD)
        assert [one.place.name for one in for_flood] == [f"公園{number}" for number in range(1, 30, 2)]
        assert places_near(work, here, Hazard.TSUNAMI) == ()
        assert places_near(work, nowhere, Hazard.EARTHQUAKE) == ()
