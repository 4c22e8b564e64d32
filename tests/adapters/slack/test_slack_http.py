"""The door at /slack/events: who may come in, and what happens to what cannot be understood."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from adapters.slack.http import BODY_AT_MOST, slack_blueprint
from bot.vocabulary import Standing
from flows.show_check import show_check
from flows.start_check import CheckStarted
from flows.work import Begin, Lane, Operator
from tests.adapters.slack.slack_door import SECRET, SlackDoor
from tests.support.clock import MovableClock

FORM = "application/x-www-form-urlencoded"


def silent(begin: Begin, check: CheckStarted) -> int:
    with begin(Operator(), Lane.READ) as work:
        return show_check(work, check.check_id).counts[Standing.SILENT]


def pressing(door: SlackDoor, check: CheckStarted) -> bytes:
    payload = door.press_payload("U0TARO", f"a1:ans:{check.check_id}:0:safe")
    return urlencode({"payload": json.dumps(payload)}).encode()


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=ä"},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "now"},
        {"X-Slack-Request-Timestamp": "-1"},
        {"X-Slack-Request-Timestamp": "9" * 400},
    ],
)
def test_a_forged_request_changes_nothing_and_its_body_is_not_logged(
    door: SlackDoor, check: CheckStarted, begin: Begin, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        response = door.post(pressing(door, check), FORM, **headers)
    assert response.status_code == 401
    assert silent(begin, check) == check.roll
    assert "U0TARO" not in caplog.text


def test_a_signature_by_another_secret_is_refused(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    body = pressing(door, check)
    assert door.post(body, FORM, **door.signed(body, "another secret")).status_code == 401
    assert silent(begin, check) == check.roll


def test_a_signature_covers_every_byte(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    body = pressing(door, check)
    headers = door.signed(body)
    assert door.post(body.replace(b"safe", b"help"), FORM, **headers).status_code == 401
    assert silent(begin, check) == check.roll


def test_a_recorded_request_is_good_for_five_minutes(
    door: SlackDoor, check: CheckStarted, begin: Begin, clock: MovableClock
) -> None:
    body = pressing(door, check)
    headers = door.signed(body)
    clock.forward(timedelta(minutes=5))
    assert door.post(body, FORM, **headers).status_code == 200
    clock.forward(timedelta(seconds=1))
    assert door.post(body, FORM, **headers).status_code == 401


def test_a_signature_from_the_future_is_refused(door: SlackDoor, check: CheckStarted, clock: MovableClock) -> None:
    body = pressing(door, check)
    headers = door.signed(body)
    clock.forward(-timedelta(seconds=301))
    assert door.post(body, FORM, **headers).status_code == 401


def test_without_a_secret_nobody_comes_in(door: SlackDoor, clock: MovableClock) -> None:
    web = Flask("no-secret")
    web.register_blueprint(slack_blueprint(door.doorway, "", clock))
    body = b"{}"
    response = web.test_client().post("/slack/events", data=body, headers=door.signed(body, " ".strip() or "x"))
    assert response.status_code == 401


def test_a_body_of_more_than_a_megabyte_is_refused_unread(door: SlackDoor) -> None:
    assert door.post(b"x" * (BODY_AT_MOST + 1), FORM).status_code == 413


def test_slack_may_prove_the_address(door: SlackDoor) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB"}).encode()
    response = door.post(body, "application/json")
    assert response.status_code == 200
    assert response.json == {"challenge": "3eZbrw1aB"}


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b"\xff\xfe", FORM),
        (b"payload=%7B", FORM),
        (b"payload=1", FORM),
        (b"payload=" + b"[" * 100_000, FORM),
        (b"&".join(b"a=1" for _ in range(500)), FORM),
        (json.dumps({"type": "event_callback", "event": {}}).encode(), "application/json"),
        (json.dumps({"type": "event_callback", "event": "x", "event_id": "E"}).encode(), "application/json"),
        (json.dumps({"type": "block_actions", "actions": []}).encode(), "application/json"),
        (json.dumps({"type": "block_actions", "actions": [{}]}).encode(), "application/json"),
        (json.dumps({"type": "view_submission", "view": {}}).encode(), "application/json"),
        (json.dumps({"type": ["x"]}).encode(), "application/json"),
        (json.dumps({"type": "block_actions", "user": 5}).encode(), "application/json"),
    ],
)
def test_what_is_signed_and_not_understood_is_a_bad_request(door: SlackDoor, body: bytes, content_type: str) -> None:
    assert door.post(body, content_type).status_code == 400


@pytest.mark.parametrize("value", ["", "a1", "a2:ans:1:0:safe", "a1:ans:1:0:fine", "a1:tak:1", "a1:ans:x:0:safe"])
def test_a_button_value_that_is_not_ours_does_nothing(
    door: SlackDoor, check: CheckStarted, begin: Begin, value: str
) -> None:
    payload = door.press_payload("U0TARO", value)
    payload["actions"][0]["action_id"] = "ans:0"
    assert door.interact(payload).status_code == 400
    assert silent(begin, check) == check.roll


@pytest.mark.parametrize("change", [{"bot_id": "B1"}, {"subtype": "message_changed"}, {"channel_type": "channel"}])
def test_lines_that_are_not_a_persons_own_in_the_dm_are_only_acknowledged(
    door: SlackDoor, check: CheckStarted, begin: Begin, change: dict[str, Any]
) -> None:
    assert door.say("U0TARO", "助けて", **change).status_code == 200
    assert silent(begin, check) == check.roll


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message"])
def test_a_cry_with_a_photo_or_from_a_thread_is_heard(
    door: SlackDoor, check: CheckStarted, begin: Begin, subtype: str
) -> None:
    assert door.say("U0TARO", "助けて", subtype=subtype).status_code == 200
    assert silent(begin, check) == check.roll - 1


@pytest.mark.parametrize("subtype", [5, ["file_share"], {"a": 1}])
def test_a_subtype_that_is_no_word_is_only_acknowledged(door: SlackDoor, check: CheckStarted, subtype: Any) -> None:
    assert door.say("U0TARO", "助けて", subtype=subtype).status_code == 200


def test_an_event_nobody_asked_for_is_acknowledged_so_that_it_does_not_come_again(door: SlackDoor) -> None:
    body = {"type": "event_callback", "event_id": "Ev1", "event": {"type": "app_home_opened", "user": "U0TARO"}}
    assert door.post(json.dumps(body).encode(), "application/json").status_code == 200


def test_the_secret_of_the_door_is_not_shown(door: SlackDoor) -> None:
    assert SECRET not in repr(door.doorway.__dict__)


def test_the_sdk_writes_no_message_into_the_log_even_at_its_lowest_level(door: SlackDoor) -> None:
    assert not logging.getLogger("slack_sdk.web.base_client").isEnabledFor(logging.DEBUG)
