"""Logins besides a password: XOAUTH2 as Google and Microsoft document it, and POP before SMTP for old servers."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import closing

import pytest

from adapters.mail.channel import MailChannel
from adapters.mail.entrance import Entrance
from adapters.mail.relay import Relay
from adapters.mail.xoauth2 import AccessTokens
from flows.mail_server import OAuth, PopBefore
from flows.ports import PermanentFailure, TemporaryFailure
from tests.adapters.mail.mail_fake import MailServer, mail_server
from tests.adapters.mail.old_and_new_logins import PopServer, TokenEndpoint, pop_server, token_endpoint
from tests.adapters.mail.test_mail_channel import WRITER, attempt, refusal

GOOD = "AUTH XOAUTH2 " + base64.b64encode(b"user=anpi@example.jp\x01auth=Bearer token-1\x01\x01").decode()


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server(MailServer(features=("PIPELINING", "AUTH XOAUTH2 LOGIN"), login=GOOD)) as fake:
        yield fake


@pytest.fixture
def endpoint() -> Iterator[TokenEndpoint]:
    with token_endpoint(TokenEndpoint()) as stand_in:
        yield stand_in


@pytest.fixture
def pop() -> Iterator[PopServer]:
    with pop_server(PopServer()) as stand_in:
        yield stand_in


def oauth(endpoint: TokenEndpoint) -> OAuth:
    return OAuth(endpoint.url, "app", "client-secret", "refresh-1")


def by_token(server: MailServer, endpoint: TokenEndpoint) -> MailChannel:
    return MailChannel(WRITER, Relay("127.0.0.1", server.port, user="anpi@example.jp", oauth=oauth(endpoint)))


def after_pop(server: MailServer, pop: PopServer, password: str = "old-secret") -> MailChannel:
    box = PopBefore("127.0.0.1", pop.port, "none", "anpi", password)
    return MailChannel(WRITER, Relay("127.0.0.1", server.port, pop=box))


def test_a_token_is_fetched_once_and_shown_instead_of_a_password(server: MailServer, endpoint: TokenEndpoint) -> None:
    channel = by_token(server, endpoint)
    channel.send(attempt(channel))
    channel.prove()
    channel.close()
    assert endpoint.asked == [
        {
            "grant_type": "refresh_token",
            "client_id": "app",
            "client_secret": "client-secret",
            "refresh_token": "refresh-1",
        }
    ]
    assert server.lines.count(GOOD) == 2
    assert len(server.letters) == 1


def test_a_token_about_to_expire_is_fetched_anew_and_a_newer_refresh_token_is_used(endpoint: TokenEndpoint) -> None:
    renewed: list[tuple[str, str]] = []
    endpoint.answer |= {"expires_in": 0, "refresh_token": "refresh-2"}
    tokens = AccessTokens(oauth(endpoint), lambda used, new: renewed.append((used, new)))
    assert [tokens.token(), tokens.token()] == ["token-1", "token-1"]
    assert [form["refresh_token"] for form in endpoint.asked] == ["refresh-1", "refresh-2"]
    assert renewed == [("refresh-1", "refresh-2")]


def test_a_relay_that_refuses_the_token_says_why_and_gets_a_new_one_next_time(
    server: MailServer, endpoint: TokenEndpoint
) -> None:
    why = base64.b64encode(json.dumps({"status": "400", "scope": "https://mail.google.com/"}).encode()).decode()
    server.mood = lambda line: (
        f"334 {why}" if line == GOOD else "535 5.7.8 Username and Password not accepted" if line == "" else None
    )
    error = refusal(by_token(server, endpoint))
    assert (error.reason, isinstance(error, TemporaryFailure)) == ("mail_login", True)
    assert error.said == ("535 5.7.8 Username and Password not accepted (status 400, scope https://mail.google.com/)")
    channel = by_token(server, endpoint)
    for _ in range(2):
        assert refusal(channel).reason == "mail_login"
    assert len(endpoint.asked) == 3


@pytest.mark.parametrize(
    ("status", "answer", "said"),
    [
        (
            400,
            {"error": "invalid_grant", "error_description": "expired or revoked"},
            "400 invalid_grant: expired or revoked",
        ),
        (500, {}, "500"),
        (200, {}, ""),
    ],
)
def test_an_endpoint_that_gives_no_token_stops_the_channel_with_its_words(
    server: MailServer, endpoint: TokenEndpoint, status: int, answer: dict[str, object], said: str
) -> None:
    endpoint.status, endpoint.answer = status, answer
    error = refusal(by_token(server, endpoint))
    assert (error.reason, error.said) == ("mail_token", said)
    assert isinstance(error, TemporaryFailure)
    assert error.whole_channel
    assert server.connections == 0


def test_secrets_follow_no_redirect(server: MailServer, endpoint: TokenEndpoint) -> None:
    with token_endpoint(TokenEndpoint()) as other:
        endpoint.status, endpoint.location = 302, other.url
        assert refusal(by_token(server, endpoint)).reason == "mail_token"
    assert other.asked == []


def test_an_endpoint_nobody_answers_at(server: MailServer) -> None:
    gone = TokenEndpoint("http://127.0.0.1:9/token")
    assert refusal(by_token(server, gone)).reason == "mail_token_unreachable"


def test_the_mailbox_is_opened_before_the_relay_and_remembered(server: MailServer, pop: PopServer) -> None:
    channel = after_pop(server, pop)
    channel.send(attempt(channel))
    channel.prove()
    channel.close()
    assert (pop.logins, pop.lines) == (1, ["USER anpi", "PASS old-secret", "QUIT"])
    assert len(server.letters) == 1


def test_without_tls_the_password_stays_at_home_where_the_mailbox_knows_apop(
    server: MailServer, pop: PopServer
) -> None:
    pop.stamp = "<1896.697170952@pop.example.jp>"
    after_pop(server, pop).prove()
    assert pop.lines[0].startswith("APOP anpi ")
    assert not any("old-secret" in line for line in pop.lines)


def test_a_mailbox_that_stays_shut_stops_the_channel(server: MailServer, pop: PopServer) -> None:
    channel = after_pop(server, pop, "wrong")
    for _ in range(8):
        error = refusal(channel)
        assert (error.reason, error.said) == ("mail_pop_login", "-ERR [AUTH] wrong password")
    assert pop.lines.count("PASS wrong") == 1, "several wrong logins at once lock an account"
    assert server.connections == 0
    gone = PopServer(port=9)
    assert refusal(after_pop(server, gone)).reason == "mail_pop_unreachable"


def test_a_relay_that_has_forgotten_us_is_reminded_once(server: MailServer, pop: PopServer) -> None:
    """Old servers say 550 5.7.1 to a recipient when their memory of the mailbox is over."""
    relay = Relay("127.0.0.1", server.port, pop=PopBefore("127.0.0.1", pop.port, "none", "anpi", "old-secret"))
    channel = MailChannel(WRITER, relay, entrance=Entrance(relay, pop_is_fresh_for=0.0))
    server.mood = lambda line: "550 5.7.1 relaying denied" if line.startswith("RCPT") and pop.logins == 1 else None
    with closing(channel):
        channel.send(attempt(channel))
    assert (pop.logins, len(server.letters)) == (2, 1)


def test_a_letter_that_is_refused_right_after_the_mailbox_was_opened_is_refused(
    server: MailServer, pop: PopServer
) -> None:
    server.mood = lambda line: "550 5.7.1 relaying denied" if line.startswith("RCPT") else None
    with closing(after_pop(server, pop)) as channel:
        assert isinstance(refusal(channel), PermanentFailure)
    assert pop.logins == 1


def test_with_another_secret_key_nothing_goes_out_and_the_relay_is_left_alone(server: MailServer) -> None:
    error = refusal(MailChannel(WRITER, Relay("127.0.0.1", server.port, user="anpi", is_locked=True)))
    assert (error.reason, isinstance(error, TemporaryFailure)) == ("mail_key", True)
    assert server.connections == 0
