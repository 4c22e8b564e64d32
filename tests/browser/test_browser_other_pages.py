"""Information, unsubscribing, the board, a call for help, a wrong link: narrow and wide, in both languages."""

from __future__ import annotations

import pytest

from bot.page_words import page_words
from bot.vocabulary import ChannelKind, CheckKind, Locale, Standing, Status, Via
from flows.record_answer import RecordAnswer, record_answer
from flows.start_check import StartCheck, start_check
from flows.who import who_is
from flows.work import Lane, Operator, Sender
from tests.browser.conftest import OpenPage
from tests.browser.looks import require_good_looks
from tests.stories.harness import Story
from tests.stories.people import HANAKO, HANAKO_MAIL, TARO

pytestmark = pytest.mark.browser


@pytest.fixture
def under_way(town_story: Story) -> Story:
    """A check with a call for help in it."""
    with town_story.anpi.begin(Operator("test"), Lane.FANOUT) as work:
        start_check(work, StartCheck(kind=CheckKind.REAL, title="震度6弱の地震（東京）"))
    town_story.turn()
    with town_story.anpi.begin(Sender(ChannelKind.SLACK, TARO)) as work:
        cry = RecordAnswer(Status.HELP, town_story.clock.now(), Via.SLACK, comment="エレベーターに閉じ込められました")
        record_answer(work, cry)
    town_story.turn()
    return town_story


def board_of(story: Story) -> str:
    with story.anpi.begin(Sender(ChannelKind.SLACK, HANAKO), Lane.READ) as work:
        manager = who_is(work)
    assert manager is not None
    assert manager.person_id is not None
    return story.anpi.links.board(story.check().check_id, manager.person_id)


def in_both(url: str) -> list[str]:
    joint = "&" if "?" in url else "?"
    return [f"{url}{joint}lang={language}" for language in ("ja", "en")]


def test_pages_that_are_only_looked_at(under_way: Story, open_page: OpenPage) -> None:
    page = open_page("about:blank")
    for url in (*in_both(f"{under_way.url}/info"), *in_both(board_of(under_way))):
        page.goto(url)
        assert page.locator("h1").is_visible()
        require_good_looks(page)


def test_the_board_behind_a_link_is_the_consoles_and_renews_itself(under_way: Story, open_page: OpenPage) -> None:
    page = open_page(board_of(under_way))
    assert page.locator(".count").first.inner_text().split() == ["🆘", "1", "助けが必要"]
    first = page.locator(".standings li").first.inner_text()
    assert "伊藤 太郎" in first
    assert "エレベーター" in first
    require_good_looks(page)
    with page.expect_response(lambda answer: "/console/checks/" in answer.url) as renewed:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert renewed.value.status in (200, 304)
    assert "t=" in renewed.value.url
    page.locator(".counts .silent a").click()
    assert "t=" in page.url
    require_good_looks(page)
    page.locator(".rows.standings li a").first.click()
    page.wait_for_url("**/console/sign-in")


def test_numbers_can_be_called_and_routes_opened(under_way: Story, open_page: OpenPage) -> None:
    page = open_page(f"{under_way.url}/info?lang=en")
    called = [one.get_attribute("href") for one in page.locator("a[href^='tel:']").all()]
    assert called[:3] == ["tel:119", "tel:110", "tel:118"]
    assert len(called) == len(set(called))
    route = page.get_by_role("link", name=page_words(Locale.EN)["route_open"]).first.get_attribute("href") or ""
    assert route.startswith("https://")


def test_a_manager_takes_a_call_for_help_and_closes_it_with_a_word(under_way: Story, open_page: OpenPage) -> None:
    words = page_words(Locale.JA)
    alert = under_way.mail.wait_for_letter(HANAKO_MAIL, "太郎")
    page = open_page(next(link for link in alert.links if "/console/help/" in link), 320)
    require_good_looks(page)
    page.get_by_role("button", name=words["case_take"]).click()
    require_good_looks(page)
    assert "青木 花子" in page.get_by_role("status").inner_text()
    page.locator("#word").fill("消防が救出")
    page.get_by_role("button", name=words["case_close"]).click()
    assert "消防が救出" in page.get_by_role("status").inner_text()
    assert under_way.check().counts[Standing.HELP] == 0


def test_mails_are_stopped_by_a_press_only_and_can_be_resumed(under_way: Story, open_page: OpenPage) -> None:
    letter = under_way.mail.mailbox(HANAKO_MAIL)[0]
    page = open_page(str(letter.unsubscribe_url), 320)
    for url in in_both(str(letter.unsubscribe_url)):
        page.goto(url)
        require_good_looks(page)
    before = page.get_by_role("status").inner_text()
    page.get_by_role("button", name=page_words(Locale.EN)["unsub_press"]).click()
    assert page.get_by_role("status").inner_text() != before
    require_good_looks(page)
    page.get_by_role("button", name=page_words(Locale.EN)["unsub_resume"]).click()
    assert page.get_by_role("status").inner_text() == f"✓ {before}"
    require_good_looks(page)


def test_a_wrong_link_says_so_kindly(under_way: Story, open_page: OpenPage, complaints: list[str]) -> None:
    page = open_page("about:blank", 320)
    for url in in_both(f"{under_way.url}/a/not-a-token"):
        page.goto(url)
        require_good_looks(page)
        assert page.locator("h1").is_visible()
    assert all("404" in one for one in complaints)
    complaints.clear()
