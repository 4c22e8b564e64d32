"""Ten thousand mutated, validly signed payloads at the readers of Slack's bodies alone: read, or refused as odd."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from adapters.slack.doorway import parsed
from adapters.slack.payloads import (
    OddPayloadError,
    command_in,
    home_opened_in,
    line_in,
    page_turn_in,
    press_in,
    search_in,
    submission_in,
)
from adapters.slack.signature import is_signed
from sandbox.slack.signing import signed_headers
from tests.stories.mutations import Json, Mutator
from tests.support.clock import START

SECRET = "signing-secret"
PERSON: Json = {"team": {"id": "T0AOBA"}, "user": {"id": "U0TARO", "name": "taro", "team_id": "T0AOBA"}}
VIEW: Json = {
    "id": "V1",
    "hash": "1.a",
    "type": "modal",
    "callback_id": "details",
    "private_metadata": '{"check_id": 1}',
    "state": {"values": {"comment": {"comment": {"type": "plain_text_input", "value": "3階"}}}},
}
SAID: Json = {"type": "message", "channel_type": "im", "channel": "D0TARO", "user": "U0TARO", "text": "無事"}
EDIT: Json = {"message": SAID, "previous_message": {**SAID, "text": "助けて"}}
BUTTON: Json = {"type": "button", "action_id": "ans:safe", "value": "a1:ans:1:0:safe", "action_ts": "1.2"}
CHOICE: Json = {"action_id": "per:3", "action_ts": "1.2", "selected_option": {"value": "a1:clm:1:3"}}
HOME: Json = {"id": "V2", "hash": "1.b", "type": "home", "callback_id": "home", "private_metadata": ""}
POOL: list[Json] = [
    {
        "type": "block_actions",
        **PERSON,
        "channel": {"id": "D0TARO"},
        "container": {"type": "message", "message_ts": "1.2", "channel_id": "D0TARO", "is_ephemeral": False},
        "actions": [BUTTON],
        "response_url": "https://hooks.slack.com/actions/T0AOBA/1/x",
        "trigger_id": "1.2.3",
    },
    {"type": "block_actions", **PERSON, "view": VIEW, "actions": [{"action_id": "pag:20", "value": "20"}]},
    {"type": "view_submission", **PERSON, "view": VIEW},
    {"type": "block_suggestion", **PERSON, "action_id": "units", "block_id": "units", "value": "本社"},
    {"type": "event_callback", "team_id": "T0AOBA", "event_id": "Ev1", "event": {**SAID, "ts": "1.2"}},
    {
        "type": "event_callback",
        "team_id": "T0AOBA",
        "event_id": "Ev2",
        "event": {**SAID, **EDIT, "subtype": "message_changed", "ts": "1.3"},
    },
    {
        "type": "event_callback",
        "team_id": "T0AOBA",
        "event_id": "Ev3",
        "event": {"type": "app_home_opened", "user": "U0TARO", "tab": "home", "view": HOME},
    },
    {"type": "block_actions", **PERSON, "view": HOME, "actions": [BUTTON], "trigger_id": "1.2.3"},
    {"type": "block_actions", **PERSON, "view": VIEW, "actions": [CHOICE], "trigger_id": "1.2.3"},
    {
        "command": "/safety",
        "text": "start 偽",
        "user_id": "U0TARO",
        "user_name": "taro",
        "team_id": "T0AOBA",
        "channel_id": "C0GENERAL",
        "trigger_id": "1.2.3",
    },
]


def ours(team: str) -> bool:
    return team == "T0AOBA"


READERS: list[Callable[[Json], Any]] = [
    lambda body: press_in(body, START, ours),
    lambda body: command_in(body, START, ours),
    lambda body: submission_in(body, ours),
    lambda body: page_turn_in(body, ours),
    lambda body: search_in(body, ours),
    lambda body: line_in(body, START, ours),
    lambda body: home_opened_in(body, ours),
]


def posted(payload: Json) -> tuple[bytes, str]:
    """As Slack would post it."""
    if "event" in payload:
        return json.dumps(payload).encode(), "application/json"
    if "command" in payload:
        fields = {key: value if isinstance(value, str) else json.dumps(value) for key, value in payload.items()}
        return urlencode(fields, errors="replace").encode(), "application/x-www-form-urlencoded"
    return urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded"


def test_ten_thousand_signed_mutations_are_read_or_refused() -> None:
    mutator, outcomes = Mutator(POOL, random.Random(20261120)), Counter[str]()
    for _ in range(10_000):
        body, content_type = posted(mutator.next())
        stamp, signature = signed_headers(SECRET, int(START.timestamp()), body).values()
        assert is_signed(body, stamp, signature, SECRET, START)
        read = parsed(body, content_type)
        for reader in READERS:
            try:
                found = reader(read) if isinstance(read, dict) else None
            except OddPayloadError:
                outcomes["refused"] += 1
            else:
                outcomes[type(found).__name__] += 1
                assert found is None or re.fullmatch("[A-Z][A-Z0-9]+(@.*)?", found.sender.address)
    assert min(outcomes.values()) > 100, outcomes


@pytest.mark.parametrize("payload", POOL)
def test_unspoilt_each_is_read_by_its_reader(payload: Json) -> None:
    body, content_type = posted(payload)
    read = parsed(body, content_type)
    understood = 0
    for reader in READERS:
        try:
            understood += reader(read) is not None
        except OddPayloadError:
            continue
    assert understood
