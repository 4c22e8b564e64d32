"""A whole check as four people live it in their browsers: safety admin, unit manager, employee, outsider."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page, expect

from bot.page_words import page_words
from bot.vocabulary import CheckState, Locale, Standing
from bot.wording import say
from tests.browser.conftest import OpenPage
from tests.browser.looks import require_good_looks
from tests.stories.harness import Story
from tests.stories.people import EMMA_MAIL, EVERYBODY, HANAKO_MAIL, MISAKI_MAIL

pytestmark = pytest.mark.browser

#: 佐藤 無口, whom no contact reaches, is of the unit manager's; 伊藤 太郎 is not.
MUKUCHI, TARO = 7, 3


class Cast:
    """Each of the four has a browser of their own; all read the same language at the same width."""

    def __init__(self, story: Story, open_page: OpenPage, locale: Locale, width: int) -> None:
        self.story, self.locale, self.width = story, locale, width
        self._open = open_page

    def browser(self, path: str = "") -> Page:
        return self.go(self._open("about:blank", self.width), path)

    def go(self, page: Page, path: str) -> Page:
        """`path` of the product, or a whole address."""
        url = path if path.startswith("http") else self.story.url + path
        page.goto(f"{url}{'&' if '?' in url else '?'}lang={self.locale}")
        return page

    def signs_in(self, address: str) -> Page:
        """As everybody does: by the link that comes by mail."""
        page = self.browser("/console/")
        page.fill("#address", address)
        page.locator("main button").click()
        self.story.turn()
        page.goto(self.link(address, "/console/enter/"))
        page.locator("main button").click()
        return page

    def link(self, address: str, to: str) -> str:
        """Of the newest letter that has such a link."""
        letters = reversed(self.story.mail.mailbox(address))
        return next(link for letter in letters for link in letter.links if to in link)

    def presses(self, page: Page, key: str, **values: object) -> None:
        page.get_by_role("button", name=say(key, self.locale, **values), exact=True).click()

    def look(self, page: Page, name: str) -> None:
        require_good_looks(page)
        if folder := os.environ.get("ANPI_TEST_PICTURES"):
            page.screenshot(path=f"{folder}/whole-{name}-{self.locale}-{self.width}.png", full_page=True)


@pytest.fixture(params=[(Locale.JA, 390), (Locale.EN, 1280)], ids=["ja-phone", "en-desktop"])
def cast(town_story: Story, open_page: OpenPage, request: pytest.FixtureRequest) -> Cast:
    return Cast(town_story, open_page, *request.param)


def test_the_whole_life_of_a_check(cast: Cast, complaints: list[str]) -> None:
    outsider = cast.browser("/console/checks/new")
    expect(outsider.locator("#address")).to_be_visible()

    admin = cast.signs_in(HANAKO_MAIL)
    starts_for_everybody(cast, admin)
    employee = answers_from_the_letter(cast)
    finds_nothing(cast, outsider, employee)
    cares_for_their_unit(cast, cast.signs_in(MISAKI_MAIL))
    ends_it(cast, admin)
    is_still_heard(cast, employee)
    # A page that is refused is a complaint of the browser's own.
    complaints[:] = [one for one in complaints if not one.startswith("Failed to load resource")]


def starts_for_everybody(cast: Cast, admin: Page) -> None:
    cast.go(admin, "/console/checks/new")
    admin.fill("#title", "震度6弱 Earthquake")
    admin.locator("button.go").click()
    admin.locator("button.danger").click()
    expect(admin.locator("h1")).to_have_text("震度6弱 Earthquake")
    expect(admin.locator(".count.silent b")).to_have_text(str(EVERYBODY))
    cast.story.turn()


def answers_from_the_letter(cast: Cast) -> Page:
    """Injured first, then in need of help: the telephone numbers stand there at once."""
    page = cast.browser(cast.link(EMMA_MAIL, "/a/"))
    page.locator("button.choice.injured").click()
    page.locator("#comment").fill("<i>腕 arm</i>")
    page.locator(".details button").click()
    changes_to(cast, page, "help")
    expect(page.locator("a[href='tel:119']")).to_be_visible()
    return page


def changes_to(cast: Cast, page: Page, status: str) -> None:
    page.get_by_role("link", name=page_words(cast.locale)["change"]).click()
    page.locator(f"button.choice.{status}").click()


def finds_nothing(cast: Cast, outsider: Page, employee: Page) -> None:
    """No address is told from another, no page of managers opens, a changed link is nobody's."""
    cast.go(outsider, "/console/")
    outsider.fill("#address", "nobody@elsewhere.example")
    outsider.locator("main button").click()
    cast.story.turn()
    expect(outsider.locator("h1")).to_have_text(say("sign_in.sent_title", cast.locale))
    assert cast.story.mail.mailbox("nobody@elsewhere.example") == []
    for path in (
        "/console/checks/1",
        "/console/checks/1/people",
        f"/console/checks/1/people/{TARO}",
        "/console/people",
    ):
        expect(cast.go(outsider, path).locator("#address")).to_be_visible()
    link = employee.url.partition("?")[0]
    outsider.goto(link[:-4] + ("aaaa" if link[-4:] != "aaaa" else "bbbb"))
    expect(outsider.locator("button.choice")).to_have_count(0)
    assert "Emma" not in outsider.content()

    signed_in = cast.signs_in(EMMA_MAIL)
    for path in (
        "/console/checks/1/people",
        f"/console/checks/1/people/{TARO}",
        "/console/people",
        "/console/settings",
    ):
        expect(cast.go(signed_in, path).locator("h1")).to_have_text(say("console.refused_title", cast.locale))
        assert "太郎" not in signed_in.content()
    cast.go(signed_in, "/console/me/answers")
    assert "震度6弱" in signed_in.locator("main").inner_text()


