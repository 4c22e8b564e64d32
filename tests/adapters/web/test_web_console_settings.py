"""The page of settings: what is missing with the way to it, and every part proved with real calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from threading import Event

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from adapters.web.console_mail import Setting
from adapters.web.console_settings import SECTIONS
from adapters.web.proving import prove
from adapters.web.server import create_web
from adapters.web.tokens import Tokens
from bot.vocabulary import ChannelKind, Locale
from flows.in_force import InForce, OfEnvironment
from flows.mail_server import MailServer
from flows.ports import Finding, MailTried
from flows.seal import Seal
from flows.work import Begin
from storage.models import audit
from tests.adapters.web.console import form_token, signed_in
from tests.conftest import DEFAULT_POLICY
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows

PATH = "/console/settings"


class NoTrial:
    """flows.ports.MailTrial that nobody asks for."""

    def try_out(self, server: MailServer, to: str, locale: Locale) -> MailTried:
        raise AssertionError("nothing is tried here")


def examine(mail_to: str) -> Iterable[Finding]:
    assert mail_to == ""
    yield Finding("Slack account", True, "Aoba as <b>anpi</b>")
    yield Finding("mail server", False, "it does not answer: check the firewall")
    yield Finding("Slack channel C1", True, "#safety")


@pytest.fixture
def browser(begin: Begin, tokens: Tokens, clock: MovableClock) -> FlaskClient:
    environment = OfEnvironment(frozenset({ChannelKind.SLACK}), outside="http://127.0.0.1:8080")
    in_force = InForce(environment, Seal("k" * 40))
    setting = Setting(in_force, NoTrial(), examine)
    return create_web(begin, tokens, clock, DEFAULT_POLICY, at=in_force, setting=setting).test_client()


def press(browser: FlaskClient) -> TestResponse:
    return browser.post(PATH, data={"csrf": form_token(browser.get(PATH).text), "action": "prove"})


def test_what_is_missing_leads_to_where_it_is_put_right(browser: FlaskClient, tokens: Tokens, company: Company) -> None:
    html = signed_in(browser, tokens, company.ids["hanako"]).get(PATH).text
    for place in ("/console/settings/addresses", "/console/settings/admins", "/console/info/contacts"):
        assert f'<a href="{place}">直す</a>' in html
    assert all(f'href="{PATH}/{name}"' in html for name in SECTIONS)
    assert "How things stand" in browser.get(f"{PATH}?lang=en").text


def test_every_part_is_proved_and_shown(browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin) -> None:
    proved = press(signed_in(browser, tokens, company.ids["hanako"]))
    assert proved.status_code == 200
    assert "✗ 問題があります：1件" in proved.text
    assert "Slackアプリ" in proved.text
    assert "Aoba as &lt;b&gt;anpi&lt;/b&gt;" in proved.text
    assert "Slackのチャンネル C1" in proved.text
    # What to do in the reader's language, beside what the platform says.
    assert "送信テストをしてください。" in proved.text
    assert "check the firewall" in proved.text
    assert [row.action for row in rows(begin, audit)] == ["parts_proved"]
    late = [press(browser).status_code for _ in range(3)]
    assert late == [200, 200, 400]


@pytest.mark.parametrize("name", ["jiro", "taro"])
def test_nobody_but_a_safety_admin_sees_or_proves_anything(
    browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin, name: str
) -> None:
    admins_form = form_token(signed_in(browser, tokens, company.ids["hanako"]).get(PATH).text)
    signed_in(browser, tokens, company.ids[name])
    assert browser.get(PATH).status_code == 403
    refused = browser.post(PATH, data={"csrf": admins_form, "action": "prove"})
    assert (refused.status_code, "Aoba" in refused.text) == (403, False)


def test_a_platform_that_hangs_keeps_nobody_waiting() -> None:
    hangs = Event()

    def examination(mail_to: str) -> Iterator[Finding]:
        yield Finding("database", True, "at revision 0003")
        hangs.wait(30)

    proved = prove(examination, at_most=0.2)
    hangs.set()
    assert [finding.name for finding in proved.findings] == ["database"]
    assert not proved.is_over
