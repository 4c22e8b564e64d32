"""A button pressed twice on a slow line, or a form sent again after its answer was lost: done once, shown as done."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from adapters.web.tokens import Tokens
from bot.vocabulary import MessageKind, Standing
from flows.work import Begin
from storage.models import bulletins, emergency_contacts
from tests.adapters.web.console import signed_in
from tests.support.checks import given_standing
from tests.support.company import Company
from tests.support.outbox import outbox, rows


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["hanako"])


def hidden(page: TestResponse) -> dict[str, str]:
    """What the forms of a page carry by themselves."""
    return dict(re.findall(r'<input type="hidden" name="(csrf|press)" value="([^"]+)"', page.text))


def twice(browser: FlaskClient, path: str, **typed: str) -> None:
    """Both presses end on a page of good news."""
    kept = hidden(browser.get(path))
    for _ in range(2):
        assert browser.post(path, data={**kept, **typed}, follow_redirects=True).status_code == 200


def test_what_is_written_is_there_once_and_may_be_said_again(
    hanako: FlaskClient, company: Company, begin: Begin
) -> None:
    check_id = company.check()
    given_standing(begin, check_id, company.ids["taro"], Standing.HELP)
    for times in (1, 2):
        twice(hanako, "/console/info", title="停電", words="復旧は18時")
        twice(hanako, "/console/info/contacts", action="added", name="守衛室", target="03-0000-0001")
        twice(hanako, f"/console/checks/{check_id}/people/{company.ids['taro']}", action="write", words="すぐ行きます")
        twice(hanako, f"/console/checks/{check_id}/write", words="救助が向かっています")
        assert [len(rows(begin, table)) for table in (bulletins, emergency_contacts)] == [times, times]
        assert len(outbox(begin, kind=MessageKind.MANAGER_NOTE)) == times * 2 * 3, "three contacts, two messages"


def test_another_word_in_the_same_form_is_another_press(hanako: FlaskClient, begin: Begin) -> None:
    kept = hidden(hanako.get("/console/info"))
    for words in ("復旧は18時", "復旧は19時"):
        hanako.post("/console/info", data={**kept, "title": "停電", "words": words})
    assert [row.words for row in rows(begin, bulletins)] == ["復旧は18時", "復旧は19時"]


def test_a_page_that_has_not_changed_is_the_same_page(browser: FlaskClient, tokens: Tokens, company: Company) -> None:
    """No number is drawn where nothing is written: whoever looks again is told 304."""
    path = f"/console/checks/{company.check()}"
    emma = signed_in(browser, tokens, company.ids["emma"])
    known = emma.get(path).headers["ETag"]
    assert emma.get(path, headers={"If-None-Match": known}).status_code == 304