def cares_for_their_unit(cast: Cast, manager: Page) -> None:
    """Sees nobody of another unit, takes the call for help, answers for whom no contact reaches."""
    cast.go(manager, "/console/checks/1")
    expect(manager.locator(".count.help b")).to_have_text("1")
    cast.go(manager, f"/console/checks/1/people/{TARO}")
    assert "太郎" not in manager.content()
    cast.go(manager, "/console/checks/1")
    manager.locator(".rows.standings a", has_text="Emma Clark").click()
    assert "<i>腕 arm</i>" in manager.locator("main").inner_text()
    cast.presses(manager, "person_check.take")
    manager.locator("summary", has_text=say("person_check.close_case", cast.locale)).click()
    manager.fill("#word", "119に引き継ぎ / with the ambulance")
    cast.presses(manager, "person_check.close_case")
    cast.go(manager, f"/console/checks/1/people/{MUKUCHI}")
    manager.locator("summary", has_text=say("person_check.answer", cast.locale)).click()
    manager.locator("button.choice.safe").click()
    expect(manager.locator(".in-check.safe")).to_be_visible()
    cast.go(manager, "/console/checks/1")
    expect(manager.locator("a[href$='/checks/1/close']")).to_have_count(0)
    cast.look(manager, "unit-board")


def ends_it(cast: Cast, admin: Page) -> None:
    cast.go(admin, "/console/checks/1")
    expect(admin.locator(".count.safe b")).to_have_text("1")
    admin.get_by_role("button", name=str(EVERYBODY - 2)).click()
    cast.story.turn()
    assert cast.story.check().deliveries["accepted"] > EVERYBODY
    cast.go(admin, "/console/checks/1")
    admin.locator("a[href$='/checks/1/close']").click()
    cast.presses(admin, "manager_board.close_press")
    assert cast.story.check(1).state is CheckState.CLOSED
    cast.presses(admin, "manager_board.clear")
    expect(admin.locator(".note", has_text=say("manager_board.cleared", cast.locale))).to_be_visible()
    cast.look(admin, "over")


def is_still_heard(cast: Cast, employee: Page) -> None:
    """After the end, through the link of the first letter."""
    cast.go(employee, cast.link(EMMA_MAIL, "/a/"))
    changes_to(cast, employee, "safe")
    expect(employee.locator(".answered.safe")).to_be_visible()
    assert cast.story.check(1).counts[Standing.SAFE] == 2
