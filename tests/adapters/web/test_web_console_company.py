"""The page of the common settings: what is typed stays, what is saved holds at once, and each goes back alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from adapters.web.console_mail import Setting
from adapters.web.server import create_web
from adapters.web.tokens import Tokens
from bot.vocabulary import Locale
from flows.begin import make_begin
from flows.common_settings import READ, written
from flows.in_force import InForce, OfEnvironment
from flows.mail_server import MailServer
from flows.ports import MailTried
from flows.seal import Seal
from flows.work import Begin
from storage.database import Database
from storage.models import kept_settings
from tests.adapters.web.console import form_token, signed_in
from tests.conftest import DEFAULT_POLICY
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows

PATH = "/console/settings/common"
TYPED = {field: written(getattr(DEFAULT_POLICY, field)) for field in READ} | {"action": "save"}


class NoTrial:
    """flows.ports.MailTrial that nobody asks for."""

    def try_out(self, server: MailServer, to: str, locale: Locale) -> MailTried:
        raise AssertionError("nothing is tried here")


@pytest.fixture
def browser(database: Database, tokens: Tokens, clock: MovableClock) -> FlaskClient:
    in_force = InForce(OfEnvironment(frozenset(DEFAULT_POLICY.channels)), Seal("k" * 40))
    policy = in_force.over(DEFAULT_POLICY)
    begin = make_begin(database, clock, policy, lambda: None)
    setting = Setting(in_force, NoTrial(), lambda mail_to: ())
    return create_web(begin, tokens, clock, policy, at=in_force, setting=setting).test_client()


def press(browser: FlaskClient, **typed: str) -> TestResponse:
    return browser.post(PATH, data={"csrf": form_token(browser.get(PATH).text), **typed})


def test_a_new_name_stands_on_every_page_at_once_and_goes_back(
    browser: FlaskClient, tokens: Tokens, company: Company, clock: MovableClock
) -> None:
    signed_in(browser, tokens, company.ids["hanako"])
    assert "ANPI_COMPANY_NAME" in browser.get(PATH).text
    saved = press(browser, **TYPED | {"company": "<b>青葉</b>"})
    assert (saved.status_code, saved.location) == (303, f"{PATH}?done=saved")
    assert "&lt;b&gt;青葉&lt;/b&gt;" in browser.get("/info").text
    html = browser.get(saved.location).text
    assert 'value="forget:company"' in html
    assert 'value="forget:zone"' not in html
    press(browser, action="forget:company")
    # The page for everybody is kept for a moment.
    clock.forward(timedelta(minutes=1))
    assert "青葉製作所" in browser.get("/info").text


def test_a_mistake_is_told_and_everything_typed_stays(
    browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin
) -> None:
    signed_in(browser, tokens, company.ids["hanako"])
    refused = press(browser, **TYPED | {"zone": "Asia/Nowhere", "company": "青葉"})
    assert refused.status_code == 400
    assert "そのタイムゾーンはありません" in refused.text
    assert 'value="Asia/Nowhere"' in refused.text
    assert 'value="青葉"' in refused.text
    assert press(browser, action="nothing").status_code == 400
    assert rows(begin, kept_settings) == []


def test_the_companys_map_is_proposed_for_routes_and_ways_home(
    browser: FlaskClient, tokens: Tokens, company: Company
) -> None:
    signed_in(browser, tokens, company.ids["hanako"])
    refused = press(browser, **TYPED | {"map_service": "paper"})
    assert (refused.status_code, "地図を選んでください" in refused.text) == (400, True)
    for chosen, at_home in (("apple", "apple"), ("gsi", "google")):
        press(browser, **TYPED | {"map_service": chosen})
        assert f'<option value="{chosen}" selected>' in browser.get("/console/info/routes").text
        # A way home begins where the phone is: of the maps that can, that one or the first.
        assert f'<option value="{at_home}" selected>' in browser.get("/console/me/way-home").text


@pytest.mark.parametrize("name", ["jiro", "taro"])
def test_nobody_but_a_safety_admin_opens_or_changes_it(
    browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin, name: str
) -> None:
    admins_form = form_token(signed_in(browser, tokens, company.ids["hanako"]).get(PATH).text)
    signed_in(browser, tokens, company.ids[name])
    assert browser.get(PATH).status_code == 403
    assert browser.post(PATH, data={**TYPED, "company": "x", "csrf": admins_form}).status_code == 403
    assert rows(begin, kept_settings) == []
