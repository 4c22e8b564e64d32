"""Sign in with Slack on the stand-in, by the official SDK."""

from __future__ import annotations

import http.client
from contextlib import closing
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.slack import SlackStandIn
from tests.sandbox.slack_workspace import GONE, HANAKO
from tests.support.clock import MovableClock

BACK = "https://anpi.example/console/slack/callback"


def visit(slack: SlackStandIn, **changed: str) -> tuple[int, str, str]:
    """Status, page, and where it leads."""
    asked = {
        "response_type": "code",
        "client_id": slack.world.client_id,
        "scope": "openid profile",
        "redirect_uri": BACK,
        "state": "s",
        "nonce": "n",
    }
    with closing(http.client.HTTPConnection(urlsplit(slack.base_url).netloc, timeout=5)) as connection:
        connection.request("GET", f"/openid/connect/authorize?{urlencode(asked | changed)}")
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers.get("Location", "")


def led_back(slack: SlackStandIn, **changed: str) -> dict[str, str]:
    status, _, location = visit(slack, **changed)
    assert status == 302
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def exchange(slack: SlackStandIn, code: str, **changed: str) -> str:
    """The access token."""
    given = {"client_id": slack.world.client_id, "client_secret": slack.world.client_secret, "redirect_uri": BACK}
    answer = WebClient(base_url=slack.api_url, retry_handlers=[]).openid_connect_token(
        **given | {"code": code} | changed
    )
    assert answer["token_type"] == "Bearer"
    assert answer["id_token"].count(".") == 2
    return str(answer["access_token"])


def test_somebody_says_who_they_are_and_the_app_learns_it(slack: SlackStandIn) -> None:
    _, page, _ = visit(slack)
    assert "花子" in page
    assert GONE not in page
    told = led_back(slack, **{"as": HANAKO})
    assert told["state"] == "s"
    person = WebClient(exchange(slack, told["code"]), base_url=slack.api_url).openid_connect_userInfo()
    assert person["https://slack.com/user_id"] == HANAKO
    assert person["https://slack.com/team_id"] == slack.world.team_id


def test_whoever_says_no_is_led_back_with_that(slack: SlackStandIn) -> None:
    assert led_back(slack, no="1") == {"error": "access_denied", "state": "s"}


@pytest.mark.parametrize(
    "changed", [{"client_id": "x"}, {"response_type": "token"}, {"scope": "profile"}, {"redirect_uri": "javascript:x"}]
)
def test_a_wrong_request_is_not_led_back(slack: SlackStandIn, changed: dict[str, str]) -> None:
    assert visit(slack, **{"as": HANAKO} | changed)[0] == 400


def test_a_code_works_once_for_this_app_and_address_and_for_ten_minutes(
    slack: SlackStandIn, clock: MovableClock
) -> None:
    def refused(code: str, **changed: str) -> str:
        with pytest.raises(SlackApiError) as error:
            exchange(slack, code, **changed)
        return str(error.value.response["error"])

    code = led_back(slack, **{"as": HANAKO})["code"]
    assert refused("other") == "invalid_code"
    assert refused(code, client_id="x") == "invalid_client_id"
    assert refused(code, client_secret="x") == "bad_client_secret"
    assert refused(code, redirect_uri="https://evil.example/") == "bad_redirect_uri"
    exchange(slack, code)
    assert refused(code) == "code_already_used"
    late = led_back(slack, **{"as": HANAKO})["code"]
    clock.forward(timedelta(minutes=11))
    assert refused(late) == "invalid_code"


def test_who_somebody_is_needs_their_own_token(slack: SlackStandIn, client: WebClient) -> None:
    with pytest.raises(SlackApiError, match="invalid_auth"):
        client.openid_connect_userInfo()
