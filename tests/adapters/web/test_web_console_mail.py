"""The pages of the mail server and of the links' addresses: what is typed stays, secrets never come back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from adapters.web.console_frame import SESSION_COOKIE
from adapters.web.console_mail import Setting
from adapters.web.links import WebLinks
from adapters.web.server import create_web
from adapters.web.tokens import Tokens
from bot.vocabulary import ChannelKind, Locale
from flows.in_force import InForce, OfEnvironment
from flows.mail_server import MailServer, Relay
from flows.ports import Finding, MailTried
from flows.seal import Seal
from flows.set_mail_server import TRIALS
from flows.work import Begin
from storage.models import kept_settings
from tests.adapters.web.console import form_token, signed_in
from tests.conftest import DEFAULT_POLICY
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows

MAIL = "/console/settings/mail"
ADDRESSES = "/console/settings/addresses"
PASSWORD = "hunter2<&"
TYPED = {
    "mail_from": "安否確認 <anpi@example.jp>",
    "host": "smtp.example.jp",
    "port": "587",
    "security": "starttls",
    "login": "password",
    "user": "anpi",
    "password": PASSWORD,
    "to": "me@example.jp",
}


@dataclass
class FakeTrial:
    """flows.ports.MailTrial that does as it is told."""

    outcome: MailTried = field(default_factory=lambda: MailTried(letter_seconds=0.5))
    tried: list[tuple[MailServer, str]] = field(default_factory=list)

    def try_out(self, server: MailServer, to: str, locale: Locale) -> MailTried:
        self.tried.append((server, to))
        return self.outcome


def nothing(mail_to: str) -> Iterable[Finding]:
    """`anpi doctor` where there is nothing to examine."""
    return ()


@pytest.fixture
def trial() -> FakeTrial:
    return FakeTrial()


@pytest.fixture
def in_force() -> InForce:
    environment = OfEnvironment(
        frozenset({ChannelKind.SLACK, ChannelKind.MAIL}),
        MailServer(Relay("old.example.jp", 25, "tls", "olduser", "oldsecret"), "old@example.jp"),
        "https://anpi.example.jp",
    )
    return InForce(environment, Seal("k" * 40))


@pytest.fixture
def browser(begin: Begin, tokens: Tokens, clock: MovableClock, in_force: InForce, trial: FakeTrial) -> FlaskClient:
    setting = Setting(in_force, trial, nothing)
    return create_web(begin, tokens, clock, DEFAULT_POLICY, at=in_force, setting=setting).test_client()


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["hanako"])


def press(browser: FlaskClient, path: str, action: str, **typed: str) -> TestResponse:
    token = form_token(browser.get(path).text)
    return browser.post(path, data={"csrf": token, "action": action, **typed})


def test_the_environments_server_is_shown_without_its_password(hanako: FlaskClient) -> None:
    html = hanako.get(MAIL).text
    assert 'value="old.example.jp"' in html
    assert "ANPI_SMTP_URL" in html
    assert "oldsecret" not in html
    assert "設定済み（空欄なら変えません）" in html


def test_what_is_saved_is_in_force_at_once_and_goes_back_to_the_environment(
    hanako: FlaskClient, in_force: InForce
) -> None:
    saved = press(hanako, MAIL, "save", **TYPED)
    assert (saved.status_code, saved.location) == (303, f"{MAIL}?done=saved")
    assert in_force.mail is not None
    assert in_force.mail.relay == Relay("smtp.example.jp", 587, "starttls", "anpi", PASSWORD)
    html = hanako.get(saved.location).text
    assert "保存しました" in html
    assert "hunter2" not in html
    assert 'value="smtp.example.jp"' in html
    press(hanako, MAIL, "save", **{**TYPED, "password": "", "port": "465", "security": "tls"})
    assert in_force.mail.relay == Relay("smtp.example.jp", 465, "tls", "anpi", PASSWORD)
    assert press(hanako, MAIL, "forget").location == f"{MAIL}?done=forgotten"
    assert in_force.mail == in_force.environment.mail


def test_a_test_saves_nothing_keeps_what_was_typed_and_says_what_the_server_said(
    hanako: FlaskClient, begin: Begin, in_force: InForce, trial: FakeTrial
) -> None:
    trial.outcome = MailTried("mail_login", "535 5.7.8 <b>no</b>")
    html = press(hanako, MAIL, "try", **TYPED).text
    [(server, to)] = trial.tried
    assert (server.relay.password, server.mail_from, to) == (PASSWORD, TYPED["mail_from"], "me@example.jp")
    assert "認証が断られました" in html
    assert "サーバーの応答：535 5.7.8 &lt;b&gt;no&lt;/b&gt;" in html
    assert 'value="smtp.example.jp"' in html
    assert 'value="安否確認 &lt;anpi@example.jp&gt;"' in html
    assert "hunter2" not in html
    assert in_force.mail == in_force.environment.mail
    assert not rows(begin, kept_settings)
    # The password that was typed is still there for the next press, unreadable in the page.
    held = html.split('name="held_password" value="')[1].split('"')[0]
    again = hanako.post(
        MAIL, data={"csrf": form_token(html), **TYPED, "action": "save", "password": "", "held_password": held}
    )
    assert again.status_code == 303
    assert in_force.mail is not None
    assert in_force.mail.relay.password == PASSWORD


def test_a_test_that_arrives_gives_an_estimate(hanako: FlaskClient, trial: FakeTrial) -> None:
    assert "まだ分かりません" in hanako.get(MAIL).text
    html = press(hanako, MAIL, "try", **TYPED).text
    assert "サーバーが受け取りました" in html
    assert "0.5秒" in html


def test_a_mistake_is_told_and_everything_typed_stays(hanako: FlaskClient, trial: FakeTrial) -> None:
    refused = press(hanako, MAIL, "try", **{**TYPED, "port": "70000"})
    assert refused.status_code == 400
    assert "1～65535" in refused.text
    assert 'value="70000"' in refused.text
    assert 'value="me@example.jp"' in refused.text
    assert trial.tried == []
    for _ in range(TRIALS.at_once):
        press(hanako, MAIL, "try", **TYPED)
    late = press(hanako, MAIL, "try", **TYPED)
    assert (late.status_code, "30秒" in late.text) == (400, True)
    assert press(hanako, MAIL, "nothing").status_code == 400


@pytest.mark.parametrize("path", [MAIL, ADDRESSES])
@pytest.mark.parametrize("name", ["jiro", "taro"])
def test_nobody_but_a_safety_admin_opens_or_changes_them(
    browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin, in_force: InForce, name: str, path: str
) -> None:
    signed_in(browser, tokens, company.ids["hanako"])
    admins_form = form_token(browser.get(path).text)
    signed_in(browser, tokens, company.ids[name])
    assert browser.get(path).status_code == 403
    typed = {**TYPED, "outside": "https://x.example.jp", "inside": "", "action": "save", "csrf": admins_form}
    assert browser.post(path, data=typed).status_code == 403
    assert browser.post(path, data={**typed, "csrf": "made up"}).status_code == 400
    assert not rows(begin, kept_settings)


def test_links_lead_to_the_addresses_that_were_just_set(hanako: FlaskClient, in_force: InForce, tokens: Tokens) -> None:
    links = WebLinks(in_force, tokens)
    assert links.answer_inside(1, 2, 0) == ""
    saved = press(hanako, ADDRESSES, "save", outside="https://new.example.jp", inside="http://anpi.local:8080")
    assert saved.status_code == 303
    assert links.answer(1, 2, 0).startswith("https://new.example.jp/a/")
    assert links.answer_inside(1, 2, 0).startswith("http://anpi.local:8080/a/")
    refused = press(hanako, ADDRESSES, "save", outside="nonsense", inside="http://anpi.local:8080")
    assert (refused.status_code, 'value="nonsense"' in refused.text) == (400, True)
    press(hanako, ADDRESSES, "forget")
    assert links.answer(1, 2, 0).startswith("https://anpi.example.jp/a/")


def test_inside_the_company_cookies_need_no_tls_where_its_address_has_none(
    hanako: FlaskClient, browser: FlaskClient
) -> None:
    press(hanako, ADDRESSES, "save", outside="https://anpi.example.jp", inside="http://anpi.local:8080")

    def is_secure(host: str) -> bool:
        return "Secure" in browser.get("/console/sign-in", headers={"Host": host}).headers["Set-Cookie"]

    hosts = ("anpi.example.jp", "anpi.local:8080", "anpi.local", "other.example.jp", "[")
    assert [is_secure(host) for host in hosts] == [True, False, False, True, True]
    press(hanako, ADDRESSES, "save", outside="https://anpi.local", inside="http://anpi.local:8080")
    assert [is_secure(host) for host in ("anpi.local", "anpi.local:8080")] == [True, False]


def test_signing_in_by_mail_is_offered_as_soon_as_mail_is_on(
    begin: Begin, tokens: Tokens, clock: MovableClock, company: Company, trial: FakeTrial
) -> None:
    in_force = InForce(OfEnvironment(), Seal("k" * 40))
    policy = type(DEFAULT_POLICY)(channels=in_force.channels)
    browser = create_web(
        begin, tokens, clock, policy, at=in_force, setting=Setting(in_force, trial, nothing)
    ).test_client()
    assert 'name="address"' not in browser.get("/console/sign-in").text
    press(signed_in(browser, tokens, company.ids["hanako"]), MAIL, "save", **TYPED)
    browser.delete_cookie(SESSION_COOKIE, path="/console")
    assert 'name="address"' in browser.get("/console/sign-in").text
