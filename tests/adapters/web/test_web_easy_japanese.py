"""Pages in easy Japanese that no browser test opens: errors, the board without names, the page for the day, forms."""

from __future__ import annotations

import re
from html import unescape

from flask.testing import FlaskClient

from adapters.web.links import WebLinks
from adapters.web.tokens import Tokens
from bot.vocabulary import CheckState
from tests.adapters.web.conftest import path_of
from tests.adapters.web.console import signed_in
from tests.support.clock import START
from tests.support.company import Company

#: A kanji whose reading does not follow.
UNREAD = re.compile(r"[\u4e00-\u9fff々]+(?![\u4e00-\u9fff々（])")
#: The names of people and languages, the brand.
THEIRS = re.compile("太郎|花子|安否 Anpi|やさしい日本語|日本語|青葉製作所|本社|開発部|大阪支社")


def unread(browser: FlaskClient, path: str) -> list[str]:
    html = re.sub(r"<(script|style|title)\b.*?</\1>|</?b>", "", browser.get(path).text, flags=re.DOTALL)
    assert "<h1>" in html
    return UNREAD.findall(THEIRS.sub("", unescape(re.sub(r"<[^>]+>", "\n", html))))


def test_what_went_wrong_is_told_in_easy_words(browser: FlaskClient) -> None:
    for path in ("/a/broken", "/c/broken", "/u/broken", "/nowhere", "/console/enter/broken"):
        assert unread(browser, f"{path}?lang=ja-easy") == [], path


def test_an_employee_reads_the_board_and_their_answers_in_easy_words(
    browser: FlaskClient, tokens: Tokens, links: WebLinks, company: Company
) -> None:
    open_, closed = company.check(title="Storm"), company.check(title="Quake", state=CheckState.CLOSED, closed_at=START)
    taro = company.ids["taro"]
    browser.post(path_of(links.answer(open_, taro, 0)), data={"status": "away"})
    signed_in(browser, tokens, taro)
    for path in (
        f"/console/checks/{open_}",
        f"/console/checks/{closed}",
        "/console/me/answers",
        "/console/",
        "/console/me/way-home",
    ):
        assert unread(browser, f"{path}?lang=ja-easy") == [], path
    assert unread(browser, f"{path_of(links.answer(closed, taro, 0))}?lang=ja-easy") == []


def test_the_pages_for_the_day_and_before_it_are_easy(browser: FlaskClient, company: Company) -> None:
    for path in ("/info/", "/info/prepare", "/info/places"):
        assert unread(browser, f"{path}?lang=ja-easy") == [], path


def test_what_is_wrong_is_told_beside_its_field_and_what_was_typed_is_kept(
    browser: FlaskClient, links: WebLinks, company: Company
) -> None:
    """On the page behind a mailed link, which shows the same cards as the console; the language stays too."""
    page = f"{path_of(links.register(company.ids['taro']))}?lang=ja-easy"
    contact_id = re.findall(r'id="a(\d+)"', browser.get(page).text)[0]
    added = browser.post(page, data={"action": "add", "kind": "mail", "address": "no mail", "label": "home"})
    assert added.status_code == 400
    assert 'role="alert" id="problem"' in added.text
    assert re.search(r'id="address"[^>]* value="no mail" aria-invalid="true" aria-describedby="problem"', added.text)
    saved = browser.post(page, data={"action": "save", "contact": contact_id, "address": "no mail", "label": "x"})
    assert "<details open>" in saved.text
    assert re.search(rf'id="a{contact_id}"[^>]* value="no mail"[^>]* aria-invalid="true"', saved.text)
    assert saved.text.count("aria-invalid") == 1
    done = browser.post(page, data={"action": "add", "kind": "mail", "address": "taro@home.example", "label": ""})
    assert done.headers["Location"].endswith("lang=ja-easy")
