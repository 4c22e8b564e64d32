"""Whatever somebody writes into an address or a form of the console: an answer, never an error of ours.

On both databases: PostgreSQL takes no NUL in a text, neither of them a number beyond 64 bits.
"""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from adapters.web.links import WebLinks
from adapters.web.tokens import Tokens
from tests.adapters.web.conftest import path_of
from tests.adapters.web.console import form_token, signed_in
from tests.support.company import Company

ODD_NUMBERS = ("9" * 19, "9" * 40, "9" * 5000, str(2**63), "0", "-1", "１２", "²", "1e9", "a%00b")
ODD_WORDS = (*ODD_NUMBERS, "%F0%9F", "%00", "%E2%80%AE", "<b>")
ODD_FIELDS = (
    *ODD_NUMBERS[:-1],
    "\0",
    "a\0b@example.jp",
    "\u202e",
    "a@b.jp\r\nBcc: x@y.jp",
    "9999-12-31",
    "10000-01-01",
)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["hanako"])


@pytest.mark.parametrize(
    "path", ["people/{}", "settings/units/{}", "campaigns/{}", "campaigns/{}.csv", "checks/{}", "checks/{}/deliveries"]
)
def test_a_number_nothing_has_is_not_found(hanako: FlaskClient, path: str) -> None:
    for odd in ODD_NUMBERS:
        assert hanako.get(f"/console/{path.format(odd)}").status_code in (404, 410), odd[:50]


@pytest.mark.parametrize(
    "query",
    [
        *("people?q={}", "people?after={}", "contacts?q={}", "contacts?after=1.1.{}", "contacts?after={}.1.a"),
        *("contacts?state={}", "contacts?resumed={}", "contacts.csv?q={}", "missing?after={}", "missing?mailed={}"),
        *("me?done={}", "me?lang={}", "people?unit={}", "people?left={}", "settings/admins?q={}"),
        *("checks?offset={0}&done={0}", "checks/new?unit={0}&at={0}&unit_text={0}"),
    ],
)
def test_odd_words_in_an_address_mean_nothing(hanako: FlaskClient, query: str) -> None:
    for odd in ODD_WORDS:
        assert hanako.get(f"/console/{query.format(odd)}").status_code == 200, odd[:50]


@pytest.mark.parametrize("action", ["add", "save", "remove", "first", "leave", "?"])
def test_odd_fields_of_a_persons_page_are_refused_in_words(
    hanako: FlaskClient, company: Company, links: WebLinks, action: str
) -> None:
    path = f"/console/people/{company.ids['taro']}"
    token = form_token(hanako.get(path).text)
    for odd in ODD_FIELDS:
        for page in (path, path_of(links.register(company.ids["taro"]))):
            fields = dict.fromkeys(("contact", "address", "label", "kind", "first", "last"), odd)
            shown = hanako.post(page, data={**fields, "csrf": token, "action": action})
            assert shown.status_code < 500, (page, odd[:50])


@pytest.mark.parametrize("page", ["people", "deliveries", "people.csv", "deliveries.xlsx"])
def test_odd_words_narrow_no_list_of_a_check(hanako: FlaskClient, company: Company, page: str) -> None:
    query = "q={0}&only={0}&unit={0}&after=silent.{0}&state={0}&channel={0}&round={0}&sent={0}"
    check_id = company.check()
    for odd in (*ODD_WORDS, *ODD_NUMBERS):
        shown = hanako.get(f"/console/checks/{check_id}/{page}?{query.format(odd)}")
        assert shown.status_code == 200, odd[:50]
        assert shown.get_data()
    assert hanako.get(f"/console/people/{company.ids['taro']}?check={ODD_NUMBERS[0]}&list=%22%3E").status_code == 200


def test_odd_fields_of_a_start_start_nothing_or_are_put_right(hanako: FlaskClient, company: Company) -> None:
    for odd in ("9" * 18, "9" * 40, "%00", "²"):
        shown = hanako.get(f"/console/checks/new?planned={odd}")
        assert shown.status_code in (200, 404), odd[:50]
        assert hanako.get(f"/console/checks/compare?check={odd}&check={odd}").status_code == 400, odd[:50]
    token = form_token(hanako.get("/console/checks/new").text)
    good = {"csrf": token, "kind": "drill", "title": "x", "when": "later", "starts_at": "x", "action": "start"}
    for name in ("number", "planned", "kind", "unit", "at", "level", "unit_text", "reach", "reminders", "starts_at"):
        for odd in ("9" * 40, "9" * 18, "\0", "²"):
            shown = hanako.post("/console/checks/new", data={**good, name: odd})
            assert shown.status_code < 500, (name, odd)


def test_odd_choices_are_refused(hanako: FlaskClient) -> None:
    token = form_token(hanako.get("/console/contacts").text)
    for odd in (*ODD_FIELDS, [str(number) for number in range(10_000, 80_000)]):
        shown = hanako.post("/console/contacts", data={"csrf": token, "action": "resume", "contact": odd})
        assert shown.status_code < 500, odd[:50]


def test_an_address_with_hidden_letters_is_nobodys(browser: FlaskClient) -> None:
    token = form_token(browser.get("/console/sign-in").text)
    for odd in ODD_FIELDS:
        shown = browser.post("/console/sign-in", data={"csrf": token, "address": f"{odd}@example.jp"})
        assert shown.status_code == 200, odd[:50]


def test_odd_fields_of_the_organisation_are_refused_in_words(hanako: FlaskClient, company: Company) -> None:
    token = form_token(hanako.get("/console/me").text)
    taro = str(company.ids["taro"])
    good = {"employee_no": "1", "name": "x", "person": taro, "role": "unit_manager"}
    for page, action, fields in (
        (f"people/{taro}", "profile", "employee_no name kana email locale site unit active"),
        (f"people/{taro}", "role", "role managed"),
        ("people/new", "", "employee_no email site unit"),
        ("settings/admins", "role", "person managed"),
        ("settings/admins", "revoke", "person"),
        ("settings/units", "add", "name"),
        (f"settings/units/{company.unit('本社')}", "rename", "new_name"),
        (f"settings/units/{company.unit('本社')}", "move", "under"),
        ("settings/sites", "add", "name address"),
        ("settings/sites", "delete", "site"),
    ):
        for name in fields.split():
            for odd in ("9" * 40, "\0", "\u202e", "²"):
                shown = hanako.post(f"/console/{page}", data={**good, name: odd, "csrf": token, "action": action})
                assert shown.status_code < 500, (page, action, name, odd)
