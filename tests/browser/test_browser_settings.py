"""The page of settings on a phone and on a desk: what is missing, and every part proved with real calls."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.looks import require_good_looks
from tests.browser.test_browser_console_contacts import signed_in
from tests.stories.harness import Story

pytestmark = pytest.mark.browser


def picture(page: Page, name: str) -> None:
    require_good_looks(page)
    if folder := os.environ.get("ANPI_TEST_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_an_admin_sees_how_things_stand_and_proves_each_part(town_story: Story, open_page: OpenPage) -> None:
    page = signed_in(open_page("about:blank"), town_story)
    for language, width in (("ja", 390), ("en", 390), ("ja", 1280)):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{town_story.url}/console/settings?lang={language}")
        picture(page, f"settings-{language}-{width}")
        if width == 390:
            page.click("[name=action][value=prove]")
            page.wait_for_selector("#proved")
            assert page.locator("section[aria-labelledby=proved] li").count() > 5
            picture(page, f"proved-{language}-{width}")
        page.goto(f"{town_story.url}/console/settings/common?lang={language}")
        picture(page, f"common-{language}-{width}")
    page.fill("#proof_days", "90")
    page.click("[name=action][value=save]")
    assert page.locator(".done").is_visible()
    picture(page, "common-saved")
