"""The board of a check, a person in it, the curve, the list on paper: narrow and wide, live, pressed as a manager."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from bot.vocabulary import ChannelKind, CheckKind, Status, Via
from flows.find_person import PersonRef
from flows.mark_person import MarkPerson, mark_person
from flows.record_answer import RecordAnswer, record_answer
from flows.remind import RemindNow, remind_now
from flows.start_check import StartCheck, start_check
from flows.work import Begin, Lane, Sender
from tests.browser.conftest import OpenPage
from tests.browser.looks import require_good_looks
from tests.browser.test_browser_console_contacts import signed_in
from tests.stories.harness import Story
from tests.stories.people import HANAKO

pytestmark = pytest.mark.browser

PAGES = (
    *(
        "checks/1",
        "checks/1/units",
        "checks/1/curve",
        "checks/1/close",
        "checks/1/correct",
        "checks/1/people",
        "checks/1/people/3",
    ),
    *("checks/1/people/4", "checks/1/people/print", "checks/1/guests", "checks/1/write"),
)


@pytest.fixture
def house(town_story: Story) -> Story:
    """A check that has run for a while: somebody needs help, somebody is injured, one round was sent again."""
    begin = town_story.anpi.begin
    manager = Sender(ChannelKind.SLACK, HANAKO)
    with begin(manager, Lane.FANOUT) as work:
        start_check(work, StartCheck(CheckKind.REAL, "震度6弱の地震"))
    town_story.turn()
    for person_id, status, words in ((3, Status.HELP, "足がはさまれて動けません"), (5, Status.SAFE, "電話で確認")):
        town_story.clock.forward(timedelta(minutes=4))
        say(begin, person_id, status, words)
    with begin(manager, Lane.FANOUT) as work:
        remind_now(work, RemindNow(1))
    town_story.clock.forward(timedelta(minutes=10))
    with begin(Sender(ChannelKind.SLACK, "U0STRANGER", "山田（取引先）")) as work:
        record_answer(work, RecordAnswer(Status.SAFE, work.now, Via.SLACK, 1, comment="無事です"))
    say(begin, 6, Status.INJURED, "手を切りました")
    town_story.turn()
    return town_story


def say(begin: Begin, person_id: int, status: Status, words: str) -> None:
    with begin(Sender(ChannelKind.SLACK, HANAKO)) as work:
        mark_person(work, MarkPerson(PersonRef(person_id), status, work.now, Via.WEB, 1, words))


@pytest.mark.parametrize(("language", "width"), [("ja", 390), ("en", 1280)])
def test_every_page_of_a_check_looks_good(house: Story, open_page: OpenPage, language: str, width: int) -> None:
    page = signed_in(open_page("about:blank", width), house)
    for path in PAGES:
        page.goto(f"{house.url}/console/{path}?lang={language}")
        assert page.locator("h1").is_visible(), path
        for folded in page.locator("main details").all():
            folded.locator("summary").click()
        require_good_looks(page)
        if folder := os.environ.get("ANPI_TEST_PICTURES"):
            name = path.replace("/", "-")
            page.screenshot(path=f"{folder}/{name}-{language}-{width}.png", full_page=True)


def number_of(page: Page, standing: str) -> str:
    return page.locator(f".count.{standing} b").inner_text()


def test_the_board_renews_itself_and_leads_to_the_person_who_is_cared_for(house: Story, open_page: OpenPage) -> None:
    page = signed_in(open_page("about:blank"), house)
    page.goto(f"{house.url}/console/checks/1?lang=en")
    assert number_of(page, "help") == "1"
    say(house.anpi.begin, 4, Status.HELP, "<b>stuck</b>")
    house.clock.forward(timedelta(seconds=40))
    page.locator(".count.help b", has_text="2").wait_for(timeout=9000)
    page.locator(".rows.standings a", has_text="<b>stuck</b>").click()
    page.get_by_role("button", name="I take this call for help").click()
    assert "You have taken the call for help" in page.locator(".done").inner_text()
    page.locator("summary", has_text="Close the call for help").click()
    page.fill("#word", "brought out")
    page.get_by_role("button", name="Close the call for help").click()
    assert "The call for help is closed" in page.locator(".done").inner_text()
    page.locator("summary", has_text="Answer for them").click()
    page.fill("#comment", "seen myself")
    page.get_by_role("button", name="Safe").click()
    assert "answered for by" in page.locator(".in-check").inner_text()
    assert "seen myself" in page.locator(".history-of li").first.inner_text()


def test_what_is_typed_beside_the_list_stays_while_it_renews(house: Story, open_page: OpenPage) -> None:
    page = signed_in(open_page("about:blank"), house)
    page.goto(f"{house.url}/console/checks/1/people?lang=en&only=help")
    page.fill("#q", "half a na")
    say(house.anpi.begin, 4, Status.HELP, "stuck")
    house.clock.forward(timedelta(seconds=40))
    page.locator("#people li.help", has_text="stuck").wait_for(timeout=9000)
    assert page.input_value("#q") == "half a na"
