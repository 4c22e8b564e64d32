"""Information for the day on a phone: a bulletin written and sent, routes, places, the sheet to print; and its page."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page
from sqlalchemy import insert, literal, select, update

from bot.company import Place
from bot.places_file import PublicPlace
from bot.vocabulary import CheckKind, Hazard, MapService
from flows.bulletins import SaveBulletin, save_bulletin
from flows.edit_information import SaveRoute, TypedPlace, save_route
from flows.edit_sites import SaveSite, save_site
from flows.places import import_places
from flows.site_pack import save_meeting_point
from flows.work import Lane, System
from storage.models import contacts, people
from storage.types import Instant
from tests.browser.conftest import OpenPage
from tests.browser.looks import require_good_looks
from tests.browser.test_browser_console_contacts import signed_in
from tests.stories.harness import Story

pytestmark = pytest.mark.browser

PAGES = (
    *("info", "info?hazard=tsunami&site=1", "info/prepare", "info/places?hazard=earthquake&site=1", "console/info"),
    *("console/info/bulletins/1", "console/info/bulletins/1/push", "console/info/contacts", "console/info/links"),
    *("console/info/routes?text=公園", "console/info/pack", "console/info/pack/1", "console/me/way-home"),
)


@pytest.fixture
def story(town_story: Story) -> Story:
    """With something on every page, and with names as long as they may be."""
    park = Place("日比谷公園", 35.67366, 139.7558, "東京都千代田区日比谷公園1")
    public = PublicPlace(park.name, park.address, "東京都千代田区", 35.67366, 139.7558, (Hazard.EARTHQUAKE,))
    roof = SaveRoute(None, "津波のときは屋上へ", TypedPlace("屋上", "34.70249, 135.49595"), map=MapService.GSI)
    with town_story.anpi.begin(System("test"), Lane.FANOUT) as work:
        assert save_site(work, SaveSite(None, "本社ビル" + "W" * 90, "東京都千代田区1-1")) == 1
        work.connection.execute(update(people).values(site_id=1))
        for number in ("+819011112222", "+81312345678"):
            everybody = select(people.c.id, literal("phone"), literal(number), literal(9), literal(work.now, Instant()))
            columns = ("person_id", "channel", "address", "position", "state_since")
            work.connection.execute(insert(contacts).from_select(columns, everybody))
        save_meeting_point(work, 1, "正面玄関前の広場", "35.681, 139.767")
        import_places(work, [public])
        save_bulletin(
            work, SaveBulletin(None, "出社しないでください", "外壁が落ちるおそれがあります。" * 9, pinned=True)
        )
        save_bulletin(work, SaveBulletin(None, "給水", "15時から", kind=CheckKind.DRILL, site_id=1))
        save_route(work, roof)
    return town_story


def test_the_pages_look_good_and_a_bulletin_is_written_and_sent_with_a_thumb(story: Story, open_page: OpenPage) -> None:
    page = signed_in(open_page("about:blank", 390), story)
    look_at_all(page, story)
    page.goto(f"{story.url}/console/info?lang=ja")
    page.get_by_label("題名", exact=True).fill("電車が止まっています")
    page.get_by_label("本文", exact=True).fill("中央線は終日運休です。")
    page.get_by_role("button", name="載せる").click()
    assert "載せました" in page.locator(".done").inner_text()
    page.get_by_role("link", name="通知を送る").click()
    page.get_by_label("LINE").uncheck()
    page.get_by_label("メール").uncheck()
    page.get_by_role("button", name="人数を確かめる").click()
    assert not page.get_by_label("LINE").is_checked()
    page.get_by_role("button", name="人に送る").click()
    assert "送り始めました" in page.locator(".done").inner_text()
    assert "対象" in page.locator(".log").inner_text()


def look_at_all(page: Page, story: Story) -> None:
    """Each page in one of the languages; in both, for somebody who wants the pictures."""
    folder = os.environ.get("ANPI_TEST_PICTURES")
    for number, path in enumerate(PAGES):
        for language in ("ja", "en") if folder else (("ja", "en")[number % 2],):
            page.goto(f"{story.url}/{path}{'&' if '?' in path else '?'}lang={language}")
            assert page.locator("h1").is_visible(), path
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            require_good_looks(page)
            if folder:
                name = path.translate(str.maketrans("/?=&", "----"))
                page.screenshot(path=f"{folder}/{name}-{language}.png", full_page=True)
