"""The console's page of alarms."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from adapters.web.tokens import Tokens
from bot.vocabulary import Locale
from bot.wording import say
from flows.alarms import MAIL_POLICY, raise_alarm
from flows.work import Begin, System
from storage.models import alarms
from tests.adapters.web.console import form_token, signed_in
from tests.support.checks import row_of
from tests.support.company import Company

PAGE = "/console/settings/alarms"


@pytest.fixture
def alarm_id(begin: Begin, company: Company) -> int:
    with begin(System("mail")) as work:
        raise_alarm(work, MAIL_POLICY, "5.7.26", domain="docomo.example")
        raise_alarm(work, "of_tomorrow", "<b>")
    found: int = row_of(begin, alarms, code=MAIL_POLICY).id
    return found


def test_an_admin_is_led_there_reads_what_to_do_and_is_done(
    browser: FlaskClient, tokens: Tokens, company: Company, alarm_id: int
) -> None:
    hanako = signed_in(browser, tokens, company.ids["hanako"])
    assert PAGE in hanako.get("/console/").text
    assert PAGE in hanako.get("/console/settings").text
    page = hanako.get(PAGE).text
    assert "docomo.example などの受信側が、こちらのメールを拒否しています（5.7.26）" in page
    assert "SPF・DKIM・DMARC" in page
    assert "of_tomorrow（&lt;b&gt;）" in page
    done = hanako.post(PAGE, data={"csrf": form_token(page), "alarm": str(alarm_id)})
    assert done.status_code == 303
    page = hanako.get(done.location).text
    assert say("alarms.closed", Locale.JA) in page
    assert "docomo.example" not in page


@pytest.mark.parametrize(("number", "status"), [("", 400), ("x", 400), ("9" * 30, 400), ("999999", 303)])
def test_what_is_no_alarm_closes_none(
    browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin, alarm_id: int, number: str, status: int
) -> None:
    hanako = signed_in(browser, tokens, company.ids["hanako"])
    form = {"csrf": form_token(hanako.get(PAGE).text), "alarm": number}
    assert hanako.post(PAGE, data=form).status_code == status
    assert row_of(begin, alarms, id=alarm_id).closed_at is None


def test_a_unit_manager_is_refused_and_not_told(
    browser: FlaskClient, tokens: Tokens, company: Company, alarm_id: int
) -> None:
    jiro = signed_in(browser, tokens, company.ids["jiro"])
    assert jiro.get(PAGE).status_code == 403
    assert PAGE not in jiro.get("/console/").text
