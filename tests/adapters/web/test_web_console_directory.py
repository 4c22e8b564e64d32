"""The console's page about the Slack directory."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert
from werkzeug.test import TestResponse

from adapters.web.tokens import Tokens
from flows.work import Begin, Lane, System
from storage.models import contacts, directory_entries, people
from tests.adapters.web.console import form_token, signed_in
from tests.adapters.web.test_web_console_people import seen
from tests.support.company import Company
from tests.support.outbox import rows

PATH = "/console/directory"


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin) -> FlaskClient:
    with begin(System("test"), Lane.FANOUT) as work:
        for slack_id, name in (("U0NEW", "<b>新人</b>"), ("U0BOT", "来客")):
            entry = {"slack_id": slack_id, "name": name, "email": f"{slack_id.lower()}@example.jp", "state": "new"}
            work.connection.execute(insert(directory_entries).values(seen_at=work.now, **entry))
    return signed_in(browser, tokens, company.ids["hanako"])


def press(browser: FlaskClient, **fields: str) -> TestResponse:
    return browser.post(PATH, data={"csrf": form_token(browser.get(PATH).get_data(as_text=True)), **fields})


def test_a_new_account_is_put_on_the_staff_list_or_ignored(hanako: FlaskClient, begin: Begin) -> None:
    assert "&lt;b&gt;新人" in hanako.get(PATH).get_data(as_text=True)
    assert press(hanako, action="accept", account="U0NEW", employee_no="E777").status_code == 303
    [added] = rows(begin, people, employee_no="E777")
    assert rows(begin, contacts, address="U0NEW")[0].person_id == added.id
    assert press(hanako, action="ignore", account="U0BOT").status_code == 303
    assert "判断が必要なものはありません" in seen(hanako, PATH)


def test_a_number_that_is_taken_is_said_and_what_was_typed_is_kept(hanako: FlaskClient, begin: Begin) -> None:
    taken = rows(begin, people)[0].employee_no
    refused = press(hanako, action="accept", account="U0NEW", employee_no=taken)
    assert refused.status_code == 400
    assert f'value="{taken}"' in refused.get_data(as_text=True)
    assert rows(begin, contacts, address="U0NEW") == []


@pytest.mark.parametrize("fields", [{}, {"action": "?"}, {"action": "left", "account": "../x"}, {"account": "U0NEW"}])
def test_what_no_button_of_ours_sends_is_refused(hanako: FlaskClient, fields: dict[str, str]) -> None:
    assert press(hanako, **fields).status_code == 400


def test_only_safety_admins_decide(hanako: FlaskClient, tokens: Tokens, company: Company) -> None:
    jiro = signed_in(hanako, tokens, company.ids["jiro"])
    assert jiro.get(PATH).status_code == 403
    assert PATH not in seen(jiro, "/console/people")
