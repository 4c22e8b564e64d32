"""The answer page as a person meets it: on a small phone, on a desktop, without JavaScript, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page

from bot.page_words import page_words
from bot.vocabulary import CheckKind, Locale, Standing, Status
from bot.wording import say
from flows.start_check import CheckStarted, StartCheck, start_check
from flows.work import Lane, Operator
from tests.browser.conftest import OpenPage
from tests.browser.looks import ANSWER, require_good_looks
from tests.stories.harness import Story
from tests.stories.people import EMMA_MAIL, EVERYBODY, ICHIRO_MAIL

pytestmark = pytest.mark.browser


def link_of(story: Story, address: str, kind: CheckKind = CheckKind.REAL) -> str:
    with story.anpi.begin(Operator("test"), Lane.FANOUT) as work:
        started = start_check(work, StartCheck(kind=kind, title="震度6弱の地震（東京）", message="まず身の安全を。"))
    assert isinstance(started, CheckStarted)
    story.turn()
    return next(link for link in story.mail.wait_for_letter(address).links if "/a/" in link)


def heights(page: Page) -> list[float]:
    return [box["height"] for one in page.locator("button.choice").all() if (box := one.bounding_box())]


def button(page: Page, status: Status) -> Locator:
    return page.locator(f"button.choice.{status}")


@pytest.mark.parametrize(("locale", "address"), [(Locale.JA, ICHIRO_MAIL), (Locale.EN, EMMA_MAIL)], ids=["ja", "en"])
def test_one_press_is_the_whole_answer_and_it_can_be_changed(
    town_story: Story, open_page: OpenPage, locale: Locale, address: str
) -> None:
    words = page_words(locale)
    page = open_page(link_of(town_story, address))
    shown = [one.inner_text().split("\n")[-1].strip() for one in page.locator("button.choice").all()]
    assert shown == [say(f"status.{status}", locale) for status in ("safe", "away", "injured", "help")]
    assert min(heights(page)) >= ANSWER
    require_good_looks(page)
    assert town_story.check().counts[Standing.SILENT] == EVERYBODY, "opening has answered nothing"

    button(page, Status.SAFE).click()
    assert words["thanks"] in page.get_by_role("status").inner_text()
    assert town_story.check().counts[Standing.SAFE] == 1
    require_good_looks(page)

    page.locator("#comment").fill("駅前の公園にいます")
    page.get_by_role("button", name=words["send_details"]).click()
    assert words["noted"] in page.get_by_role("status").inner_text()
    assert page.locator("#comment").input_value() == "駅前の公園にいます"

    page.get_by_role("link", name=words["change"]).click()
    require_good_looks(page)
    button(page, Status.HELP).click()
    assert town_story.check().counts[Standing.HELP] == 1
    assert page.locator("a[href='tel:119']").is_visible()
    require_good_looks(page)


def test_everything_works_without_javascript(town_story: Story, open_page: OpenPage) -> None:
    page = open_page(link_of(town_story, ICHIRO_MAIL, CheckKind.DRILL), 320, java_script_enabled=False)
    assert "【訓練】" in page.locator("main").inner_text()
    button(page, Status.INJURED).click()
    page.locator("#comment").fill("腕を痛めました")
    page.locator(".details button").click()
    page.get_by_role("link", name=page_words(Locale.JA)["change"]).click()
    button(page, Status.SAFE).click()
    assert page.locator(".answered.safe").is_visible()
    assert town_story.check().counts[Standing.SAFE] == 1


def test_the_other_language_is_one_press_away_and_stays(town_story: Story, open_page: OpenPage) -> None:
    page = open_page(link_of(town_story, ICHIRO_MAIL))
    page.get_by_role("link", name="English").click()
    button(page, Status.SAFE).click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".said").inner_text().endswith(say("status.safe", Locale.EN))
