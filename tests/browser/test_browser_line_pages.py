"""The pages around LINE in a browser: its rules let the form lead to LINE, and a phone shows the QR code whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from bot.vocabulary import ChannelKind
from flows.line_linking import issue_link_code
from flows.work import Begin, Sender
from storage.models import contacts
from tests.browser.conftest import OpenPage
from tests.support.checks import row_of
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.line_house import LineHouse, line_house

PHONE = "U" + "0b" * 16


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def house(begin: Begin, clock: MovableClock) -> Iterator[LineHouse]:
    with line_house(begin, clock) as house:
        yield house


def test_the_form_leads_to_line_and_the_account_is_linked(
    house: LineHouse, begin: Begin, company: Company, open_page: OpenPage
) -> None:
    house.line.follow(PHONE)
    house.line.wait_for_message(PHONE, "連携コード")
    page = open_page(house.line.press(PHONE, "LINE を連携する").details["uri"], locale="ja-JP")
    page.get_by_role("link", name="English").click()
    page.get_by_label("Linking code").fill("AB2CD3EF")
    page.get_by_role("button", name="Link with this code").click()
    expect(page.get_by_role("alert")).to_contain_text("That code did not work")
    with begin(Sender(ChannelKind.SLACK, "U0HANAKO")) as work:
        code = issue_link_code(work).code
    page.get_by_label("Linking code").fill(code.lower())
    page.get_by_role("button", name="Link with this code").click()
    expect(page.get_by_text("go back to the chat")).to_be_visible()
    assert row_of(begin, contacts, address=PHONE).person_id == company.ids["hanako"]


@pytest.mark.parametrize("locale", ["ja-JP", "en-US"])
@pytest.mark.parametrize("width", [320, 390])
def test_the_qr_code_is_whole_on_a_phone(house: LineHouse, open_page: OpenPage, width: int, locale: str) -> None:
    page = open_page(f"{house.address}/line/friend", width, locale=locale)
    picture = page.get_by_role("img")
    box = picture.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert picture.evaluate("image => image.naturalWidth") > 100
    assert page.evaluate("document.documentElement.scrollWidth") <= width
