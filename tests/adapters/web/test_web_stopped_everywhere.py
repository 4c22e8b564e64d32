"""配信停止中 stands beside a contact wherever it is shown, and saving it again resumes it by every door."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from adapters.web.links import WebLinks
from adapters.web.tokens import Tokens
from bot.reasons import in_words
from bot.vocabulary import ChannelKind, ContactState, Locale, Status, Via
from flows.hear_bounce import MAYBE_FILTERED
from flows.record_answer import RecordAnswer, record_answer
from flows.start_campaign import StartCampaign, start_campaign, write_campaign
from flows.unsubscribe import unsubscribe
from flows.work import Begin, Lane, Operator, System, TokenHolder
from storage.models import audit, contacts
from storage.queries.letters import doubt
from tests.adapters.web.conftest import path_of
from tests.adapters.web.console import form_token, signed_in
from tests.support.checks import given_check, row_of, rows_of
from tests.support.company import Company

STOPPED = "配信停止中"
MAIL = "misaki@example.jp"
MASKED = "m•••@example.jp"


@pytest.fixture
def misaki(begin: Begin, company: Company) -> int:
    """Nothing reaches her: her only contact is stopped by herself."""
    person = company.person("美咲", units=["本社/開発部"], mails=[MAIL])
    contact_id = row_of_contact(begin, person)
    with begin(System("test")) as work:
        unsubscribe(work, contact_id)
    return person


def row_of_contact(begin: Begin, person: int) -> int:
    found: int = row_of(begin, contacts, person_id=person, channel=ChannelKind.MAIL).id
    return found


def state(begin: Begin) -> str:
    return str(row_of(begin, contacts, address=MAIL).state)


def test_every_page_of_a_manager_says_so(
    browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin, misaki: int
) -> None:
    check_id = given_check(begin, [misaki], unreachable=[misaki])
    with begin(Operator(), Lane.FANOUT) as work:
        campaign = start_campaign(work, StartCampaign()).campaign_id
        write_campaign(work, campaign)
    hanako = signed_in(browser, tokens, company.ids["hanako"])
    for path in (
        f"/console/people/{misaki}",
        "/console/people",
        "/console/contacts",
        "/console/contacts?state=suppressed",
        "/console/missing",
        f"/console/campaigns/{campaign}",
        f"/console/checks/{check_id}/people",
    ):
        page = hanako.get(path).text
        after_name = page.partition("美咲")[2]
        assert "停止" in after_name, path
    file = hanako.get("/console/contacts.csv?state=suppressed").get_data().decode("utf-8-sig")
    assert MAIL in file


@pytest.mark.parametrize("door", ["console", "link", "manager"])
@pytest.mark.parametrize("how", ["press", "save", "add again"])
def test_it_is_seen_and_saving_again_resumes_it_by_every_door(
    browser: FlaskClient,
    tokens: Tokens,
    links: WebLinks,
    company: Company,
    begin: Begin,
    misaki: int,
    door: str,
    how: str,
) -> None:
    path = {"console": "/console/me", "link": path_of(links.register(misaki)), "manager": f"/console/people/{misaki}"}[
        door
    ]
    if door != "link":
        signed_in(browser, tokens, misaki if door == "console" else company.ids["hanako"])
    page = browser.get(path).text
    card = page.partition(MAIL)[2].partition("</li>")[0]
    assert STOPPED in card
    assert "配信を再開" in card
    contact = {"contact": str(row_of_contact(begin, misaki))}
    forms = {
        "press": {"action": "save", **contact},
        "save": {"action": "save", "address": MAIL, "label": "", **contact},
        "add again": {"action": "add", "kind": "mail", "address": MAIL.upper()},
    }
    csrf = {} if door == "link" else {"csrf": form_token(page)}
    done = browser.post(path, data=csrf | forms[how])
    assert done.status_code == 303
    assert "done=resumed" in done.location
    assert state(begin) == ContactState.UNVERIFIED
    assert STOPPED not in browser.get(path).text.partition(MAIL)[2].partition("</li>")[0]
    assert [row.details for row in rows_of(begin, audit, action="contacts_resumed")] == [{"contacts": 1}]


def test_the_answer_page_hints_at_it_without_the_address_once_somebody_has_answered(
    browser: FlaskClient, links: WebLinks, begin: Begin, misaki: int
) -> None:
    check_id = given_check(begin, [misaki])
    path = path_of(links.answer(check_id, misaki, 0))
    assert STOPPED not in browser.get(path).text, "first of all the question"
    with begin(TokenHolder(misaki)) as work:
        record_answer(work, RecordAnswer(Status.SAFE, work.now, Via.WEB, check_id))
    page = browser.get(path).text
    assert STOPPED in page
    assert MASKED in page
    assert MAIL not in page
    assert "/console/me" in page


def test_what_a_carriers_filter_makes_doubtful_is_told_with_its_reason_in_the_history(
    browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin
) -> None:
    emma = company.ids["emma"]
    contact_id = row_of_contact(begin, emma)
    with begin(System("test")) as work:
        doubt(work.connection, contact_id, MAYBE_FILTERED, work.now)
    history = signed_in(browser, tokens, company.ids["hanako"]).get(f"/console/people/{emma}").text
    assert in_words(MAYBE_FILTERED, Locale.JA) in history.partition('class="history"')[2]
