"""The console's page of replies that could not be read."""

from __future__ import annotations

import html

import pytest
from flask.testing import FlaskClient

from adapters.web.tokens import Tokens
from flows.work import Begin, Lane, System
from storage.models import unclear_replies
from storage.queries.replies import keep_unclear
from tests.adapters.web.console import form_token, signed_in
from tests.support.checks import given_check, row_of
from tests.support.company import Company

PAGE = "/console/replies"


@pytest.fixture
def reply_id(begin: Begin, company: Company) -> int:
    check = given_check(begin, [company.ids["emma"]], title="地震 <b>")
    with begin(System("test"), Lane.FANOUT) as work:
        keep_unclear(work.connection, check, company.ids["emma"], "<script>alert(1)</script>", work.now)
    found: int = row_of(begin, unclear_replies).id
    return found


def seen(browser: FlaskClient, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_a_manager_is_led_to_it_reads_it_and_is_done(
    browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin, reply_id: int
) -> None:
    hanako = signed_in(browser, tokens, company.ids["hanako"])
    assert "読み取れなかった返信が 1 件あります" in seen(hanako, "/console/")
    page = seen(hanako, PAGE)
    assert "<script>alert" not in page
    assert "<script>alert(1)</script>" in html.unescape(page)
    done = hanako.post(PAGE, data={"csrf": form_token(page), "reply": str(reply_id)})
    assert (done.status_code, done.location) == (303, PAGE)
    assert row_of(begin, unclear_replies).settled_at is not None
    assert "読み取れなかった返信はありません" in seen(hanako, PAGE)
    assert PAGE not in seen(hanako, "/console/")


def test_an_employee_is_refused(browser: FlaskClient, tokens: Tokens, company: Company, reply_id: int) -> None:
    emma = signed_in(browser, tokens, company.ids["emma"])
    assert emma.get(PAGE).status_code == 403
    assert PAGE not in seen(emma, "/console/")


@pytest.mark.parametrize("number", ["", "x", "9" * 30, "-1", "999999"])
def test_what_is_no_reply_is_not_found(
    browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin, reply_id: int, number: str
) -> None:
    hanako = signed_in(browser, tokens, company.ids["hanako"])
    token = form_token(seen(hanako, PAGE))
    assert hanako.post(PAGE, data={"csrf": token, "reply": number}).status_code == 404
    assert row_of(begin, unclear_replies).settled_at is None
