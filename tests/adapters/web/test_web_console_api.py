"""Tokens of the API and webhooks in the console: shown once, revoked, tested, and for safety admins alone."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from adapters.web.console_mail import Setting
from adapters.web.server import create_web
from adapters.web.tokens import Tokens
from bot.api_words import HookEvent, Scope
from bot.vocabulary import Locale
from bot.wording import say
from flows.in_force import InForce, OfEnvironment
from flows.ports import MailTried
from flows.seal import Seal
from flows.webhooks.deliver import Posted, claim_webhook, record_posts
from flows.work import Begin, Lane, System
from storage.models import api_tokens, audit, webhook_events, webhooks
from tests.adapters.web.console import form_token, signed_in
from tests.conftest import DEFAULT_POLICY
from tests.support.checks import row_of, rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company

API, HOOKS = "/console/settings/api", "/console/settings/webhooks"
IN_FORCE = InForce(OfEnvironment(outside="https://anpi.test"), Seal("k" * 40))
URL = "https://hooks.aoba.example/anpi"


class NoTrial:
    """Nobody tries a mail server here."""

    def try_out(self, *_: object) -> MailTried:
        raise AssertionError


@pytest.fixture
def hanako(begin: Begin, tokens: Tokens, clock: MovableClock, company: Company) -> FlaskClient:
    web = create_web(
        begin, tokens, clock, DEFAULT_POLICY, at=IN_FORCE, setting=Setting(IN_FORCE, NoTrial(), lambda mail_to: ())
    )
    return signed_in(web.test_client(), tokens, company.ids["hanako"])


def press(who: FlaskClient, page: str, **form: object) -> tuple[int, str]:
    """The status, and the page it ends on."""
    response = who.post(page, data={"csrf": form_token(who.get(page).text), **form})
    return response.status_code, who.get(response.location).text if response.status_code == 303 else response.text


def test_a_token_is_shown_once_and_revoked(hanako: FlaskClient, begin: Begin) -> None:
    assert API in hanako.get("/console/settings").text
    form = {"name": "<b>人事</b>", "scope": [Scope.CHECKS_READ, Scope.PEOPLE_READ], "days": "90", "action": "make"}
    status, page = press(hanako, API, **form)
    assert status == 200
    [secret] = re.findall(r'class="key">(anpi_[^<]+)<', page)
    page = hanako.get(API).text
    assert secret not in page
    assert "&lt;b&gt;人事&lt;/b&gt;" in page
    assert say("api_page.ends_in", Locale.JA, hint=secret[-4:]) in page
    row = row_of(begin, api_tokens)
    assert row.scopes == ["checks:read", "people:read"]
    status, page = press(hanako, API, token=row.id, action="replace")
    [newer] = re.findall(r'class="key">(anpi_[^<]+)<', page)
    assert (status, newer != secret, "前のトークンは" in page) == (200, True, True)
    newest = rows_of(begin, api_tokens)[-1].id
    assert press(hanako, API, token=newest, action="revoke")[0] == 303
    status, page = press(hanako, API, token=row.id, action="revoke")
    assert (status, say("api_page.was_revoked", Locale.JA) in page) == (303, True)
    assert 'value="revoke"' not in page
    assert "APIのトークンを作った" in hanako.get("/console/settings/audit").text


def test_what_was_typed_stays_where_it_cannot_be_made(hanako: FlaskClient, begin: Begin) -> None:
    status, page = press(hanako, API, name="人事", days="0", action="make")
    assert (status, say("refusal.api_token_scopes", Locale.JA) in page) == (400, True)
    assert 'value="人事"' in page
    assert '<option value="0" selected>' in page
    for form in ({"action": "revoke", "token": "x"}, {"action": "revoke", "token": "9" * 30}, {"action": "odd"}):
        assert press(hanako, API, **form)[0] == 400
    assert press(hanako, API, action="revoke", token="99")[0] == 404
    assert rows_of(begin, api_tokens) == []


def test_a_webhook_is_added_tested_paused_and_deleted(hanako: FlaskClient, begin: Begin) -> None:
    status, page = press(hanako, HOOKS, url=URL, event=[HookEvent.HELP, HookEvent.CLOSED], action="make")
    assert status == 200
    [secret] = re.findall(r'class="key">(whsec_[^<]+)<', page)
    number = row_of(begin, webhooks).id
    _, page = press(hanako, HOOKS, webhook=number, action="test")
    assert say("hooks_done.tested", Locale.JA) in page
    assert say("hooks_page.waiting", Locale.JA, count=1) in page
    with begin(System("cycle"), Lane.FANOUT) as work:
        claimed = claim_webhook(work, IN_FORCE)
        assert claimed is not None
        assert claimed.secrets == (secret,)
        record_posts(work, claimed, [(claimed.events[0], Posted(503))])
    page = hanako.get(HOOKS).text
    assert "テスト – 送信待ち: HTTP 503" in page
    assert secret not in page
    status, page = press(hanako, HOOKS, webhook=number, action="renew")
    [newer] = re.findall(r'class="key">(whsec_[^<]+)<', page)
    assert (status, newer != secret, say("hooks_page.renewed", Locale.JA) in page) == (200, True, True)
    _, page = press(hanako, HOOKS, webhook=number, event=[HookEvent.HELP], action="save")
    assert say("hooks_page.paused", Locale.JA) in page
    status, page = press(hanako, HOOKS, webhook=number, action="test")
    assert (status, say("refusal.webhook_paused", Locale.JA) in page) == (400, True)
    _, page = press(hanako, HOOKS, webhook=number, action="delete")
    assert say("hooks_page.none", Locale.JA) in page
    assert rows_of(begin, webhook_events) == []
    noted = [row.action for row in rows_of(begin, audit) if row.action.startswith("webhook")]
    assert noted == ["webhook_made", "webhook_tested", "webhook_secret_renewed", "webhook_changed", "webhook_deleted"]


def test_a_webhook_that_cannot_be_keeps_what_was_typed(hanako: FlaskClient, begin: Begin) -> None:
    status, page = press(hanako, HOOKS, url='http://8.8.8.8/"<b>', event=[HookEvent.HELP], action="make")
    assert (status, say("refusal.webhook_url", Locale.JA) in page) == (400, True)
    assert "http://8.8.8.8/&#34;&lt;b&gt;" in page
    assert press(hanako, HOOKS, webhook="99", action="delete")[0] == 404
    assert press(hanako, HOOKS, webhook="x", action="odd")[0] == 400
    assert rows_of(begin, webhooks) == []


def test_a_unit_manager_sees_and_makes_nothing(hanako: FlaskClient, tokens: Tokens, company: Company) -> None:
    jiro = signed_in(hanako, tokens, company.ids["jiro"])
    assert [jiro.get(page).status_code for page in (API, HOOKS)] == [403, 403]
    form = {"csrf": form_token(jiro.get("/console/people").text), "action": "make", "name": "x", "url": URL}
    scopes = {"scope": [Scope.PEOPLE_READ], "days": "0", "event": [HookEvent.HELP]}
    assert [jiro.post(page, data={**form, **scopes}).status_code for page in (API, HOOKS)] == [403, 403]
