"""The mail server is set on a phone as an administrator does it: chosen, tried, saved."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.looks import require_good_looks
from tests.browser.test_browser_console_contacts import signed_in
from tests.stories.harness import Story

pytestmark = pytest.mark.browser

MAIL, ADDRESSES = "console/settings/mail", "console/settings/addresses"


def picture(page: Page, name: str) -> None:
    require_good_looks(page)
    if folder := os.environ.get("ANPI_TEST_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def choose(page: Page, login: str) -> list[str]:
    """The fields that are asked for then."""
    page.check(f"[name=login][value={login}]")
    fields = page.locator("form.logins input:not([type=hidden], [type=radio]), form.logins select")
    return [str(one.get_attribute("name")) for one in fields.all() if one.is_visible()]


def test_only_what_the_chosen_login_needs_is_asked_for(town_story: Story, open_page: OpenPage) -> None:
    page = signed_in(open_page("about:blank"), town_story)
    page.goto(f"{town_story.url}/{MAIL}?lang=ja")
    always = {"mail_from", "host", "port", "security", "to"}
    asked = {login: set(choose(page, login)) - always for login in ("none", "password", "xoauth2", "pop")}
    assert asked == {
        "none": set(),
        "password": {"user", "password"},
        "xoauth2": {"user", "token_url", "client_id", "client_secret", "refresh_token"},
        "pop": {"pop_host", "pop_security", "pop_port", "pop_user", "pop_password"},
    }
    for language, width, login in (("ja", 390, "none"), ("en", 390, "xoauth2"), ("ja", 1280, "pop")):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{town_story.url}/{MAIL}?lang={language}")
        choose(page, login)
        picture(page, f"mail-{language}-{width}-{login}")
        page.goto(f"{town_story.url}/{ADDRESSES}?lang={language}")
        picture(page, f"addresses-{language}-{width}")


def test_a_server_is_tried_and_then_saved(town_story: Story, open_page: OpenPage) -> None:
    page = signed_in(open_page("about:blank"), town_story)
    page.goto(f"{town_story.url}/{MAIL}?lang=ja")
    page.fill("#port", "9")
    page.fill("#to", "me@aoba.example")
    page.press("#to", "Enter")
    assert page.locator(".warning").first.inner_text().startswith("サーバーにつながりません")
    picture(page, "mail-refused")
    assert page.input_value("#to") == "me@aoba.example"
    page.fill("#port", str(town_story.mail.port))
    page.get_by_role("button", name="テスト送信").click()
    assert page.locator(".done").inner_text().startswith("✓ サーバーが受け取りました")
    picture(page, "mail-tried")
    assert len(town_story.mail.mailbox("me@aoba.example")) == 1
    assert not town_story.anpi.in_force.mail_is_kept
    page.get_by_role("button", name="保存する").click()
    assert page.locator(".done").inner_text() == "✓ 保存しました。すぐに使われます。"
    picture(page, "mail-saved")
    assert town_story.anpi.in_force.mail_is_kept
    page.get_by_role("button", name="元に戻す").click()
    assert page.locator(".done").inner_text() == "✓ 環境変数の値に戻しました。"
    assert not town_story.anpi.in_force.mail_is_kept
