"""The words of messages: the preview follows what is typed, and needs no script."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page, expect

from bot.message_texts import TextKind
from tests.browser.conftest import OpenPage
from tests.browser.looks import require_good_looks
from tests.browser.test_browser_console_contacts import signed_in
from tests.stories.harness import Story

pytestmark = pytest.mark.browser


def at(page: Page, story: Story, path: str, language: str = "en") -> Page:
    page.goto(f"{story.url}/console/settings/texts{path}?lang={language}")
    return page


def test_the_preview_follows_what_is_typed(town_story: Story, open_page: OpenPage) -> None:
    page = at(signed_in(open_page("about:blank"), town_story), town_story, "/prompt/en")
    expect(page.locator(".as-slack .subject")).to_have_text("[Safety check] Strong earthquake in Tokyo")
    page.fill("#title", "Roll call: {title}")
    for channel in ("slack", "line", "mail"):
        expect(page.locator(f".as-{channel} .subject")).to_have_text(
            "[Safety check] Roll call: Strong earthquake in Tokyo"
        )
    page.fill("#body", "<b>Are you well?</b> {oops}")
    expect(page.locator("#preview [role=alert]")).to_contain_text("{oops}")
    expect(page.locator(".as-mail")).to_contain_text("<b>Are you well?</b>")
    page.fill("#body", "Are you well?")
    expect(page.locator("#preview [role=alert]")).to_have_count(0)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".done")).to_contain_text("Saved")
    assert page.input_value("#title") == "Roll call: {title}"


def test_without_a_script_a_button_shows_it(town_story: Story, open_page: OpenPage) -> None:
    page = open_page("about:blank", java_script_enabled=False)
    at(signed_in(page, town_story), town_story, "/drill/en")
    page.fill("#body", "Practise well")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".as-line")).to_contain_text("Practise well")
    assert page.input_value("#body") == "Practise well"


@pytest.mark.parametrize(("language", "width"), [("ja", 390), ("en", 1280)])
def test_every_message_looks_good(town_story: Story, open_page: OpenPage, language: str, width: int) -> None:
    page = signed_in(open_page("about:blank", width), town_story)
    for path in ("", *(f"/{kind}/{language}" for kind in (TextKind.DRILL, TextKind.THANKS, TextKind.CONTACT_URGE))):
        at(page, town_story, path, language)
        assert page.locator("h1").is_visible(), path
        require_good_looks(page)
        if folder := os.environ.get("ANPI_TEST_PICTURES"):
            page.screenshot(path=f"{folder}/texts{path.replace('/', '-')}-{language}-{width}.png", full_page=True)
