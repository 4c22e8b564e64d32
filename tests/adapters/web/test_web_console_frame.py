"""The console's frame: who is let in, sessions that end, forms nobody else can send, the way back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from adapters.web.console_frame import SESSION_COOKIE, safe_next
from adapters.web.links import Fixed, WebLinks
from adapters.web.server import create_web
from adapters.web.tokens import Purpose, Tokens
from bot.vocabulary import CheckKind
from flows.work import Begin, System
from storage.models import audit, people
from tests.adapters.web.conftest import path_of
from tests.adapters.web.console import form_token, signed_in
from tests.conftest import DEFAULT_POLICY
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows

SIGN_IN = "/console/sign-in"


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company) -> FlaskClient:
    """Signed in as the safety admin."""
    return signed_in(browser, tokens, company.ids["hanako"])


def is_let_in(browser: FlaskClient) -> bool:
    shown = browser.get("/console/")
    assert shown.status_code in (200, 303)
    assert shown.status_code == 200 or shown.location == SIGN_IN
    return shown.status_code == 200


def change_person(begin: Begin, person_id: int, **values: object) -> None:
    with begin(System("test")) as work:
        work.connection.execute(update(people).where(people.c.id == person_id).values(**values))


def test_nobody_is_let_in_without_signing_in(browser: FlaskClient, company: Company) -> None:
    assert not is_let_in(browser)


def test_a_manager_sees_the_checks_and_every_part_of_the_menu(hanako: FlaskClient, company: Company) -> None:
    check_id = company.check(title="震度6弱 <b>", kind=CheckKind.DRILL)
    html = hanako.get("/console/").text
    assert f'href="/console/checks/{check_id}"' in html
    assert "震度6弱 &lt;b&gt;" in html
    assert "【訓練】" in html
    assert [f'href="/console/{part}"' in html for part in ("people", "contacts", "me")] == [True] * 3


def test_an_employee_sees_their_own_contacts_only(browser: FlaskClient, tokens: Tokens, company: Company) -> None:
    check_id = company.check(title="震度6弱")
    html = signed_in(browser, tokens, company.ids["taro"]).get("/console/").text
    assert 'href="/console/me"' in html
    assert f'href="/console/checks/{check_id}"' not in html
    assert 'href="/console/people"' not in html


@pytest.mark.parametrize("changed", ["", "x", "a~b", "あ"])
def test_a_session_made_up_is_worth_nothing(browser: FlaskClient, company: Company, changed: str) -> None:
    browser.set_cookie(SESSION_COOKIE, changed, path="/console")
    assert not is_let_in(browser)


def test_a_session_that_was_changed_or_made_for_something_else_is_worth_nothing(
    browser: FlaskClient, tokens: Tokens, company: Company
) -> None:
    jiro, hanako = company.ids["jiro"], company.ids["hanako"]
    good = tokens.make(Purpose.SESSION, jiro, 0, 4711)
    others = tokens.make(Purpose.SESSION, hanako, 0, 4711)
    mixed = others.split("~")[0] + "~" + good.split("~")[1]
    for cookie in (mixed, good[:-3], tokens.make(Purpose.ANSWER, jiro, 0, 4711, 2**40)):
        browser.set_cookie(SESSION_COOKIE, cookie, path="/console")
        assert not is_let_in(browser)
    browser.set_cookie(SESSION_COOKIE, good, path="/console")
    assert is_let_in(browser)


def test_a_session_ends_after_twelve_hours(hanako: FlaskClient, clock: MovableClock) -> None:
    clock.forward(timedelta(hours=11))
    assert is_let_in(hanako)
    clock.forward(timedelta(hours=1, seconds=1))
    assert not is_let_in(hanako)


def test_whoever_has_left_is_not_let_in(hanako: FlaskClient, begin: Begin, company: Company) -> None:
    assert is_let_in(hanako)
    change_person(begin, company.ids["hanako"], active=False)
    assert not is_let_in(hanako)


def test_signing_out_ends_it_in_this_browser(hanako: FlaskClient) -> None:
    token = form_token(hanako.get("/console/").text)
    assert hanako.post("/console/sign-out", data={"csrf": token}).location == f"{SIGN_IN}?out=1"
    assert not is_let_in(hanako)


def test_signing_out_everywhere_ends_it_in_every_browser(
    begin: Begin, tokens: Tokens, clock: MovableClock, company: Company
) -> None:
    web = create_web(begin, tokens, clock, DEFAULT_POLICY)
    here, there = (signed_in(web.test_client(), tokens, company.ids["hanako"]) for _ in range(2))
    other = signed_in(web.test_client(), tokens, company.ids["jiro"])
    token = form_token(here.get("/console/").text)
    here.post("/console/sign-out", data={"csrf": token, "where": "everywhere"})
    assert [is_let_in(browser) for browser in (here, there, other)] == [False, False, True]
    [row] = [row for row in rows(begin, audit) if row.action == "signed_out_everywhere"]
    assert (row.person_id, row.actor) == (company.ids["hanako"], "console")


@pytest.mark.parametrize("token", ["", "wrong", "あ"])
def test_a_form_without_its_token_does_nothing(hanako: FlaskClient, token: str) -> None:
    shown = hanako.post("/console/sign-out", data={"csrf": token, "where": "everywhere"})
    assert shown.status_code == 400
    assert "何も変更していません" in shown.text
    assert is_let_in(hanako)


def test_the_token_of_another_session_opens_no_form(hanako: FlaskClient, tokens: Tokens, company: Company) -> None:
    theirs = tokens.make(Purpose.FORM, 4712)
    assert hanako.post("/console/sign-out", data={"csrf": theirs}).status_code == 400
    assert is_let_in(hanako)


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_never_signs_out(hanako: FlaskClient, method: str) -> None:
    assert getattr(hanako, method)("/console/sign-out").status_code == 405
    assert is_let_in(hanako)


def test_the_board_opens_for_a_manager_who_has_signed_in(hanako: FlaskClient, company: Company) -> None:
    check_id = company.check(title="震度6弱")
    html = hanako.get(f"/console/checks/{check_id}").text
    assert "震度6弱" in html
    assert 'aria-current="page"' in html


def test_the_board_keeps_its_link_and_has_no_menu_then(browser: FlaskClient, links: WebLinks, company: Company) -> None:
    html = browser.get(path_of(links.board(company.check(), company.ids["hanako"]))).text
    assert 'href="/console/checks/1/people?only=silent&amp;t=' in html
    assert "<nav" not in html


def test_a_unit_manager_who_has_signed_in_sees_their_own_people_only(
    browser: FlaskClient, tokens: Tokens, company: Company
) -> None:
    jiro = signed_in(browser, tokens, company.ids["jiro"])
    html = jiro.get(f"/console/checks/{company.check()}/people").text
    assert "太郎" in html
    assert "Emma" not in html


def test_an_employee_who_has_signed_in_sees_counts_only(browser: FlaskClient, tokens: Tokens, company: Company) -> None:
    html = signed_in(browser, tokens, company.ids["taro"]).get(f"/console/checks/{company.check()}").text
    assert "名前は管理者だけに表示されます" in html
    assert "次郎" not in html


@pytest.mark.parametrize(
    "wished",
    [
        "https://evil.example/",
        "//evil.example/console/",
        "/console//evil.example",
        "/\\evil.example",
        "/console/\\evil",
        "/console/\r\nSet-Cookie: a=b",
        "/console/\tx",
        "/consoles/",
        "/a/token",
        "javascript:alert(1)",
        "/console/" + "x" * 600,
        "",
    ],
)
def test_the_way_back_never_leads_elsewhere(wished: str) -> None:
    assert safe_next(wished) == "/console/"


@pytest.mark.parametrize("wished", ["/console/people?page=2&name=%E5%A4%AA", "/console/checks/7"])
def test_the_way_back_leads_to_the_page_asked_for(wished: str) -> None:
    assert safe_next(wished) == wished


def test_cookies_are_kept_from_scripts_other_sites_and_open_lines(
    begin: Begin, tokens: Tokens, clock: MovableClock
) -> None:
    web = create_web(begin, tokens, clock, DEFAULT_POLICY, at=Fixed("https://anpi.example.jp")).test_client()
    cookies = web.get("/console/").headers.getlist("Set-Cookie") + web.get(SIGN_IN).headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        for part in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/console"):
            assert part in cookie


def test_the_language_once_chosen_stays(hanako: FlaskClient) -> None:
    assert "ログアウト" in hanako.get("/console/").text
    assert "Sign out" in hanako.get("/console/?lang=en").text
    assert "Sign out" in hanako.get("/console/").text


def test_pages_of_the_console_are_kept_nowhere(hanako: FlaskClient) -> None:
    headers = hanako.get("/console/").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
