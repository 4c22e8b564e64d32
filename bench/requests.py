"""What Slack and LINE post, signed and ready to send: the same bytes for the product and for the bare handler."""

from __future__ import annotations

import json
import secrets
import time
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from adapters.line.bubbles import messages_of
from adapters.slack.blocks import message
from bench.databases import line_id, slack_id
from bench.programs import LINE_SECRET, SLACK_SECRET
from bot.buttons import AnswerPress, encode
from bot.prompts import PromptFacts, prompt
from bot.speech import Speech
from bot.vocabulary import CheckKind, Locale, Status
from sandbox.line.events import encode as encode_webhook
from sandbox.line.events import new_event
from sandbox.line.signing import signature
from sandbox.slack.signing import signed_headers

CHANNEL = "C0BENCH"
#: Where the stand-in of `sandbox/` says it is: whoever comes from another workspace is a guest and starts nothing.
TEAM = "T0SANDBOX"


def status_of(number: int) -> Status:
    """Most are safe; one in five hundred cries for help."""
    if number % 500 == 250:
        return Status.HELP
    if number % 20 == 7:
        return Status.INJURED
    return Status.AWAY if number % 10 == 3 else Status.SAFE


def slack_press(check_id: int, person: int, number: int, api_url: str) -> bytes:
    """`block_actions` with the whole prompt in it, as Slack sends it. Every `number` is another press."""
    value = encode(AnswerPress(check_id, 0, status_of(number)))
    payload: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": slack_id(person), "username": f"p{person}", "name": f"p{person}", "team_id": TEAM},
        "api_app_id": "A0BENCH",
        "token": "verification",
        "container": {
            "type": "message",
            "message_ts": "1700000000.000100",
            "channel_id": "D0BENCH",
            "is_ephemeral": False,
        },
        "trigger_id": f"1.{number}.bench",
        "team": {"id": TEAM, "domain": "bench"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": "D0BENCH", "name": "directmessage"},
        "message": {"type": "message", "user": "U0BOT", "ts": "1700000000.000100", **prompt_blocks(check_id)},
        "state": {"values": {}},
        "response_url": f"{api_url.removesuffix('/api/')}/actions/{TEAM}/{number}",
        "actions": [
            {
                "action_id": f"ans:{status_of(number)}",
                "block_id": "buttons",
                "text": {"type": "plain_text", "text": "無事です", "emoji": True},
                "value": value,
                "type": "button",
                "action_ts": f"{int(time.time())}.{number % 1_000_000:06d}",
            }
        ],
    }
    return _slack_post(urlencode({"payload": json.dumps(payload, ensure_ascii=False, separators=(",", ":"))}).encode())


def slash_command(person: int, text: str, api_url: str) -> bytes:
    number = secrets.token_hex(6)
    form = {
        "token": "verification",
        "team_id": TEAM,
        "team_domain": "bench",
        "channel_id": CHANNEL,
        "channel_name": "safety",
        "user_id": slack_id(person),
        "user_name": f"p{person}",
        "command": "/safety",
        "text": text,
        "api_app_id": "A0BENCH",
        "is_enterprise_install": "false",
        "response_url": f"{api_url.removesuffix('/api/')}/actions/{TEAM}/{number}",
        "trigger_id": f"1.{number}.bench",
    }
    return _slack_post(urlencode(form).encode())


def line_press(check_id: int, person: int, number: int) -> bytes:
    """A webhook with one postback."""
    data = encode(AnswerPress(check_id, 0, status_of(number)))
    pressed = {"postback": {"data": data}}
    event = new_event("postback", line_id(person), datetime.now(UTC), secrets.token_hex(16), pressed)
    body = encode_webhook("U" + "0" * 32, [event])
    headers = {"Content-Type": "application/json", "X-Line-Signature": signature(LINE_SECRET, body)}
    return _post("/line/webhook", body, headers)


def prompt_speech(check_id: int = 1, answer_url: str = "") -> Speech:
    return prompt(
        PromptFacts(
            check_id=check_id,
            kind=CheckKind.REAL,
            title="地震",
            message="",
            round=0,
            locale=Locale.JA,
            company="青葉製作所",
            info_url="https://anpi.aoba.example/info",
            answer_url=answer_url,
        )
    )


@lru_cache
def prompt_blocks(check_id: int = 1) -> dict[str, Any]:
    """`text` and `blocks` of the question in Slack."""
    return message(prompt_speech(check_id))


def prompt_bubble() -> dict[str, Any]:
    """The question in LINE."""
    (bubble,) = messages_of(prompt_speech())
    return bubble


def _slack_post(body: bytes) -> bytes:
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        **signed_headers(SLACK_SECRET, int(time.time()), body),
    }
    return _post("/slack/events", body, headers)


def _post(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {path} HTTP/1.1\r\nHost: bench\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body
