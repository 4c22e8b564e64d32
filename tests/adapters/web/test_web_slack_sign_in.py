"""Signing in with Slack: a button comes before it signs in, and only this browser's own request counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from adapters.web.console_frame import SESSION_COOKIE
from adapters.web.links import Fixed
from adapters.web.server import create_web
from adapters.web.tokens import Purpose, Tokens
from bot.vocabulary import ChannelKind
from flows.begin import make_begin
from flows.ports import IdentityError
from flows.work import Begin, Lane, Policy, System
from storage.database import Database
from storage.models import audit, people
from tests.adapters.web.conftest import BASE
from tests.adapters.web.console import form_token
from tests.conftest import DEFAULT_POLICY
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows

SIGN_IN = "/console/sign-in"
CALLBACK = "/console/slack/callback"
ENTER = "/console/slack/enter"


@dataclass
class FakeSlack:
    """flows.ports.SlackIdentity: the code is the user id."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    fails: str = ""

    def sign_in_url(self, redirect_uri: str, state: str, nonce: str) -> str:
        self.asked.append((redirect_uri, nonce))
        return f"https://slack.example/authorize?state={state}"

    def exchange(self, code: str, redirect_uri: str, nonce: str) -> str:
        if self.fails or (redirect_uri, nonce) not in self.asked:
            raise IdentityError(self.fails or "slack")
        return code


@pytest.fixture
def slack() -> FakeSlack:
    return FakeSlack()


@pytest.fixture
def browser(begin: Begin, tokens: Tokens, clock: MovableClock, slack: FakeSlack, company: Company) -> FlaskClient:
    return create_web(begin, tokens, clock, DEFAULT_POLICY, at=Fixed(BASE), slack=slack).test_client()


def state_from(browser: FlaskClient) -> str:
    """As Slack will bring it back."""
    assert "/console/slack/start" in browser.get(SIGN_IN).text
    led = browser.get("/console/slack/start").location
    return parse_qs(urlsplit(str(led)).query)["state"][0]


def came_back(browser: FlaskClient, user: str = "U0HANAKO", state: str | None = None) -> str:
    """The page Slack leads back to."""
    known = state_from(browser) if state is None else state
    return browser.get(CALLBACK, query_string={"code": user, "state": known}, follow_redirects=True).text


def proof_in(html: str) -> str:
    found = re.search(r'name="proof" value="([^"]+)"', html)
    assert found is not None
    return found.group(1)


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/console/").status_code == 200


def test_the_button_signs_in_whom_slack_named(
    browser: FlaskClient, begin: Begin, company: Company, slack: FakeSlack
) -> None:
    html = came_back(browser)
    assert "花子 さんとしてログイン" in html
    pressed = browser.post(ENTER, data={"csrf": form_token(html), "proof": proof_in(html)})
    assert (pressed.status_code, pressed.location) == (303, "/console/")
    assert is_in(browser)
    assert slack.asked[0][0] == f"{BASE}/console/slack/callback"
    [row] = rows(begin, audit, action="signed_in")
    assert (row.person_id, row.actor, row.details) == (company.ids["hanako"], "console", {"by": "slack"})


@pytest.mark.parametrize("method", ["get", "head"])
def test_coming_back_alone_never_signs_in(browser: FlaskClient, method: str) -> None:
    query = {"code": "U0HANAKO", "state": state_from(browser)}
    shown = getattr(browser, method)(CALLBACK, query_string=query)
    assert shown.status_code == 200
    assert not any(SESSION_COOKIE in cookie for cookie in shown.headers.getlist("Set-Cookie"))
    assert getattr(browser, method)(ENTER).status_code == 405
    assert not is_in(browser)


