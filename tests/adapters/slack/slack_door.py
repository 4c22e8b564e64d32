"""Slack's side of the door: payloads as Slack shapes them, signed as Slack signs them."""

from __future__ import annotations

import hashlib
import hmac
import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.test import TestResponse

from adapters.slack.app import make_room, open_doorway
from adapters.slack.http import slack_blueprint
from adapters.slack.room import Room
from bot.buttons import Press, encode
from bot.vocabulary import Locale
from flows.paces import Paces
from flows.work import Begin
from sandbox.slack.block_kit import MESSAGE_BLOCKS, check_blocks
from sandbox.slack.view_rules import require_view
from tests.adapters.slack.slack_fake import Call, SlackFake, slack_fake
from tests.support.clock import MovableClock

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TEAM = "T0AOBA"


class PlainLinks:
    """Links one can read."""

    def answer(self, check_id: int, person_id: int, round_: int) -> str:
        return f"https://anpi.example/a/{check_id}-{person_id}-{round_}"

    def answer_inside(self, check_id: int, person_id: int, round_: int) -> str:
        return ""

    def unsubscribe(self, contact_id: int, address: str) -> str:
        return f"https://anpi.example/u/{contact_id}"

    def contact(self, contact_id: int, address: str) -> str:
        return f"https://anpi.example/c/{contact_id}"

    def register(self, person_id: int) -> str:
        return f"https://anpi.example/c/person-{person_id}"

    def console(self) -> str:
        return "https://anpi.example/console/"

    def board(self, check_id: int, person_id: int) -> str:
        return f"https://anpi.example/console/checks/{check_id}?t={person_id}"

    def help_case(self, help_case_id: int, person_id: int) -> str:
        return f"https://anpi.example/console/help/{help_case_id}?t={person_id}"

    def sign_in(self, token: str) -> str:
        return f"https://anpi.example/console/enter/{token}"

    def line_link(self, user_id: str, link_token: str) -> str:
        return f"https://anpi.example/line/link?t={user_id}&linkToken={link_token}"

    def info(self, locale: Locale) -> str:
        return f"https://anpi.example/info?lang={locale}"


