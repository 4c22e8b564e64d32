"""Contacts, links and routes are kept on the console's pages and read on the page for the day."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from adapters.web.tokens import Tokens
from bot.places_file import PublicPlace
from bot.vocabulary import Hazard
from flows.edit_sites import SaveSite, save_site
from flows.places import import_places
from flows.work import Begin, Lane, Operator, SignedIn
from storage.models import people
from tests.adapters.web.console import signed_in
from tests.adapters.web.test_web_console_bulletins import HOSTILE, press
from tests.support.clock import MovableClock
from tests.support.company import Company


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["hanako"])


def test_contacts_and_links_come_and_go(hanako: FlaskClient, clock: MovableClock) -> None:
    path = "/console/info/contacts"
    _, shown = press(hanako, path, action="added", name=HOSTILE, target="03-0000-0001", note="夜間")
    assert "足しました" in shown
    assert HOSTILE not in shown
    press(hanako, path, action="presets", preset="171")
    press(hanako, "/console/info/links", action="presets", preset=["jma", "hazard_maps"])
    press(hanako, "/console/info/links", action="page_saved", page="prepare", words="水は3日分")
    page = hanako.get("/info").text
    assert "tel:0300000001" in page
    assert "tel:171" in page
    assert "https://www.jma.go.jp/bosai/" in page
    assert "disaportal" not in page
    prepare = hanako.get("/info/prepare").text
    assert "disaportal" in prepare
    assert "水は3日分" in prepare
    assert HOSTILE not in page
    press(hanako, path, action="removed", entry="1")
    clock.forward(timedelta(seconds=3))
    assert "tel:0300000001" not in hanako.get("/info").text


def test_a_route_is_shown_for_its_hazard_and_opens_where_the_phone_is(hanako: FlaskClient) -> None:
    path = "/console/info/routes"
    place = {"destination": "高台", "destination_at": "35.5, 139.25"}
    press(hanako, path, action="added", name="津波のとき", **place, map="apple", hazard=["tsunami"])
    press(hanako, path, action="added", name="いつでも", **place, start="玄関", start_at="35.0, 139.0", map="osm")
    press(hanako, path, action="added", name="場所を見る", **place, map="gsi", hazard="flood")
    page = hanako.get("/info?hazard=tsunami").text
    assert "津波のとき" in page
    assert "いつでも" in page
    assert "場所を見る" not in page
    urls = re.findall(r'href="(https://[^"]+)"', page)
    assert "https://maps.apple.com/?daddr=35.500000%2C139.250000&amp;dirflg=w" in urls
    assert any("openstreetmap.org" in url for url in urls)
    assert "https://maps.gsi.go.jp/#17/35.500000/139.250000/" in hanako.get("/info").text
    assert "geolocation=()" in hanako.get("/info").headers["Permissions-Policy"]


def test_what_was_typed_is_kept_where_something_is_wrong(hanako: FlaskClient) -> None:
    typed = {
        "name": "公園へ",
        "destination": "公園",
        "destination_at": "東京都千代田区",
        "map": "gsi",
        "hazard": "flood",
    }
    status, shown = press(hanako, "/console/info/routes", action="added", **typed)
    assert status == 400
    assert "住所から探せません" in shown
    assert 'value="東京都千代田区"' in shown
    assert re.search(r'value="flood" checked', shown)
    assert re.search(r'value="gsi" selected', shown)


@pytest.mark.parametrize("query", ["?site=999999999999999999999", "?site=x", "?hazard=x", "?site=%00&hazard=%00"])
def test_an_odd_address_shows_the_whole_page(hanako: FlaskClient, query: str) -> None:
    assert hanako.get(f"/info{query}").status_code == 200


def test_a_way_home_is_kept_only_with_a_tick(browser: FlaskClient, tokens: Tokens, company: Company) -> None:
    taro, path = signed_in(browser, tokens, company.ids["taro"]), "/console/me/way-home"
    assert path in taro.get("/console/me").text
    _, shown = press(taro, path, action="show", destination="調布駅", map="google")
    assert "maps/dir/?api=1&amp;destination=%E8%AA%BF%E5%B8%83%E9%A7%85" in shown
    assert "調布駅" not in taro.get(path).text
    press(taro, path, action="show", destination="調布駅", map="google", keep="yes")
    assert "調布駅" in taro.get(path).text
    press(taro, path, action="forget")
    assert "調布駅" not in taro.get(path).text
    assert press(taro, path, action="show", destination=" ")[0] == 400


def test_the_sheet_of_a_site_holds_what_is_needed_on_paper(hanako: FlaskClient, begin: Begin, company: Company) -> None:
    with begin(SignedIn(company.ids["hanako"])) as work:
        site = save_site(work, SaveSite(None, HOSTILE))
        work.connection.execute(update(people).where(people.c.id == company.ids["taro"]).values(site_id=site))
    press(hanako, "/console/info/pack", action="save", site=str(site), words="正面の広場", position="35.5, 139.5")
    assert press(hanako, "/console/info/pack", action="save", site=str(site), position="北")[0] == 400
    sheet = hanako.get(f"/console/info/pack/{site}").text
    for words in ("正面の広場", "171", "119", "太郎", "data:image/svg+xml", "/console/me/answers", "pack.css"):
        assert words in sheet, words
    assert HOSTILE not in sheet
    assert "Roster (1)" in hanako.get(f"/console/info/pack/{site}?lang=en").text


def test_places_to_flee_to_are_shown_for_one_hazard_only(hanako: FlaskClient, begin: Begin) -> None:
    flags = (("低い公園", (Hazard.EARTHQUAKE,)), ("高台", (Hazard.EARTHQUAKE, Hazard.TSUNAMI)))
    found = [PublicPlace(name, "東京都港区1", "東京都港区", 35.6, 139.7, hazards) for name, hazards in flags]
    with begin(Operator("test"), Lane.FANOUT) as work:
        import_places(work, found)
    assert "近くの避難場所を探す" in hanako.get("/info").text
    path = "/info/places?text=港区"
    assert "高台" not in hanako.get(path).text, "no hazard, no place"
    tsunami = hanako.get(f"{path}&hazard=tsunami").text
    assert "高台" in tsunami
    assert "低い公園" not in tsunami
    assert "maps/dir/?api=1&amp;destination=35.600000%2C139.700000" in tsunami
    assert "見つかりません" in hanako.get("/info/places?text=大阪&hazard=tsunami").text
    chosen = hanako.get("/console/info/routes?place=2").text
    assert 'value="35.600000, 139.700000"' in chosen
    assert re.search(r'value="tsunami" checked', chosen)
