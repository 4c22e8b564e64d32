"""The Slack stand-in fails on demand, each way in which Slack has been seen to fail."""

from __future__ import annotations

import http.client
from datetime import timedelta

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from sandbox.slack import SlackStandIn
from tests.sandbox.listening_app import ListeningApp
from tests.sandbox.slack_workspace import HANAKO, TARO
from tests.support.clock import MovableClock

LOST = (http.client.RemoteDisconnected, ConnectionResetError)


def test_429_names_the_seconds_to_wait_and_nothing_is_posted(slack: SlackStandIn, client: WebClient) -> None:
    slack.fail("chat.postMessage", "429", retry_after=7)
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=TARO, text="x")
    response = refused.value.response
    assert (response.status_code, response["error"], response.headers["Retry-After"]) == (429, "ratelimited", "7")
    assert slack.posted == []


@pytest.mark.parametrize("how", ["500", "503"])
def test_a_server_error_comes_so_often_as_ordered(slack: SlackStandIn, client: WebClient, how: str) -> None:
    slack.fail("chat.postMessage", how, times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            client.chat_postMessage(channel=TARO, text="x")
        assert refused.value.response.status_code == int(how)
    assert client.chat_postMessage(channel=TARO, text="x")["ok"]
    assert len(slack.posted) == 1


def test_an_error_code_of_the_platform(slack: SlackStandIn, client: WebClient) -> None:
    slack.fail("chat.postMessage", "error:account_inactive")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=TARO, text="x")
    assert refused.value.response["error"] == "account_inactive"


def test_a_dropped_connection_leaves_nothing_behind(slack: SlackStandIn, client: WebClient) -> None:
    slack.fail("chat.postMessage", "drop")
    with pytest.raises(LOST):
        client.chat_postMessage(channel=TARO, text="x")
    assert slack.posted == []


def test_a_connection_dropped_after_acceptance_leaves_the_message(slack: SlackStandIn, client: WebClient) -> None:
    slack.fail("chat.postMessage", "drop_after_accept")
    with pytest.raises(LOST):
        client.chat_postMessage(channel=TARO, text="once")
    assert [one.text for one in slack.posted] == ["once"]


def test_an_error_after_acceptance_leaves_the_message(slack: SlackStandIn, client: WebClient) -> None:
    slack.fail("chat.postMessage", "500_after_accept")
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel=TARO, text="once")
    assert len(slack.posted) == 1


def test_a_slow_answer_outlasts_the_caller_but_the_message_stands(slack: SlackStandIn) -> None:
    slack.fail("chat.postMessage", "slow", seconds=30)
    impatient = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=0.2)  # type: ignore[arg-type]
    with pytest.raises(TimeoutError):
        impatient.chat_postMessage(channel=TARO, text="x")
    assert len(slack.posted) == 1


def test_a_timeout_never_answers_and_nothing_stands(slack: SlackStandIn) -> None:
    slack.fail("chat.postMessage", "timeout", seconds=30)
    impatient = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=0.2)  # type: ignore[arg-type]
    with pytest.raises(TimeoutError):
        impatient.chat_postMessage(channel=TARO, text="x")
    assert slack.posted == []


def test_a_failure_can_meet_one_person_only(slack: SlackStandIn, client: WebClient) -> None:
    slack.fail("chat.postMessage", "error:user_not_found", times=9, channel=TARO)
    assert client.chat_postMessage(channel=HANAKO, text="x")["ok"]
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel=TARO, text="x")


def test_orders_can_be_taken_back(slack: SlackStandIn, client: WebClient) -> None:
    slack.fail("*", "500", times=9)
    slack.failures.clear()
    assert client.auth_test()["ok"]


def test_an_unknown_way_to_fail_is_a_mistake(slack: SlackStandIn) -> None:
    with pytest.raises(ValueError, match="how must be"):
        slack.fail("chat.postMessage", "explode")


def test_a_response_url_fails_too(slack: SlackStandIn, listening_app: ListeningApp) -> None:
    slack.slash_command(TARO, "C0SAFETY", "x")
    webhook = WebhookClient(listening_app.form()["response_url"], retry_handlers=[])
    slack.fail("response_url", "500")
    slack.fail("response_url", "drop_after_accept")
    assert webhook.send(text="1").status_code == 500
    with pytest.raises(LOST):
        webhook.send(text="2")
    assert [one.text for one in slack.messages("#safety", seen_by=TARO)] == ["2"]


def statuses(client: WebClient, count: int, channel: str = TARO) -> list[int]:
    found = []
    for _ in range(count):
        try:
            found.append(client.chat_postMessage(channel=channel, text="x").status_code)
        except SlackApiError as error:
            found.append(error.response.status_code)
    return found


def test_a_rate_limit_lets_the_allowed_rate_through(
    slack: SlackStandIn, client: WebClient, clock: MovableClock
) -> None:
    slack.limit("chat.postMessage", per_minute=120)
    assert statuses(client, 3) == [200, 200, 429]
    clock.forward(timedelta(milliseconds=500))
    assert statuses(client, 1) == [429], "blocked until Retry-After has passed"
    clock.forward(timedelta(milliseconds=500))
    assert statuses(client, 2) == [200, 200]
    assert slack.book.accepted_counts["chat.postMessage"] == 4
    assert slack.book.counts["chat.postMessage"] == 6


def test_a_rate_limit_can_hold_for_each_channel(slack: SlackStandIn, client: WebClient) -> None:
    slack.limit("chat.postMessage", per_minute=60, by_channel=True)
    assert statuses(client, 2) == [200, 429]
    assert statuses(client, 1, HANAKO) == [200]


def test_a_rate_limit_can_be_lifted(slack: SlackStandIn, client: WebClient) -> None:
    slack.limit("chat.postMessage", per_minute=60)
    slack.limits.lift("chat.postMessage")
    assert statuses(client, 3) == [200] * 3


def test_every_call_is_kept_without_its_token(slack: SlackStandIn, client: WebClient) -> None:
    client.chat_postMessage(channel=TARO, text="x")
    call = slack.book.calls[-1]
    assert (call.method, call.arguments["channel"], call.status, call.error) == ("chat.postMessage", TARO, 200, "")
    assert slack.bot_token not in str(slack.book.calls)
