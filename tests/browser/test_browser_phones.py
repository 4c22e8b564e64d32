"""The phones of the demo, by hand: the manager starts, people answer in Slack, LINE and mail, the board follows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from bot.vocabulary import Standing
from tests.browser.conftest import OpenPage
from tests.browser.looks import require_good_looks
from tests.stories.harness import Story

pytestmark = pytest.mark.browser

#: Numbers of the people file.
HANAKO, TARO, YUI, EMMA = "1", "3", "4", "5"


def be(page: Page, story: Story, person: str, pane: str, language: str) -> None:
    """Somebody else takes the phones; people open Slack at the channel #safety."""
    place = "&place=C0SAFETY" if pane == "slack" else ""
    page.goto(f"{story.url}/sandbox/?person={person}&pane={pane}&lang={language}{place}")


@pytest.mark.parametrize(("language", "width"), [("ja", 390), ("en", 1280)])
def test_a_check_played_by_hand(town_story: Story, open_page: OpenPage, language: str, width: int) -> None:
    story = town_story
    page = open_page(f"{story.url}/sandbox/", width)
    be(page, story, HANAKO, "slack", language)
    page.locator("#slack-text").fill("/safety start 震度6弱の地震")
    with page.expect_response(re.compile("/sandbox/slack/say")):
        page.locator("#slack-text").press("Enter")
    story.turn()

    slack = page.locator("#slack-messages")
    slack.get_by_text("震度6弱の地震").first.wait_for()
    be(page, story, TARO, "slack", language)
    with page.expect_response(re.compile("/sandbox/slack/press")):
        slack.get_by_role("button", name=re.compile("無事です")).last.click()
    assert story.check().counts[Standing.SAFE] == 1

    be(page, story, YUI, "line", language)
    with page.expect_response(re.compile("/sandbox/line/press")):
        page.locator("#line-chat").get_by_role("button", name=re.compile("けがをした")).last.click()
    assert story.check().counts[Standing.INJURED] == 1

    be(page, story, EMMA, "mail", language)
    page.locator("#mail-box a").first.click()
    link = page.frame_locator("iframe").get_by_role("link", name=re.compile("Safe|Answer|answer")).first
    with page.context.expect_page() as opened:
        link.click()
    opened.value.locator("button.choice.safe").click()
    assert story.check().counts[Standing.SAFE] == 2

    story.forward(seconds=5)
    be(page, story, HANAKO, "slack", language)
    board = slack.get_by_text(re.compile("無事.*2人"))
    board.last.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("pane", ["slack", "line", "mail"])
def test_the_phones_can_be_hit_and_read(town_story: Story, open_page: OpenPage, pane: str) -> None:
    page = open_page("about:blank", 320)
    for language in ("ja", "en"):
        be(page, town_story, HANAKO if pane != "line" else YUI, pane, language)
        require_good_looks(page)
