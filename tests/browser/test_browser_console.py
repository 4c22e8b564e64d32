"""Signing in by mail and by Slack, the frame, signing out: narrow and wide, in both languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from bot.vocabulary import CheckKind, Locale
from bot.wording import say
from flows.start_check import StartCheck, start_check
from flows.work import Lane, Operator
from tests.browser.conftest import OpenPage
from tests.browser.looks import require_good_looks
from tests.stories.harness import Story
from tests.stories.people import EMMA_MAIL, HANAKO_MAIL

pytestmark = pytest.mark.browser


@pytest.fixture
def story(town_story: Story) -> Story:
    """With a check under way."""
    with town_story.anpi.begin(Operator("test"), Lane.FANOUT) as work:
        start_check(work, StartCheck(kind=CheckKind.DRILL, title="秋の全社訓練（震度6弱を想定）"))
    return town_story


def press(page: Page, key: str, locale: Locale = Locale.JA) -> None:
    page.get_by_role("button", name=say(key, locale), exact=True).first.click()


def looks_good_in_both(page: Page) -> None:
    """A page reached by a GET; it is left in the language it was in."""
    before = page.url
    for language in ("en", "ja"):
        page.goto(re.sub(r"[?&]lang=..", "", before) + ("&" if "?" in before else "?") + f"lang={language}")
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").is_visible()
        require_good_looks(page)


def mailed_entrance(story: Story, page: Page, address: str) -> str:
    page.goto(f"{story.url}/console/")
    page.locator("#address").fill(address)
    press(page, "sign_in.send")
    require_good_looks(page)
    story.turn()
    return story.mail.wait_for_letter(address, "/console/enter/").link("/console/enter/")


def test_a_manager_signs_in_by_mail_sees_the_checks_and_signs_out(story: Story, open_page: OpenPage) -> None:
    page = open_page(f"{story.url}/console/", locale="ja-JP")
    looks_good_in_both(page)
    entrance = mailed_entrance(story, page, HANAKO_MAIL)
    page.goto(entrance)
    looks_good_in_both(page)
    assert "青木 花子" in page.locator("h1").inner_text()
    press(page, "sign_in.enter")
    looks_good_in_both(page)
    page.locator(".rows a", has_text="秋の全社訓練").click()
    assert page.locator(".counts").is_visible()
    looks_good_in_both(page)
    press(page, "console.sign_out")
    assert page.get_by_role("status").inner_text().endswith(say("sign_in.signed_out", Locale.JA))
    require_good_looks(page)


def test_a_link_that_was_used_offers_a_new_one(story: Story, open_page: OpenPage, complaints: list[str]) -> None:
    page = open_page(f"{story.url}/console/", locale="ja-JP")
    entrance = mailed_entrance(story, page, EMMA_MAIL)
    page.goto(entrance)
    press(page, "sign_in.enter", Locale.EN)
    assert page.get_by_role("link", name=say("console.nav_me", Locale.EN)).first.is_visible()
    assert page.get_by_role("link", name=say("console.nav_people", Locale.EN)).count() == 0
    looks_good_in_both(page)
    page.goto(entrance)
    looks_good_in_both(page)
    page.get_by_role("link", name=say("sign_in.new_link", Locale.JA)).click()
    assert page.locator("#address").is_visible()
    assert all("410" in one for one in complaints)
    complaints.clear()


def test_a_manager_signs_in_by_slack(story: Story, open_page: OpenPage) -> None:
    page = open_page(f"{story.url}/console/", locale="ja-JP")
    looks_good_in_both(page)
    page.get_by_role("link", name=say("sign_in.by_slack", Locale.JA)).click()
    page.get_by_role("link", name="青木 花子").click()
    assert page.locator("h1").inner_text() == say("sign_in.enter_title", Locale.JA, name="青木 花子")
    require_good_looks(page)
    press(page, "sign_in.enter")
    assert page.locator(".rows").is_visible()


def test_whoever_says_no_at_slack_reads_what_happened(story: Story, open_page: OpenPage) -> None:
    page = open_page(f"{story.url}/console/", locale="ja-JP")
    page.get_by_role("link", name=say("sign_in.by_slack", Locale.JA)).click()
    page.get_by_role("link", name="✕").click()
    assert page.get_by_role("alert").is_visible()
    looks_good_in_both(page)
