"""Information, one-click unsubscribe (RFC 8058), health and errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from adapters.web.health import create_health
from adapters.web.links import WebLinks
from adapters.web.server import create_web
from adapters.web.tokens import Tokens
from bot.info_file import read_info
from bot.vocabulary import ContactState, Locale
from flows.begin import make_begin
from flows.company_info import import_info
from flows.unsubscribe import show_contact
from flows.work import Begin, Lane, Operator, System
from sandbox.residents import INFO
from storage.database import open_database
from storage.models import contacts
from tests.adapters.web.conftest import path_of
from tests.conftest import DEFAULT_POLICY
from tests.support.clock import MovableClock
from tests.support.company import Company


@pytest.fixture
def contact_id(begin: Begin, company: Company) -> int:
    """Emma's mail address."""
    with begin(System("test"), Lane.READ) as work:
        return int(
            work.connection.execute(contacts.select().where(contacts.c.person_id == company.ids["emma"])).one().id
        )


def state_of(begin: Begin, contact_id: int) -> ContactState:
    with begin(System("test"), Lane.READ) as work:
        return show_contact(work, contact_id).state


def test_the_page_for_the_day_shows_numbers_to_tap_and_routes_to_open(browser: FlaskClient, begin: Begin) -> None:
    with begin(Operator("test")) as work:
        import_info(work, read_info(INFO.read_bytes(), Locale.JA))
    for language, heading in (("ja", "避難経路"), ("en", "Evacuation routes")):
        shown = browser.get(f"/info?lang={language}")
        assert heading in shown.text
        assert "tel:119" in shown.text
        assert "travelmode=walking" in shown.text
        assert "max-age" in shown.headers["Cache-Control"]


def test_an_empty_page_for_the_day_still_has_the_public_numbers(browser: FlaskClient) -> None:
    html = browser.get("/info").text
    assert "tel:119" in html
    assert "まだ登録されていません" in html


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_never_unsubscribes(
    browser: FlaskClient, begin: Begin, links: WebLinks, contact_id: int, method: str
) -> None:
    getattr(browser, method)(path_of(links.unsubscribe(contact_id, "emma@example.com")))
    assert state_of(begin, contact_id) is ContactState.UNVERIFIED


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_one_click_stops_this_address_without_cookie_or_redirect(
    browser: FlaskClient, begin: Begin, links: WebLinks, contact_id: int, content_type: str
) -> None:
    form = {"List-Unsubscribe": "One-Click"}
    for _ in range(2):
        answer = browser.post(
            path_of(links.unsubscribe(contact_id, "emma@example.com")), data=form, content_type=content_type
        )
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert state_of(begin, contact_id) is ContactState.SUPPRESSED


@pytest.mark.parametrize("form", [{}, {"lang": "ja"}, {"List-Unsubscribe": "yes"}])
def test_a_form_submitted_without_its_button_stops_nothing(
    browser: FlaskClient, begin: Begin, links: WebLinks, contact_id: int, form: dict[str, str]
) -> None:
    before = state_of(begin, contact_id)
    assert browser.post(path_of(links.unsubscribe(contact_id, "emma@example.com")), data=form).status_code == 400
    assert state_of(begin, contact_id) is before


def test_one_press_resumes(browser: FlaskClient, begin: Begin, links: WebLinks, contact_id: int) -> None:
    url = path_of(links.unsubscribe(contact_id, "emma@example.com"))
    browser.post(url, data={"List-Unsubscribe": "One-Click"})
    resumed = browser.post(url, data={"action": "resume"})
    assert resumed.status_code == 200
    assert state_of(begin, contact_id) is not ContactState.SUPPRESSED
    assert "One-Click" not in resumed.text, "a second tap must not stop it again"


def test_the_page_warns_before_it_stops(browser: FlaskClient, links: WebLinks, contact_id: int) -> None:
    html = browser.get(path_of(links.unsubscribe(contact_id, "emma@example.com"))).text
    assert "would" in html or "will not reach" in html
    assert "emma@example.com" not in html


def test_of_an_address_that_bounced_the_page_does_not_say_that_mail_is_sent_there(
    browser: FlaskClient, company: Company, begin: Begin, links: WebLinks
) -> None:
    bounced = company.person("不達", mails=["x@example.jp"], state=ContactState.BOUNCED)
    with begin(System("test"), Lane.READ) as work:
        found = work.connection.execute(contacts.select().where(contacts.c.person_id == bounced)).one()
    shown = browser.get(path_of(links.unsubscribe(int(found.id), "x@example.jp"))).text
    assert "届かなかったため" in shown
    assert "<button" not in shown


def test_alive_ready_and_metrics(begin: Begin, tokens: Tokens, clock: MovableClock, company: Company) -> None:
    state = {"database": True, "cycle": False}
    web = create_web(begin, tokens, clock, DEFAULT_POLICY, [create_health(begin, lambda: state)]).test_client()
    assert web.get("/healthz").status_code == 200
    assert web.get("/readyz").status_code == 503
    state["cycle"] = True
    assert web.get("/readyz").json == {"ready": True, "database": True, "cycle": True}
    company.check()
    assert "anpi_checks_active 1.0" in web.get("/metrics").text


def test_while_the_database_is_away_metrics_say_so_in_one_plain_line(
    tmp_path: Path, tokens: Tokens, clock: MovableClock
) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'missing' / 'anpi.db'}")
    begin = make_begin(database, clock, DEFAULT_POLICY, lambda: None)
    web = create_web(begin, tokens, clock, DEFAULT_POLICY, [create_health(begin, dict)]).test_client()
    shown = web.get("/metrics")
    assert (shown.status_code, shown.mimetype, shown.text.count("\n")) == (503, "text/plain", 1)
    database.close()


@pytest.mark.parametrize("path", ["/nothing", "/a/", "/console/checks/x", "/static/nothing.css"])
def test_a_page_that_does_not_exist_says_so(browser: FlaskClient, path: str) -> None:
    shown = browser.get(path)
    assert shown.status_code == 404
    assert "<h1>" in shown.text


def test_no_token_reaches_the_log_when_a_page_breaks(
    tokens: Tokens, clock: MovableClock, links: WebLinks, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> object:
        raise RuntimeError("the database is gone")

    web = create_web(broken, tokens, clock, DEFAULT_POLICY).test_client()  # type: ignore[arg-type]
    path = path_of(links.answer(1, 1, 0))
    shown = web.get(path)
    assert shown.status_code == 500
    assert "もう一度" in shown.text
    assert path.removeprefix("/a/") not in caplog.text
    assert "/a/<token>" in caplog.text


def test_the_bare_address_leads_to_what_helps_on_the_day(browser: FlaskClient) -> None:
    assert "tel:119" in browser.get("/", follow_redirects=True).text
