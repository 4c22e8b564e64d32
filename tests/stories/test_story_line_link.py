"""From adding the bot as a friend to being linked: chat, our page, LINE's page, and back in the chat."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from bot.vocabulary import ChannelKind
from flows.line_linking import issue_link_code
from flows.work import Begin, Sender
from storage.models import contacts
from tests.support.checks import row_of, rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.line_house import LineHouse, line_house

PHONE, OTHER = "U" + "0b" * 16, "U" + "0c" * 16


@pytest.fixture
def house(begin: Begin, clock: MovableClock) -> Iterator[LineHouse]:
    with line_house(begin, clock) as house:
        house.line.add_friend(PHONE, "花子", is_friend=False)
        yield house


def code_of(begin: Begin) -> str:
    with begin(Sender(ChannelKind.SLACK, "U0HANAKO")) as work:
        return issue_link_code(work).code


def opened(house: LineHouse, user: str = PHONE) -> str:
    """The page behind the button in the chat."""
    house.line.wait_for_message(user, "連携コード")
    page: str = house.line.press(user, "LINE を連携する").details["uri"]
    assert requests.get(page, timeout=5).ok
    return page


def test_a_new_friend_links_with_one_press(house: LineHouse, begin: Begin, company: Company) -> None:
    assert house.line.follow(PHONE).ok
    page = opened(house)
    back = requests.post(page, data={"action": "link", "code": code_of(begin)}, timeout=5)
    assert back.url.startswith(f"{house.line.base_url}/dialog/bot/accountLink?"), "the press leads to LINE"
    assert back.ok
    house.line.wait_for_message(PHONE, "花子さんの LINE として登録しました")
    assert row_of(begin, contacts, address=PHONE).person_id == company.ids["hanako"]


def test_a_token_used_twice_links_nobody_and_the_word_gives_a_new_button(
    house: LineHouse, begin: Begin, company: Company
) -> None:
    house.line.follow(PHONE)
    page = opened(house)
    house.line.world.link_tokens.clear()
    back = requests.post(page, data={"action": "link", "code": code_of(begin)}, timeout=5)
    assert back.status_code == 400
    assert rows_of(begin, contacts, address=PHONE) == []
    house.line.type(PHONE, "連携")
    house.line.book.wait_for(lambda: opened(house) != page or None, 5)
    back = requests.post(opened(house), data={"action": "link", "code": code_of(begin)}, timeout=5)
    assert back.ok
    assert row_of(begin, contacts, address=PHONE).person_id == company.ids["hanako"]


def test_a_nonce_in_the_hands_of_another_account_links_nobody(house: LineHouse, begin: Begin, company: Company) -> None:
    house.line.follow(PHONE)
    page = opened(house)
    form = {"action": "link", "code": code_of(begin)}
    there = requests.post(page, data=form, timeout=5, allow_redirects=False).headers["Location"]
    nonce = there.rpartition("nonce=")[2]
    house.line.add_friend(OTHER, "他人")
    assert house.line.link_account(OTHER, nonce).ok
    house.line.wait_for_message(OTHER, "連携できませんでした")
    assert rows_of(begin, contacts, address=OTHER) == []
    assert requests.get(there, timeout=5).ok
    assert row_of(begin, contacts, address=PHONE).person_id == company.ids["hanako"]


def test_the_friend_page_shows_the_account_line_tells_of(house: LineHouse) -> None:
    assert "https://line.me/R/ti/p/%40anpi" in requests.get(f"{house.address}/line/friend", timeout=5).text
