"""The answer page as a person meets it: on a small phone, on a desktop, without JavaScript, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from bot.vocabulary import CheckKind
from flows.start_check import CheckStarted, StartCheck, start_check
from flows.work import Lane, Operator
from tests.browser.conftest import OpenPage
from tests.browser.looks import ANSWER, require_good_looks
from tests.stories.harness import Story
from tests.stories.people import EMMA_MAIL, ICHIRO_MAIL

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: Receiver, what the four answers are called, thanks, noted, the button for details, the link to change.
JAPANESE = (
    ICHIRO_MAIL,
    ["無事", "影響なし（地域外）", "けが", "助けが必要"],
    "回答を受け取りました",
    "追加の内容を受け取りました",
    "送る",
    "回答を変える",
)
ENGLISH = (
    EMMA_MAIL,
    ["Safe", "Not affected", "Injured", "I need help"],
    "received",
    "received",
    "Send",
    "Change my answer",
)


def link_of(story: Story, address: str, kind: CheckKind = CheckKind.REAL) -> str:
    with story.anpi.begin(Operator("test"), Lane.FANOUT) as work:
        started = start_check(work, StartCheck(kind=kind, title="震度6弱の地震（東京）", message="まず身の安全を。"))
    assert isinstance(started, CheckStarted)
    story.turn()
    return next(link for link in story.mail.wait_for_letter(address).links if "/a/" in link)


def heights(page: Page) -> list[float]:
    return [box["height"] for one in page.locator("button.choice").all() if (box := one.bounding_box())]


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("words", [JAPANESE, ENGLISH], ids=["ja", "en"])
def test_one_press_is_the_whole_answer_and_it_can_be_changed(
    town_story: Story, open_page: OpenPage, words: tuple[str, list[str], str, str, str, str], width: int
) -> None:
    address, answers, thanks, noted, send, change = words
    page = open_page(link_of(town_story, address), width)
    assert [one.inner_text().split("\n")[-1].strip() for one in page.locator("button.choice").all()] == answers
    assert min(heights(page)) >= ANSWER
    require_good_looks(page)
    assert town_story.check().counts["silent"] == 7, "opening has answered nothing"

    page.get_by_role("button", name=answers[0], exact=True).click()
    assert thanks in page.get_by_role("status").inner_text()
    assert town_story.check().counts["safe"] == 1
    require_good_looks(page)

    page.locator("#comment").fill("駅前の公園にいます")
    page.get_by_role("button", name=send).click()
    assert noted in page.get_by_role("status").inner_text()
    assert page.locator("#comment").input_value() == "駅前の公園にいます"

    page.get_by_role("link", name=change).click()
    require_good_looks(page)
    page.get_by_role("button", name=answers[3], exact=True).click()
    assert town_story.check().counts["help"] == 1
    assert page.locator("a[href='tel:119']").is_visible()
    require_good_looks(page)


def test_everything_works_without_javascript(town_story: Story, open_page: OpenPage) -> None:
    page = open_page(link_of(town_story, ICHIRO_MAIL, CheckKind.DRILL), 320, java_script_enabled=False)
    assert "【訓練】" in page.locator("main").inner_text()
    page.get_by_role("button", name="けが").click()
    page.locator("#comment").fill("腕を痛めました")
    page.get_by_role("button", name="送る").click()
    page.get_by_role("link", name="回答を変える").click()
    page.get_by_role("button", name="無事", exact=True).click()
    assert page.locator(".answered.safe").is_visible()
    assert town_story.check().counts["safe"] == 1


def test_the_other_language_is_one_press_away_and_stays(town_story: Story, open_page: OpenPage) -> None:
    page = open_page(link_of(town_story, ICHIRO_MAIL))
    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="Safe", exact=True).click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".said").inner_text().endswith("Safe")
