"""People, contacts, campaigns and deliveries: narrow and wide, in both languages, by pressing as a manager does."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page
from sqlalchemy import update

from adapters.web.console_frame import SESSION_COOKIE
from adapters.web.tokens import Purpose, Tokens
from bot.vocabulary import ChannelKind, CheckKind, ContactState
from flows.alarms import MAIL_POLICY, raise_alarm
from flows.start_campaign import StartCampaign, start_campaign
from flows.start_check import StartCheck, start_check
from flows.who import who_is
from flows.work import Lane, Sender, System
from storage.models import contacts
from tests.browser.conftest import OpenPage
from tests.browser.looks import require_good_looks
from tests.stories.harness import Story
from tests.stories.people import HANAKO, HANAKO_MAIL

pytestmark = pytest.mark.browser

PAGES = (
    *("people", "people/2", "me", "contacts", "contacts?state=suppressed", "missing", "campaigns/1"),
    *("missing/urge", "campaigns?unit_text=課", "contacts/import", "campaigns/1?proof=waiting", "checks/1/deliveries"),
    *("", "settings/audit", "settings/audit?q=青木", "settings/alarms"),
    *("checks/1/people", "checks/1/people?only=unreachable", "people/3?check=1"),
)


@pytest.fixture
def house(town_story: Story) -> Story:
    """Some contacts that do not work, a campaign and a check."""
    with town_story.anpi.begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(
            update(contacts)
            .where(contacts.c.address != HANAKO_MAIL, contacts.c.id % 3 == 0)
            .values(state=ContactState.SUPPRESSED, state_reason="unsubscribed")
        )
    with town_story.anpi.begin(Sender(ChannelKind.SLACK, HANAKO), Lane.FANOUT) as work:
        start_campaign(work, StartCampaign())
        start_check(work, StartCheck(CheckKind.DRILL, "訓練"))
        raise_alarm(work, MAIL_POLICY, "5.7.26", domain="docomo.example")
    town_story.turn()
    return town_story


def signed_in(page: Page, story: Story) -> Page:
    with story.anpi.begin(Sender(ChannelKind.SLACK, HANAKO), Lane.READ) as work:
        who = who_is(work)
    assert who is not None
    assert who.person_id is not None
    tokens = Tokens(story.anpi.settings.checked_secret_key(), story.clock)
    cookie = tokens.make(Purpose.SESSION, who.person_id, 0, 4711)
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": cookie, "url": f"{story.url}/console"}])
    return page


# Every width is looked at anyway: the one given is for the pictures.
@pytest.mark.parametrize(("language", "width"), [("ja", 390), ("en", 1280)])
def test_every_page_looks_good(house: Story, open_page: OpenPage, language: str, width: int) -> None:
    page = signed_in(open_page("about:blank", width), house)
    for path in PAGES:
        joint = "&" if "?" in path else "?"
        page.goto(f"{house.url}/console/{path}{joint}lang={language}")
        assert page.locator("h1").is_visible(), path
        require_good_looks(page)
        if folder := os.environ.get("ANPI_TEST_PICTURES"):
            name = path.translate(str.maketrans("/?=", "---"))
            page.screenshot(path=f"{folder}/{name}-{language}-{width}.png", full_page=True)


def test_a_contact_is_added_changed_and_removed_by_its_owner(house: Story, open_page: OpenPage) -> None:
    page = signed_in(open_page("about:blank"), house)
    page.goto(f"{house.url}/console/me?lang=en")
    page.fill("#address", "mine@example.jp")
    page.get_by_role("button", name="Add", exact=True).click()
    assert page.locator(".done").inner_text() == "✓ Added"
    card = page.locator(".contact", has_text="mine@example.jp")
    card.locator("summary").click()
    card.get_by_label("Address or number").fill("new@example.jp")
    card.get_by_role("button", name="Save").click()
    card = page.locator(".contact", has_text="new@example.jp")
    card.locator("summary").click()
    card.get_by_role("button", name="Remove this contact").click()
    assert page.locator(".done").inner_text() == "✓ Removed"
    assert page.locator(".contact", has_text="new@example.jp").count() == 0


def test_stopped_ones_are_chosen_and_resumed(house: Story, open_page: OpenPage) -> None:
    page = signed_in(open_page("about:blank"), house)
    page.goto(f"{house.url}/console/contacts?state=suppressed&lang=en")
    page.locator("input[name=contact]").first.check()
    page.get_by_role("button", name="Send to the chosen ones again").click()
    assert page.locator(".done").inner_text() == "✓ Sent to again: 1"
