"""A token and a webhook are made on a phone, as an administrator does it."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.looks import require_good_looks
from tests.browser.test_browser_console_contacts import signed_in
from tests.stories.harness import Story

pytestmark = pytest.mark.browser

API, HOOKS = "console/settings/api", "console/settings/webhooks"


def picture(page: Page, name: str) -> None:
    require_good_looks(page)
    if folder := os.environ.get("ANPI_TEST_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_other_systems_are_let_in_and_told(town_story: Story, open_page: OpenPage) -> None:
    page = signed_in(open_page("about:blank"), town_story)
    page.goto(f"{town_story.url}/{API}?lang=ja")
    page.fill("#name", "人事システム")
    page.check("[name=scope][value='checks:read']")
    page.check("[name=scope][value='contacts:read']")
    page.get_by_role("button", name="作る").click()
    assert page.locator("code.key").inner_text().startswith("anpi_")
    picture(page, "api-made")
    page.goto(f"{town_story.url}/{API}?lang=en")
    picture(page, "api-en")
    page.get_by_role("button", name="Revoke").click()
    assert page.locator(".done").inner_text() == "✓ The token was revoked"

    page.goto(f"{town_story.url}/{HOOKS}?lang=ja")
    page.fill("#url", "http://127.0.0.1:9/" + "a" * 90)
    page.get_by_role("button", name="追加する").click()
    assert page.locator("code.key").inner_text().startswith("whsec_")
    picture(page, "hooks-made")
    page.get_by_role("button", name="テストを送る").click()
    assert page.locator(".done").inner_text().startswith("✓ テストを送りました")
    page.goto(f"{town_story.url}/{HOOKS}?lang=en")
    picture(page, "hooks-en")
