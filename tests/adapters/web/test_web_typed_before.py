"""Words typed into a form that comes too late are shown again, and nothing is done with them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from adapters.web.console_frame import NEXT_COOKIE
from adapters.web.tokens import Purpose, Tokens
from flows.work import Begin
from storage.models import bulletins
from tests.adapters.web.console import form_token, signed_in
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows

TYPED = {"title": "停電", "words": "復旧は<b>18時</b>です", "password": "hunter2"}


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["hanako"])


def test_a_session_that_ended_meanwhile_costs_no_words(
    hanako: FlaskClient, tokens: Tokens, clock: MovableClock, company: Company, begin: Begin
) -> None:
    typed = {**TYPED, "csrf": form_token(hanako.get("/console/info").text)}
    clock.forward(timedelta(hours=13))
    shown = hanako.post("/console/info", data=typed)
    assert (shown.status_code, shown.headers["Cache-Control"]) == (401, "no-store")
    assert "復旧は&lt;b&gt;18時&lt;/b&gt;です" in shown.text
    assert "ログインし直して" in shown.text
    assert "hunter2" not in shown.text
    back = hanako.get_cookie(NEXT_COOKIE, path="/console")
    assert back is not None
    assert back.value == "/console/info"
    preview = {"csrf": typed["csrf"], "title": "{title}", "body": "本文"}
    assert "本文" in hanako.post("/console/settings/texts/prompt/ja/preview", data=preview).text
    back = hanako.get_cookie(NEXT_COOKIE, path="/console")
    assert back is not None
    assert back.value == "/console/info", "the way back is a page that can be looked at"
    signed_in(hanako, tokens, company.ids["hanako"])
    other = {**TYPED, "csrf": tokens.make(Purpose.FORM, 4712)}
    assert "18時" in hanako.post("/console/info", data=other).text, "signed in anew in another tab"
    assert rows(begin, bulletins) == []


def test_another_site_puts_no_words_on_our_page(browser: FlaskClient, company: Company) -> None:
    shown = browser.post("/console/info", data={**TYPED, "csrf": "x"})
    assert shown.status_code == 303
    assert "18時" not in shown.text
    assert browser.post("/console/info", data={"csrf": "x" * 2_000_000}).status_code == 303