class SlackDoor:
    """Posts to `/slack/events` as Slack would; `slack` is what hears the product's calls."""

    def __init__(self, begin: Begin, clock: MovableClock, slack: SlackFake, paces: Paces | None = None) -> None:
        self.clock = clock
        self.slack = slack
        self.room: Room = make_room(
            begin, "xoxb-secret", PlainLinks(), clock, slack.api_url, homes_per_minute=math.inf, paces=paces
        )
        self.doorway = open_doorway(self.room)
        web = Flask("slack-door")
        web.register_blueprint(slack_blueprint(self.doorway, SECRET, clock))
        self._web = web.test_client()
        self._count = 0

    def press(
        self, user: str, pressed: Press | str, *, channel: str = "D0TARO", ephemeral: bool = False, ts: str = ""
    ) -> TestResponse:
        value = pressed if isinstance(pressed, str) else encode(pressed)
        return self.interact(self.press_payload(user, value, channel, ephemeral, ts))

    def press_payload(
        self, user: str, value: str, channel: str = "D0TARO", ephemeral: bool = False, ts: str = ""
    ) -> dict[str, Any]:
        verb = value.split(":")[1] if ":" in value else "odd"
        ts = ts or self._ts()
        return {
            "type": "block_actions",
            "team": {"id": TEAM, "domain": "aoba"},
            "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": TEAM},
            "api_app_id": "A0ANPI",
            "trigger_id": f"13345224609.738474920.{self._count}",
            "container": {
                "type": "message",
                "message_ts": "1700000000.000100",
                "channel_id": channel,
                "is_ephemeral": ephemeral,
            },
            "channel": {"id": channel, "name": "directmessage" if channel.startswith("D") else "general"},
            "response_url": f"{self.slack.origin}/actions/{TEAM}/{self._count}",
            "actions": [
                {
                    "type": "button",
                    "action_id": f"{verb}:0",
                    "block_id": "buttons:0",
                    "text": {"type": "plain_text", "text": "押す"},
                    "value": value,
                    "action_ts": ts,
                }
            ],
        }

    def command(self, user: str, text: str, *, channel: str = "C0GENERAL", trigger: str = "") -> TestResponse:
        self._count += 1
        form = {
            "command": "/safety",
            "text": text,
            "team_id": TEAM,
            "user_id": user,
            "user_name": user.lower(),
            "channel_id": channel,
            "channel_name": "general",
            "api_app_id": "A0ANPI",
            "response_url": f"{self.slack.origin}/commands/{TEAM}/{self._count}",
            "trigger_id": trigger or f"13345224609.738474920.{self._count}",
        }
        return self.post(urlencode(form).encode(), "application/x-www-form-urlencoded")

    def submit(self, user: str, view: dict[str, Any], filled: dict[str, Any], view_hash: str = "") -> TestResponse:
        """Sends off the view the product opened, with these states by block_id."""
        return self.interact({"type": "view_submission", **self._in_form(user, view, filled, view_hash)})

    def choose(self, user: str, view: dict[str, Any], field: str, filled: dict[str, Any]) -> TestResponse:
        """Chooses in a field of the open form that is told at once, beside what is filled in so far."""
        [block] = [block for block in view["blocks"] if block.get("block_id") == field]
        assert block["dispatch_action"] is True
        action = {"action_id": field, "block_id": field, "action_ts": self._ts(), **self._state(block, filled)[field]}
        return self.interact({"type": "block_actions", "actions": [action], **self._in_form(user, view, filled)})

    def press_in_form(self, user: str, view: dict[str, Any], button: str, filled: dict[str, Any]) -> TestResponse:
        """A button of the open form, beside what is filled in so far."""
        action = {"type": "button", "action_id": button, "block_id": "b", "value": button, "action_ts": self._ts()}
        return self.interact({"type": "block_actions", "actions": [action], **self._in_form(user, view, filled)})

    def _in_form(self, user: str, view: dict[str, Any], filled: dict[str, Any], view_hash: str = "") -> dict[str, Any]:
        self._count += 1
        values = {block["block_id"]: self._state(block, filled) for block in view["blocks"] if block["type"] == "input"}
        return {
            "team": {"id": TEAM},
            "user": {"id": user, "name": user.lower()},
            "trigger_id": "1.2.3",
            "view": {
                "id": f"V{self._count}",
                "hash": view_hash or f"156772938.{self._count}",
                "type": "modal",
                "callback_id": view["callback_id"],
                "private_metadata": view.get("private_metadata", ""),
                "state": {"values": values},
            },
        }

    def say(self, user: str, text: str, *, event_id: str = "", **changes: Any) -> TestResponse:
        event = {
            "type": "message",
            "channel": f"D0{user}",
            "channel_type": "im",
            "user": user,
            "text": text,
            "ts": self._ts(),
            **changes,
        }
        body = {
            "token": "x",
            "team_id": TEAM,
            "type": "event_callback",
            "event_id": event_id or f"Ev{self._count}",
            "event": event,
        }
        return self.post(json.dumps(body).encode(), "application/json")

    def open_home(self, user: str, *, tab: str = "home", view_hash: str = "", event_id: str = "") -> TestResponse:
        self._count += 1
        event: dict[str, Any] = {"type": "app_home_opened", "user": user, "tab": tab, "event_ts": self._ts()}
        event["channel"] = f"D0{user}"
        if view_hash:
            event["view"] = {"id": "V0HOME", "hash": view_hash, "type": "home"}
        about = {"type": "event_callback", "team_id": TEAM, "event_id": event_id or f"Ev{self._count}", "token": "x"}
        return self.post(json.dumps({**about, "event": event}).encode(), "application/json")

    def press_at_home(self, user: str, pressed: Press | str, view_hash: str = "1.home") -> TestResponse:
        payload = self.press_payload(user, pressed if isinstance(pressed, str) else encode(pressed))
        for name in ("channel", "response_url"):
            del payload[name]
        payload["container"] = {"type": "view", "view_id": "V0HOME"}
        payload["view"] = {"id": "V0HOME", "hash": view_hash, "type": "home", "callback_id": "home"}
        return self.interact(payload)

    def home(self, count: int = 1) -> dict[str, Any]:
        """The home tab as it was published for the `count`-th time, by anybody's wish."""
        call = self.slack.wait_for("/api/views.publish", count)[count - 1]
        return require_view(call.body["view"], "home")

    def interact(self, payload: dict[str, Any]) -> TestResponse:
        return self.post(urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded")

    def post(self, body: bytes, content_type: str, **headers: str) -> TestResponse:
        return self._web.post(
            "/slack/events", data=body, headers={**self.signed(body), **headers}, content_type=content_type
        )

    def signed(self, body: bytes, secret: str = SECRET) -> dict[str, str]:
        stamp = str(int(self.clock.now().timestamp()))
        mac = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={mac}"}

    def answered(self, count: int = 1) -> list[Call]:
        """What was said through response_urls, once there is so much of it."""
        hooks = ("/actions/", "/commands/")
        calls = self.slack.wait_until(lambda: [call for call in self.slack.calls if call.path.startswith(hooks)], count)
        assert not [check_blocks(call.body["blocks"], MESSAGE_BLOCKS, "/blocks") for call in calls if not _fits(call)]
        return calls

    def opened(self) -> dict[str, Any]:
        """The view opened last."""
        view: dict[str, Any] = self.slack.wait_for("/api/views.open")[-1].body["view"]
        return require_view(view, "modal")

    def _ts(self) -> str:
        self._count += 1
        return f"{int(self.clock.now().timestamp()) - 2}.{self._count:06}"

    @staticmethod
    def _state(block: dict[str, Any], filled: dict[str, Any]) -> dict[str, Any]:
        element, value = block["element"], filled.get(block["block_id"])
        name = element["action_id"]
        if element["type"] == "plain_text_input":
            return {
                name: {"type": element["type"], "value": value if value is not None else element.get("initial_value")}
            }
        if element["type"] == "datetimepicker":
            return {name: {"type": element["type"], "selected_date_time": value}}
        if element["type"].startswith("multi_") or element["type"] == "checkboxes":
            return {name: {"type": element["type"], "selected_options": [{"value": one} for one in value or []]}}
        chosen = value or element.get("initial_option", {}).get("value")
        return {name: {"type": element["type"], "selected_option": {"value": chosen} if chosen else None}}


def _fits(call: Call) -> bool:
    return not check_blocks(call.body["blocks"], MESSAGE_BLOCKS, "/blocks")


def texts_in(part: Any) -> str:
    """All words of blocks or a view."""
    if isinstance(part, dict):
        own = part["text"] if isinstance(part.get("text"), str) else ""
        return "\n".join([own, *(texts_in(inside) for inside in part.values())])
    if isinstance(part, list):
        return "\n".join(texts_in(inside) for inside in part)
    return ""


def values_in(blocks: list[dict[str, Any]]) -> list[str]:
    """The values of all buttons."""
    return [
        element["value"]
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if "value" in element
    ]


@contextmanager
def slack_door(begin: Begin, clock: MovableClock, paces: Paces | None = None) -> Iterator[SlackDoor]:
    with slack_fake() as slack:
        door = SlackDoor(begin, clock, slack, paces)
        try:
            yield door
        finally:
            door.room.close()
