"""`/line/link` and `/line/friend`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from flask.testing import FlaskClient

from adapters.web.line_pages import create_line_pages
from adapters.web.links import WebLinks
from adapters.web.server import create_web
from adapters.web.tokens import Purpose, Tokens
from bot.vocabulary import ChannelKind, MessageKind
from flows.line_account_link import LinkEnded, end_account_link
from flows.line_linking import TRIES, CodeRedeemed, issue_link_code
from flows.work import Begin, Sender
from storage.models import contacts, line_friends, line_nonces, link_codes, messages
from tests.adapters.web.conftest import path_of
from tests.conftest import DEFAULT_POLICY
from tests.support.checks import row_of, rows_of
from tests.support.clock import START, MovableClock
from tests.support.company import Company

DIALOG = "https://access.line.me/dialog/bot/accountLink"
FRIEND = "https://line.me/R/ti/p/%40anpi"
PHONE = Sender(ChannelKind.LINE, "U" + "0b" * 16)
LINK_TOKEN = "NMZTNuVrPTqlr2IF8Bnymkb7rXfYv5EY"


def browser_of(begin: Begin, tokens: Tokens, clock: MovableClock, friend_url: Callable[[], str]) -> FlaskClient:
    pages = create_line_pages(begin, tokens, DEFAULT_POLICY, DIALOG, friend_url)
    return create_web(begin, tokens, clock, DEFAULT_POLICY, [pages]).test_client()


@pytest.fixture
def browser(begin: Begin, tokens: Tokens, clock: MovableClock) -> FlaskClient:
    return browser_of(begin, tokens, clock, lambda: FRIEND)


@pytest.fixture
def page(links: WebLinks) -> str:
    return path_of(links.line_link(PHONE.address, LINK_TOKEN))


def code_of(begin: Begin, slack_id: str = "U0HANAKO") -> str:
    with begin(Sender(ChannelKind.SLACK, slack_id)) as work:
        return issue_link_code(work).code


def test_one_press_with_the_code_leads_back_to_line_and_links(
    browser: FlaskClient, begin: Begin, company: Company, page: str
) -> None:
    answer = browser.post(page, data={"action": "link", "code": code_of(begin)})
    assert answer.status_code == 303
    there = urlsplit(answer.headers["Location"])
    assert f"{there.scheme}://{there.netloc}{there.path}" == DIALOG
    sent = parse_qs(there.query)
    assert sent["linkToken"] == [LINK_TOKEN]
    with begin(PHONE) as work:
        ended = end_account_link(work, LinkEnded("line:1", START, sent["nonce"][0], True))
    assert isinstance(ended, CodeRedeemed)
    assert row_of(begin, contacts, address=PHONE.address).person_id == company.ids["hanako"]


@pytest.mark.parametrize(
    ("language", "words"), [("ja", ("LINE の連携", "メールで受け取る")), ("en", ("Link your LINE", "Mail me a code"))]
)
def test_the_page_speaks_both_languages_and_keeps_its_link_when_they_are_switched(
    browser: FlaskClient, page: str, language: str, words: tuple[str, ...]
) -> None:
    shown = browser.get(f"{page}&lang={language}")
    assert shown.status_code == 200
    assert all(word in shown.text for word in words)
    switch = next(part for part in shown.text.split('"') if part.startswith("?lang="))
    assert browser.get("/line/link" + switch.replace("&amp;", "&")).status_code == 200


def test_browsers_let_the_form_lead_to_line_and_nowhere_else(browser: FlaskClient, page: str) -> None:
    rules = browser.get(page).headers["Content-Security-Policy"]
    assert "form-action 'self' https://access.line.me" in rules
    assert "default-src 'none'" in rules
    assert "script-src" not in rules


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_uses_no_code_and_asks_for_none(
    browser: FlaskClient, begin: Begin, company: Company, page: str, method: str
) -> None:
    code = code_of(begin)
    getattr(browser, method)(f"{page}&action=link&code={code}")
    getattr(browser, method)(f"{page}&action=mail&address=emma@example.com")
    assert row_of(begin, link_codes).used_at is None
    assert rows_of(begin, line_nonces) == rows_of(begin, messages) == []


@pytest.mark.parametrize("form", [{}, {"code": "AB2CD3EF"}, {"action": "x"}])
def test_a_form_submitted_without_its_button_does_nothing(
    browser: FlaskClient, begin: Begin, page: str, form: dict[str, str]
) -> None:
    assert browser.post(page, data=form).status_code == 400
    assert rows_of(begin, line_friends) == []


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "コードを確認できませんでした"), ("en", "That code did not work")]
)
@pytest.mark.parametrize("code", ["", "AB2CD3EF", "<u>&\"'", "\x00", "あ" * 5_000])
def test_a_wrong_code_is_told_and_counted(
    browser: FlaskClient, begin: Begin, company: Company, page: str, language: str, words: str, code: str
) -> None:
    answer = browser.post(f"{page}&lang={language}", data={"action": "link", "code": code})
    assert answer.status_code == 200
    assert words in answer.text
    assert "<u>" not in answer.text
    assert row_of(begin, line_friends, user_id=PHONE.address).failed_tries == 1


def test_after_five_wrong_codes_the_page_says_to_wait(
    browser: FlaskClient, begin: Begin, company: Company, page: str
) -> None:
    for _ in range(TRIES):
        browser.post(page, data={"action": "link", "code": "AB2CD3EF"})
    answer = browser.post(page, data={"action": "link", "code": code_of(begin)})
    assert "15分" in answer.text
    assert rows_of(begin, line_nonces) == []


def test_a_letter_with_a_code_gives_no_hint_whether_the_address_is_known(
    browser: FlaskClient, begin: Begin, company: Company, page: str
) -> None:
    asked = [
        browser.post(page, data={"action": "mail", "address": f"{name}@example.com"}) for name in ("emma", "nobody")
    ]
    assert asked[0].text == asked[1].text
    assert "登録されたアドレスであれば" in asked[0].text
    assert [row.kind for row in rows_of(begin, messages)] == [MessageKind.LINK_CODE]


def test_a_page_left_open_too_long_says_what_to_do(
    browser: FlaskClient, begin: Begin, company: Company, page: str, clock: MovableClock
) -> None:
    code = code_of(begin)
    clock.forward(timedelta(minutes=10, seconds=1))
    for language, words in (("ja", "「連携」と入力"), ("en", "Type “link”")):
        answer = browser.post(f"{page}&lang={language}", data={"action": "link", "code": code})
        assert answer.status_code == 410
        assert words in answer.text
    assert row_of(begin, link_codes).used_at is None


def test_links_that_are_not_ours_open_nothing(browser: FlaskClient, tokens: Tokens, page: str) -> None:
    answer_token = tokens.make(Purpose.ANSWER, 1)
    ours = tokens.make(Purpose.LINE_LINK, int(PHONE.address[1:], 16))
    queries = (
        *("", "t=x&linkToken=x", f"t={answer_token}&linkToken=x", f"t={ours}", f"t={ours}&linkToken="),
        *(f"t={ours}&linkToken=a%0d%0ab", f"t={ours}&linkToken={'x' * 201}"),
    )
    for query in queries:
        assert browser.get(f"/line/link?{query}").status_code == 410
    assert browser.get(page).status_code == 200


def test_what_stands_in_the_link_is_escaped(browser: FlaskClient, tokens: Tokens) -> None:
    ours = tokens.make(Purpose.LINE_LINK, int(PHONE.address[1:], 16))
    shown = browser.get(f"/line/link?t={ours}&linkToken=%22%3E%3Cb%3E%26nonce%3Dx")
    assert '"><b>' not in shown.text
    assert "linkToken=%22%3E%3Cb%3E%26nonce%3Dx" in shown.text


def test_a_token_cannot_smuggle_a_second_nonce_to_line(
    browser: FlaskClient, begin: Begin, company: Company, links: WebLinks
) -> None:
    page = path_of(links.line_link(PHONE.address, "x&nonce=forged#"))
    there = browser.post(page, data={"action": "link", "code": code_of(begin)}).headers["Location"]
    sent = parse_qs(urlsplit(there).query)
    assert sent["linkToken"] == ["x&nonce=forged#"]
    assert len(sent["nonce"]) == 1


@pytest.mark.parametrize(
    ("language", "words"), [("ja", ("友だち追加の QR コード", "LINE で開く")), ("en", ("QR code", "Open LINE"))]
)
def test_the_friend_page_has_a_qr_code_and_a_button(
    browser: FlaskClient, language: str, words: tuple[str, ...]
) -> None:
    shown = browser.get(f"/line/friend?lang={language}")
    assert all(word in shown.text for word in words)
    assert f'href="{FRIEND}"' in shown.text
    picture = next(part for part in shown.text.split('"') if part.startswith("data:image/svg+xml"))
    assert "<svg" in unquote(picture)


def test_the_friend_page_says_so_while_line_cannot_be_asked(begin: Begin, tokens: Tokens, clock: MovableClock) -> None:
    shown = browser_of(begin, tokens, clock, lambda: "").get("/line/friend?lang=en")
    assert shown.status_code == 200
    assert "cannot be asked just now" in shown.text
    assert "<img" not in shown.text