def test_the_answer_to_another_browsers_request_is_refused(
    browser: FlaskClient, begin: Begin, tokens: Tokens, clock: MovableClock, slack: FakeSlack
) -> None:
    """Somebody else's link back would sign this browser in as them."""
    others = create_web(begin, tokens, clock, DEFAULT_POLICY, at=Fixed(BASE), slack=slack).test_client()
    theirs = state_from(others)
    browser.get(SIGN_IN)
    assert "途中で終わりました" in came_back(browser, state=theirs)
    html = came_back(others)
    mine = form_token(browser.get(SIGN_IN).text)
    pressed = browser.post(ENTER, data={"csrf": mine, "proof": proof_in(html)})
    assert pressed.location == f"{SIGN_IN}?problem=slack"
    assert not is_in(browser)


def test_a_state_or_proof_made_up_or_too_old_is_refused(
    browser: FlaskClient, tokens: Tokens, company: Company, clock: MovableClock
) -> None:
    assert "途中で終わりました" in came_back(browser, state="x")
    old = state_from(browser)
    html = came_back(browser)
    forms = [{"csrf": form_token(html), "proof": proof} for proof in ("x", tokens.make(Purpose.ANSWER, 1, 2), "")]
    clock.forward(timedelta(minutes=11))
    forms.append({"csrf": form_token(html), "proof": proof_in(html)})
    assert "途中で終わりました" in came_back(browser, state=old)
    for form in forms:
        assert browser.post(ENTER, data=form).location == f"{SIGN_IN}?problem=slack"
    assert not is_in(browser)


def test_the_button_needs_the_forms_token(browser: FlaskClient) -> None:
    proof = proof_in(came_back(browser))
    for token in ("", "x"):
        assert browser.post(ENTER, data={"csrf": token, "proof": proof}).status_code == 400
    assert not is_in(browser)


def test_who_has_left_before_the_press_is_told_so(browser: FlaskClient, begin: Begin) -> None:
    html = came_back(browser)
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(people).values(active=False))
    pressed = browser.post(ENTER, data={"csrf": form_token(html), "proof": proof_in(html)})
    assert (pressed.status_code, pressed.location) == (303, f"{SIGN_IN}?problem=unknown")
    assert not is_in(browser)


def test_an_account_nobody_knows_is_told_so(browser: FlaskClient) -> None:
    assert "社員名簿と結びついていません" in came_back(browser, "U0STRANGER")


@pytest.mark.parametrize(
    ("code", "said"), [("workspace", "ワークスペースのものではありません"), ("slack", "途中で終わりました")]
)
def test_what_slack_refuses_is_said(browser: FlaskClient, slack: FakeSlack, code: str, said: str) -> None:
    slack.fails = code
    assert said in came_back(browser)


def test_whoever_says_no_at_slack_is_back_at_the_start(browser: FlaskClient) -> None:
    query = {"error": "access_denied", "state": state_from(browser)}
    assert browser.get(CALLBACK, query_string=query).location == f"{SIGN_IN}?problem=slack"


def test_without_a_visit_slack_is_not_asked(browser: FlaskClient, slack: FakeSlack) -> None:
    assert browser.get("/console/slack/start").location == f"{SIGN_IN}?problem=slack"
    assert not slack.asked


def test_where_it_is_not_set_up_it_is_not_offered(begin: Begin, tokens: Tokens, clock: MovableClock) -> None:
    web = create_web(begin, tokens, clock, DEFAULT_POLICY).test_client()
    assert "/console/slack/start" not in web.get(SIGN_IN).text
    assert web.get("/console/slack/start").status_code == 404


def test_without_mail_slack_alone_is_offered(
    database: Database, tokens: Tokens, clock: MovableClock, slack: FakeSlack
) -> None:
    policy = Policy(channels=frozenset({ChannelKind.SLACK}))
    begin = make_begin(database, clock, policy, lambda: None)
    html = create_web(begin, tokens, clock, policy, at=Fixed(BASE), slack=slack).test_client().get(SIGN_IN).text
    assert "<form" not in html
    assert 'href="/console/slack/start"' in html
