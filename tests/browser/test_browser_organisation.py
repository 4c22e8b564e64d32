"""People's entries, managers, units and sites: narrow and wide, in both languages, with a tree of 500 units."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from bot.vocabulary import Role
from flows.edit_sites import SaveSite, save_site
from flows.edit_units import AddUnit, add_unit
from flows.grant_role import GrantRole, grant_role
from flows.work import Lane, Operator, System
from storage.models import people
from tests.browser.conftest import OpenPage
from tests.browser.looks import require_good_looks
from tests.browser.test_browser_console_contacts import signed_in
from tests.stories.harness import Story

pytestmark = pytest.mark.browser

PAGES = (
    *("people/2", "people/new", "people?left=1", "settings/admins", "settings/admins?person=2", "settings/units"),
    *("settings/units/{plant}", "settings/sites"),
)


@pytest.fixture
def house(town_story: Story) -> tuple[Story, int]:
    """500 more units below a plant."""
    with town_story.anpi.begin(System("test"), Lane.FANOUT) as work:
        plant = add_unit(work, AddUnit(None, "名古屋製造所"))
        for number in range(20):
            hall = add_unit(work, AddUnit(plant, f"第{number + 1}製造部"))
            for line in range(24):
                add_unit(work, AddUnit(hall, f"第{line + 1}課"))
        save_site(work, SaveSite(None, "名古屋製造所", "愛知県名古屋市港区"))
        save_site(work, SaveSite(None, "長い名前の事業所" * 12, ""))
    with town_story.anpi.begin(Operator()) as work:
        mail = work.connection.scalars(select(people.c.email).where(people.c.role == "", people.c.email != "")).first()
        grant_role(work, GrantRole(str(mail), Role.UNIT_MANAGER, "名古屋製造所/第3製造部"))
    return town_story, plant


def test_the_pages_look_good_and_do_what_their_buttons_say(house: tuple[Story, int], open_page: OpenPage) -> None:
    story, plant = house
    page = signed_in(open_page("about:blank"), story)
    look_at_all(page, story, plant)
    walk_to_a_unit_rename_it_and_give_it_to_somebody(page, story)


def look_at_all(page: Page, story: Story, plant: int) -> None:
    folder = os.environ.get("ANPI_TEST_PICTURES")
    for language, width in (("ja", 390), ("en", 390), ("ja", 1280))[: 3 if folder else 2]:
        page.set_viewport_size({"width": width, "height": 800})
        for pattern in PAGES:
            path = pattern.format(plant=plant)
            page.goto(f"{story.url}/console/{path}{'&' if '?' in path else '?'}lang={language}")
            assert page.locator("h1").is_visible(), path
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            require_good_looks(page)
            if folder:
                name = path.translate(str.maketrans("/?=", "---"))
                page.screenshot(path=f"{folder}/{name}-{language}-{width}.png", full_page=True)


def walk_to_a_unit_rename_it_and_give_it_to_somebody(page: Page, story: Story) -> None:
    page.goto(f"{story.url}/console/settings/units?lang=en")
    page.locator(".rows a", has_text="名古屋製造所").click()
    page.locator(".rows a", has_text="第7製造部").click()
    page.locator("summary").click()
    page.get_by_label("Name of the unit").fill("組立部")
    page.get_by_role("button", name="Rename").click()
    assert page.locator(".done").inner_text() == "✓ Renamed"
    page.locator(".crumbs a").last.click()
    assert page.locator(".rows a", has_text="組立部").count() == 1
    page.goto(f"{story.url}/console/people/3?lang=en")
    page.locator("summary", has_text="Role").click()
    page.get_by_label("Unit manager (their units and all below)").check()
    page.locator("input[name=managed]").first.fill("名古屋製造所/組立部")
    page.get_by_role("button", name="Save the role").click()
    assert page.locator(".done").inner_text() == "✓ Role saved"
    page.goto(f"{story.url}/console/settings/admins?lang=en")
    card = page.locator(".contact", has_text="名古屋製造所/組立部")
    card.get_by_role("button", name="Take the role away").click()
    assert page.locator(".contact", has_text="名古屋製造所/組立部").count() == 0
