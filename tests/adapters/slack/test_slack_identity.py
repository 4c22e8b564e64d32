"""Sign in with Slack: only our own people, only in answer to this very request."""

from __future__ import annotations

import http.client
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from adapters.slack.identity import SlackOpenId
from flows.ports import IdentityError
from sandbox.slack import SlackStandIn
from tests.adapters.slack.slack_fake import Answer, slack_fake

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


def told(**changed: Any) -> str:
    """What an app whose Slack answers so learns: a user id, or the code of the refusal."""
    claims = {"aud": "1.2", "nonce": "n", "sub": HANAKO} | changed.get("claims", {})
    person = {"sub": HANAKO, "https://slack.com/user_id": HANAKO, "https://slack.com/team_id": "T0OURS"}
    ours = {"ok": True, "team_id": "T0OURS"} | changed.get("ours", {})
    payload = urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    id_token = changed.get("id_token", f"e30.{payload}.x")
    with slack_fake() as slack:
        slack.script = [
            Answer({"ok": True, "access_token": "xoxp-1", "id_token": id_token}),
            Answer({"ok": True} | person | changed.get("person", {})),
            Answer(ours),
        ]
        try:
            return SlackOpenId("1.2", "secret", "xoxb-1", slack.api_url).exchange("code", BACK, "n")
        except IdentityError as error:
            return str(error)


@pytest.mark.parametrize(
    ("changed", "learnt"),
    [
        ({}, HANAKO),
        ({"claims": {"aud": "9.9"}}, "slack"),
        ({"claims": {"nonce": "other"}}, "slack"),
        ({"claims": {"sub": "U0TARO"}}, "slack"),
        ({"person": {"sub": ""}}, "slack"),
        ({"person": {"https://slack.com/user_id": ""}}, "slack"),
        ({"person": {"https://slack.com/team_id": ""}}, "workspace"),
        ({"id_token": ""}, "slack"),
        ({"id_token": "a.b.c"}, "slack"),
        ({"id_token": "a.W10.c"}, "slack"),
    ],
)
def test_every_part_of_the_answer_must_agree(changed: dict[str, Any], learnt: str) -> None:
    assert told(**changed) == learnt


@pytest.mark.parametrize(("theirs", "learnt"), [("E0OURS", HANAKO), ("E0OTHER", "workspace"), ("", "workspace")])
def test_an_organisation_of_many_workspaces_shares_its_accounts(theirs: str, learnt: str) -> None:
    person = {"https://slack.com/team_id": "T0SISTER", "https://slack.com/enterprise_id": theirs}
    assert told(person=person, ours={"enterprise_id": "E0OURS"}) == learnt


def test_no_organisation_is_not_the_same_as_none() -> None:
    person = {"https://slack.com/team_id": "T0OTHER", "https://slack.com/enterprise_id": None}
    assert told(person=person, ours={"enterprise_id": None}) == "workspace"
