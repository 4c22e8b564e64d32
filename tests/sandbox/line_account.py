"""An official account with two friends, and messages to send them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from linebot.v3.messaging import ApiClient, Configuration, MessagingApi

from sandbox.line import LineStandIn
from tests.sandbox.listening_app import ListeningApp
from tests.support.clock import MovableClock

TARO, HANAKO, STRANGER = "U" + "a" * 32, "U" + "b" * 32, "U" + "9" * 32
KEY = "123e4567-e89b-12d3-a456-426614174000"


def postback(label: str = "無事", data: str = "a1:ans:1:0:safe", **more: Any) -> dict[str, Any]:
    return {"type": "postback", "label": label, "data": data} | more


def bubble(*contents: dict[str, Any]) -> dict[str, Any]:
    body = {"type": "box", "layout": "vertical", "contents": list(contents)}
    return {"type": "flex", "altText": "安否確認", "contents": {"type": "bubble", "body": body}}


def flex_button(action: dict[str, Any]) -> dict[str, Any]:
    return {"type": "button", "style": "primary", "action": action}


def text(words: str = "hello", **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": words} | more


@pytest.fixture
def line(clock: MovableClock, listening_app: ListeningApp) -> Iterator[LineStandIn]:
    with LineStandIn(webhook_url=f"{listening_app.url}/line/webhook", clock=clock.now) as stand_in:
        stand_in.add_friend(TARO, "太郎")
        stand_in.add_friend(HANAKO, "花子")
        yield stand_in


@pytest.fixture
def client(line: LineStandIn) -> Iterator[MessagingApi]:
    configuration = Configuration(host=line.api_url, access_token=line.access_token)
    with ApiClient(configuration) as api_client:
        yield MessagingApi(api_client)
