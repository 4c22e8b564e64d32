"""A workspace with a few people, and blocks to send them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.slack import SlackStandIn
from tests.sandbox.listening_app import ListeningApp
from tests.support.clock import MovableClock

TARO, HANAKO, GONE = "U0TARO", "U0HANAKO", "U0GONE"


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str = "words") -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(label: str = "無事", action_id: str = "answer:safe", **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(label), "action_id": action_id, "value": "a1:ans:1:0:safe"} | more


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def text_input(block: str, label: str, optional: bool = False, **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": block} | more
    return {"type": "input", "block_id": block, "label": plain(label), "element": element, "optional": optional}


def options(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "text": plain(value.upper())} for value in values]


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain("Form"), "submit": plain("Send"), "blocks": list(blocks)} | more


def make_slack(clock: MovableClock, app: ListeningApp, socket_mode: bool = False) -> SlackStandIn:
    slack = SlackStandIn(events_url=f"{app.url}/slack/events", clock=clock.now, socket_mode=socket_mode)
    slack.add_user(TARO, "太郎")
    slack.add_user(HANAKO, "花子", email="hana@example.jp")
    slack.add_user(GONE, "gone", deleted=True)
    slack.add_channel("C0SAFETY", "safety", [TARO, HANAKO])
    return slack


@pytest.fixture
def slack(clock: MovableClock, listening_app: ListeningApp) -> Iterator[SlackStandIn]:
    with make_slack(clock, listening_app) as stand_in:
        yield stand_in


@pytest.fixture
def client(slack: SlackStandIn) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=5)
