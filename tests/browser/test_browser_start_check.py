"""A check is started on a phone: few presses, told before what it will do, real and drill never mistaken."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.looks import require_good_looks
from tests.browser.test_browser_console_contacts import signed_in
from tests.stories.harness import Story

pytestmark = pytest.mark.browser


def at(page: Page, story: Story, path: str, language: str = "en") -> Page:
    page.goto(f"{story.url}/console/checks{path}?lang={language}")
    return page


def test_a_real_check_takes_three_presses(town_story: Story, open_page: OpenPage) -> None:
    page = at(signed_in(open_page("about:blank"), town_story), town_story, "/new")
    page.get_by_role("button", name="Earthquake").click()
    assert page.input_value("#title") == "Strong earthquake"
    expect(page.locator("#preflight")).to_contain_text("people are asked")
    page.locator("button.go").click()
    expect(page.locator("h1")).to_contain_text("A real safety check, to everybody")
    page.locator("button.danger").click()
    expect(page.locator("h1")).to_have_text("Strong earthquake")


def test_who_is_asked_is_counted_while_units_are_chosen(town_story: Story, open_page: OpenPage) -> None:
    page = at(signed_in(open_page("about:blank"), town_story), town_story, "/new")
    everybody = page.locator("#preflight .asked").inner_text()
    page.fill("#title", "Autumn drill")
    page.locator("[name=kind][value=drill]").check()
    page.locator(".whom summary").click()
    page.locator("[name=unit]").first.check()
    expect(page.locator("#preflight .asked")).not_to_have_text(everybody)
    page.get_by_role("button", name="Below").first.click()
    page.wait_for_url("**/new#whom")
    expect(page.locator(".way")).to_be_visible()
    # Enter in a field looks again, and starts nothing.
    page.press("#title", "Enter")
    expect(page.locator("[name=unit]:checked")).to_have_count(1)
    assert page.input_value("#title") == "Autumn drill"
    expect(page.locator("button.go")).to_contain_text("Drill")
    expect(page.locator("button.go")).not_to_contain_text("Real", use_inner_text=True)
    page.locator("button.go").click()
    expect(page.locator("h1")).to_contain_text("Autumn drill")


@pytest.mark.parametrize(("language", "width"), [("ja", 390), ("en", 1280)])
def test_the_pages_look_good(town_story: Story, open_page: OpenPage, language: str, width: int) -> None:
    page = at(signed_in(open_page("about:blank", width), town_story), town_story, "/new", language)

    def look(name: str) -> None:
        require_good_looks(page)
        if folder := os.environ.get("ANPI_TEST_PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{language}-{width}.png", full_page=True)

    look("new")
    page.locator(".whom summary").click()
    page.locator("details:not(.whom, .short) summary").click()
    page.locator("[name=kind][value=drill]").check()
    page.fill("#starts_at", "2099-11-21T09:30")
    look("new-drill-later")
    page.fill("#title", "訓練 Drill")
    page.locator("[name=when][value=now]").check()
    page.locator("button.go").click()
    page.goto(f"{town_story.url}/console/checks/new?lang={language}")
    page.fill("#title", "地震 Earthquake")
    page.locator("button.go").click()
    look("confirm")
    page.locator("button.danger").click()
    at(page, town_story, "", language)
    look("checks")
    for tick in page.locator("[name=check]").all():
        tick.check()
    page.locator("#compare button").click()
    expect(page.locator(".compared")).to_be_visible()
    look("compared")
    page.goto(f"{town_story.url}/console/?lang={language}")
    look("home")
