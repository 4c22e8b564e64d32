"""All an employee opens, in easy Japanese too: nothing but easy words, nothing that anybody stumbles over."""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import Page

from adapters.web.console_frame import SESSION_COOKIE
from adapters.web.tokens import Purpose, Tokens
from bot.page_words import page_words
from bot.vocabulary import CheckKind, Locale, Standing, Status
from bot.wording import say
from flows.start_check import CheckStarted, StartCheck, start_check
from flows.work import Lane, Operator
from storage.models import contacts
from tests.browser.conftest import OpenPage
from tests.browser.looks import require_good_looks
from tests.stories.harness import Story
from tests.stories.people import ICHIRO_MAIL

pytestmark = pytest.mark.browser

EASY = Locale.JA_EASY
#: A kanji whose reading does not follow.
UNREAD = re.compile(r"[\u4e00-\u9fff々]+(?![\u4e00-\u9fff々（])")
#: What is no word of ours: names, what the company wrote, the names of languages, the mark of a drill, the brand.
THEIRS = re.compile(r"Earthquake drill|【訓練】|安否 Anpi|日本語|やさしい日本語")
PICTURES = os.environ.get("ANPI_TEST_PICTURES", "")


@pytest.fixture
def employee(town_story: Story) -> tuple[Story, int, str]:
    """The story, the number of an employee who is asked by mail, and their answer page."""
    with town_story.anpi.begin(Operator("test"), Lane.FANOUT) as work:
        started = start_check(work, StartCheck(kind=CheckKind.DRILL, title="Earthquake drill"))
    assert isinstance(started, CheckStarted)
    town_story.turn()
    link = next(link for link in town_story.mail.wait_for_letter(ICHIRO_MAIL).links if "/a/" in link)
    tokens = Tokens(town_story.anpi.settings.checked_secret_key(), town_story.clock)
    _, person_id, _ = tokens.read(Purpose.ANSWER, link.split("/a/")[1].split("?")[0], 3)
    return town_story, person_id, link


def sign_in(page: Page, story: Story, person_id: int) -> None:
    tokens = Tokens(story.anpi.settings.checked_secret_key(), story.clock)
    cookie = tokens.make(Purpose.SESSION, person_id, 0, 4711)
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": cookie, "url": f"{story.url}/console"}])


def require_easy(page: Page, *names: str) -> None:
    """`names`: of people and the company, which stand on the page as they are, like the company's own numbers."""
    require_good_looks(page)
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{len(os.listdir(PICTURES)):02}.png", full_page=True)
    assert page.locator("html").get_attribute("lang") == "ja"
    text = THEIRS.sub("", page.locator("body").inner_text())
    for name in (*page.locator(".numbers b").all_inner_texts(), *names):
        text = text.replace(name, "")
    assert UNREAD.findall(text) == [], page.url


def test_somebody_who_reads_little_japanese_answers_and_looks_up_what_they_said(
    employee: tuple[Story, int, str], open_page: OpenPage
) -> None:
    story, person_id, link = employee
    names = ("鈴木 一郎", story.anpi.settings.company_name)
    page, words = open_page(link, 320), page_words(EASY)
    page.get_by_role("link", name="やさしい日本語").click()
    require_easy(page, *names)
    page.get_by_role("button", name=say("status.help", EASY)).click()
    assert story.check().counts[Standing.HELP] == 1
    require_easy(page, *names)
    page.locator("#comment").fill("kaidan")
    page.get_by_role("button", name=words["send_details"]).click()
    assert words["noted"] in page.get_by_role("status").inner_text()
    sign_in(page, story, person_id)
    page.get_by_role("link", name=say("my_answers.title", EASY)).click()
    page.locator(".log li").nth(1).wait_for()
    assert page.locator(".log li").count() == 2
    require_easy(page, *names)
    page.get_by_role("link", name=words["change"]).click()
    page.get_by_role("button", name=say("status.safe", EASY)).click()
    page.locator(".answered.safe").wait_for()
    page.goto(f"{story.url}/console/me?lang=ja-easy")
    require_easy(page, *names)


def test_their_other_pages_are_easy_too(employee: tuple[Story, int, str], open_page: OpenPage) -> None:
    story, person_id, _ = employee
    links = story.anpi.links
    [contact] = story.rows(contacts, address=ICHIRO_MAIL)
    page = open_page("about:blank", 390)
    for url in (
        f"{story.url}/console/sign-in?lang=ja-easy",
        f"{links.unsubscribe(contact.id, ICHIRO_MAIL)}?lang=ja-easy",
        f"{links.register(person_id)}?lang=ja-easy",
        f"{links.contact(contact.id, ICHIRO_MAIL)}?lang=ja-easy",
    ):
        page.goto(url)
        require_easy(page, "鈴木 一郎", story.anpi.settings.company_name)


def test_whoever_has_no_mouse_skips_to_the_content_and_sees_where_they_are(
    employee: tuple[Story, int, str], open_page: OpenPage
) -> None:
    page = open_page(employee[2])
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("one => one === document.activeElement && one.getBoundingClientRect().left >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    focused = "[document.activeElement.value, getComputedStyle(document.activeElement).outlineWidth]"
    assert page.evaluate(focused) == [Status.SAFE, "4px"]
