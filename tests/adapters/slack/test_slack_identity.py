"""Sign in with Slack: only our own people, only in answer to this very request."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from adapters.slack.identity import SlackOpenId
from flows.ports import IdentityError
from sandbox.slack import SlackStandIn

BACK = "https://anpi.example/console/slack/callback"
HANAKO = "U0HANAKO"


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn() as stand_in:
        stand_in.add_user(HANAKO, "花子")
        stand_in.add_user("U0OTHER", "other", team_id="T0OTHER")
        yield stand_in


@pytest.fixture
def identity(slack: SlackStandIn) -> SlackOpenId:
    return open_id(slack)


def open_id(slack: SlackStandIn, **changed: object) -> SlackOpenId:
    given = {
        "client_id": slack.world.client_id,
        "client_secret": slack.world.client_secret,
        "bot_token": slack.bot_token,
        "api_url": slack.api_url,
    }
    return SlackOpenId(**given | changed)  # type: ignore[arg-type]


def code_of(identity: SlackOpenId, user: str = HANAKO) -> str:
    """As a browser that goes there and back."""
    url = urlsplit(identity.sign_in_url(BACK, "the state", "4711"))
    with closing(http.client.HTTPConnection(url.netloc, timeout=5)) as connection:
        connection.request("GET", f"{url.path}?{url.query}&{urlencode({'as': user})}")
        told = parse_qs(urlsplit(connection.getresponse().headers["Location"]).query)
    assert told["state"] == ["the state"]
    return told["code"][0]


def test_slack_says_who_somebody_is(identity: SlackOpenId) -> None:
    assert identity.exchange(code_of(identity), BACK, "4711") == HANAKO


def test_the_page_of_the_real_slack_is_asked(slack: SlackStandIn) -> None:
    url = open_id(slack, api_url="https://slack.com/api/").sign_in_url(BACK, "s", "n")
    assert url.startswith("https://slack.com/openid/connect/authorize?response_type=code&scope=openid+profile&")


@pytest.mark.parametrize("nonce", ["4712", ""])
def test_what_answers_another_request_is_refused(identity: SlackOpenId, nonce: str) -> None:
    with pytest.raises(IdentityError, match="slack"):
        identity.exchange(code_of(identity), BACK, nonce)


def test_a_code_works_once(identity: SlackOpenId) -> None:
    code = code_of(identity)
    identity.exchange(code, BACK, "4711")
    with pytest.raises(IdentityError, match="slack"):
        identity.exchange(code, BACK, "4711")


def test_an_account_of_another_company_is_refused_even_with_the_id_of_an_employee(slack: SlackStandIn) -> None:
    identity = open_id(slack)
    with pytest.raises(IdentityError, match="workspace"):
        identity.exchange(code_of(identity, "U0OTHER"), BACK, "4711")
    sister = open_id(slack, also_ours=("T0OTHER",))
    assert sister.exchange(code_of(sister, "U0OTHER"), BACK, "4711") == "U0OTHER"


@pytest.mark.parametrize("changed", [{"client_secret": "x"}, {"bot_token": "xoxb-wrong"}])
def test_with_a_wrong_secret_nobody_is_known(slack: SlackStandIn, changed: dict[str, str]) -> None:
    code = code_of(open_id(slack))
    with pytest.raises(IdentityError, match="slack"):
        open_id(slack, **changed).exchange(code, BACK, "4711")


@pytest.mark.parametrize("method", ["openid.connect.token", "openid.connect.userInfo", "auth.test"])
@pytest.mark.parametrize("how", ["drop", "500", "429"])
def test_while_slack_is_away_nobody_is_known(slack: SlackStandIn, method: str, how: str) -> None:
    identity = open_id(slack)
    code = code_of(identity)
    slack.fail(method, how)
    with pytest.raises(IdentityError, match="slack"):
        identity.exchange(code, BACK, "4711")


def test_nothing_secret_reaches_the_log(
    identity: SlackOpenId, slack: SlackStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    slack.fail("openid.connect.userInfo", "error:account_inactive")
    code = code_of(identity)
    with pytest.raises(IdentityError):
        identity.exchange(code, BACK, "4711")
    assert "did not say" in caplog.text
    assert code not in caplog.text
    assert "xoxp" not in caplog.text
