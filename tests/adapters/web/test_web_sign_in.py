"""The sign-in pages: one answer for every address, a button that signs in, GET never does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from adapters.web.console_frame import NEXT_COOKIE, SESSION_COOKIE, VISIT_COOKIE
from adapters.web.server import create_web
from adapters.web.tokens import Purpose, Tokens
from bot.vocabulary import ChannelKind, MessageKind
from flows.begin import make_begin
from flows.sign_in import GOOD_FOR
from flows.work import Actor, Begin, Lane, Operator, Policy, SignedIn, Work
from storage.database import Database
from storage.models import audit, people
from tests.adapters.web.console import form_token
from tests.conftest import DEFAULT_POLICY
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import outbox, rows

SIGN_IN = "/console/sign-in"
EMMA = "emma@example.com"


def ask(browser: FlaskClient, address: str = EMMA) -> tuple[int, str]:
    """Status and page."""
    token = form_token(browser.get(SIGN_IN).text)
    shown = browser.post(SIGN_IN, data={"csrf": token, "address": address})
    return shown.status_code, shown.text


def entrance(browser: FlaskClient, begin: Begin) -> str:
    """The path in the letter that was just asked for."""
    ask(browser)
    return f"/console/enter/{outbox(begin, kind=MessageKind.SIGN_IN)[-1].params['token']}"


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/console/").status_code == 200


def test_the_answer_never_tells_whether_an_address_is_registered(
    browser: FlaskClient, begin: Begin, company: Company
) -> None:
    answers = {ask(browser, address) for address in (EMMA, "nobody@example.jp", "taro@example.jp")}
    [(status, html)] = answers
    assert status == 200
    assert "登録されていれば" in html
    assert len(outbox(begin)) == 2


def test_the_button_of_the_letters_page_signs_in(browser: FlaskClient, begin: Begin, company: Company) -> None:
    path = entrance(browser, begin)
    shown = browser.get(path)
    assert "Sign in as Emma" in shown.text
    pressed = browser.post(path, data={"csrf": form_token(shown.text)})
    assert (pressed.status_code, pressed.location) == (303, "/console/")
    assert is_in(browser)
    [row] = rows(begin, audit, action="signed_in")
    assert (row.person_id, row.actor, row.details) == (company.ids["emma"], "console", {"by": "mail"})


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_never_signs_in(browser: FlaskClient, begin: Begin, company: Company, method: str) -> None:
    path = entrance(browser, begin)
    for _ in range(3):
        shown = getattr(browser, method)(path)
        assert shown.status_code == 200
        assert not any(SESSION_COOKIE in cookie for cookie in shown.headers.getlist("Set-Cookie"))
    assert not is_in(browser)
    assert browser.post(path, data={"csrf": form_token(browser.get(path).text)}).status_code == 303


def test_who_is_deactivated_between_the_link_and_the_session_is_led_back_with_a_sentence(
    begin: Begin, company: Company, tokens: Tokens, clock: MovableClock
) -> None:
    @contextmanager
    def racing(actor: Actor, lane: Lane = Lane.ANSWER) -> Iterator[Work]:
        if isinstance(actor, SignedIn):
            with begin(Operator(), Lane.FANOUT) as work:
                work.connection.execute(update(people).where(people.c.id == company.ids["emma"]).values(active=False))
        with begin(actor, lane) as work:
            yield work

    browser = create_web(racing, tokens, clock, DEFAULT_POLICY).test_client()
    path = entrance(browser, begin)
    pressed = browser.post(path, data={"csrf": form_token(browser.get(path).text)})
    assert pressed.status_code == 303
    assert SIGN_IN in pressed.location
    assert "管理者にお問い合わせください" in browser.get(pressed.location).text
    assert not is_in(browser)


def test_a_link_works_once(browser: FlaskClient, begin: Begin, company: Company, tokens: Tokens) -> None:
    path = entrance(browser, begin)
    form = {"csrf": form_token(browser.get(path).text)}
    browser.post(path, data=form)
    browser.delete_cookie(SESSION_COOKIE, path="/console")
    shown = browser.get(path)
    assert shown.status_code == 410
    assert f'href="{SIGN_IN}"' in shown.text
    again = form_token(browser.get(SIGN_IN).text)
    assert browser.post(path, data={"csrf": again}).status_code == 410
    assert not is_in(browser)


def test_a_link_that_expired_says_so_and_offers_a_new_one(
    browser: FlaskClient, begin: Begin, company: Company, clock: MovableClock
) -> None:
    path = entrance(browser, begin)
    form = {"csrf": form_token(browser.get(path).text)}
    clock.forward(GOOD_FOR)
    for shown in (browser.get(path), browser.post(path, data=form)):
        assert shown.status_code == 410
        assert "新しいリンク" in shown.text
    assert not is_in(browser)


@pytest.mark.parametrize("token", ["x", "あ" * 50, "x" * 5000, "%00"])
def test_a_link_made_up_signs_nobody_in(browser: FlaskClient, company: Company, token: str) -> None:
    form = {"csrf": form_token(browser.get(SIGN_IN).text)}
    assert browser.get(f"/console/enter/{token}").status_code == 410
    assert browser.post(f"/console/enter/{token}", data=form).status_code == 410
    assert not is_in(browser)


def test_a_form_from_elsewhere_neither_mails_nor_signs_in(
    browser: FlaskClient, begin: Begin, tokens: Tokens, company: Company
) -> None:
    """Another site may know a link of its own, but neither this browser's visit nor what is made of it."""
    path = entrance(browser, begin)
    before = len(outbox(begin))
    theirs = form_token(browser.get(SIGN_IN).text)
    browser.delete_cookie(VISIT_COOKIE, path="/console")
    assert browser.post(SIGN_IN, data={"csrf": theirs, "address": EMMA}).status_code == 400
    assert browser.post(path, data={"csrf": theirs}).status_code == 400
    browser.get(SIGN_IN)
    assert browser.post(path, data={"csrf": theirs}).status_code == 400
    assert browser.post(path).status_code == 400
    assert len(outbox(begin)) == before
    assert not is_in(browser)


def test_after_signing_in_the_page_asked_for_is_opened(browser: FlaskClient, begin: Begin, company: Company) -> None:
    check_id = company.check()
    assert browser.get(f"/console/checks/{check_id}?open=help").location == SIGN_IN
    path = entrance(browser, begin)
    pressed = browser.post(path, data={"csrf": form_token(browser.get(path).text)})
    assert pressed.location == f"/console/checks/{check_id}?open=help"
    assert browser.get_cookie(NEXT_COOKIE, path="/console") is None


def test_the_way_back_is_looked_at_again_when_it_is_used(browser: FlaskClient, begin: Begin, company: Company) -> None:
    path = entrance(browser, begin)
    form = {"csrf": form_token(browser.get(path).text)}
    browser.set_cookie(NEXT_COOKIE, "https://evil.example/", path="/console")
    assert browser.post(path, data=form).location == "/console/"


@pytest.mark.parametrize("address", ["", "emma", "   "])
def test_what_is_no_address_is_said_beside_what_was_typed(browser: FlaskClient, begin: Begin, address: str) -> None:
    status, html = ask(browser, address)
    assert status == 400
    assert "メールアドレスを入力してください" in html
    assert f'value="{address.strip()}"' in html or f'value="{address}"' in html


def test_what_was_typed_is_escaped(browser: FlaskClient) -> None:
    assert '"><script>' not in ask(browser, '"><script>')[1]


def test_one_network_that_asks_without_end_is_stopped(browser: FlaskClient, begin: Begin, company: Company) -> None:
    statuses = [ask(browser, f"a{number}@example.jp")[0] for number in range(101)]
    assert statuses == [200] * 100 + [429]
    assert ask(browser)[0] == 429
    assert not outbox(begin)


def test_without_mail_the_page_says_so(database: Database, tokens: Tokens, clock: MovableClock) -> None:
    policy = Policy(channels=frozenset({ChannelKind.SLACK}))
    web = create_web(make_begin(database, clock, policy, lambda: None), tokens, clock, policy).test_client()
    html = web.get(SIGN_IN).text
    assert "システム担当者" in html
    assert "<form" not in html
    web.set_cookie(VISIT_COOKIE, tokens.make(Purpose.VISIT, 1), path="/console")
    form = {"csrf": tokens.make(Purpose.FORM, 1), "address": EMMA}
    assert web.post(SIGN_IN, data=form).status_code == 400


def test_a_form_left_open_for_too_long_is_shown_again(
    browser: FlaskClient, begin: Begin, company: Company, clock: MovableClock
) -> None:
    token = form_token(browser.get(SIGN_IN).text)
    clock.forward(timedelta(hours=13))
    shown = browser.post(SIGN_IN, data={"csrf": token, "address": EMMA})
    assert shown.status_code == 400
    assert "何も変更していません" in shown.text
    assert not outbox(begin)
