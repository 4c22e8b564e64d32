"""Sending: push, multicast, reply, and the checks that send nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sandbox.line.errors import LineError, invalid_property, wrong_body
from sandbox.line.message_rules import check_messages
from sandbox.line.routes import Asked, LineAnswer, Route
from sandbox.line.world import REPLY_TOKEN_LIFE, RETRY_KEY_LIFE, USER_ID, Accepted, LineWorld, MessageJson

#: LINE: receivers of one multicast at most.
RECEIVERS = 500
MONTHLY_LIMIT = "You have reached your monthly limit."
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def push(world: LineWorld, asked: Asked) -> LineAnswer:
    """To one person."""
    to = asked.body.get("to")
    if not isinstance(to, str) or not USER_ID.fullmatch(to):
        raise invalid_property("to")
    return _send(world, asked, "push", [to])


def multicast(world: LineWorld, asked: Asked) -> LineAnswer:
    """To up to 500 people; one malformed id refuses all."""
    to = asked.body.get("to")
    if not isinstance(to, list) or not 1 <= len(to) <= RECEIVERS:
        raise wrong_body([(f"Size must be between 1 and {RECEIVERS}", "to")])
    for number, user_id in enumerate(to):
        if not isinstance(user_id, str) or not USER_ID.fullmatch(user_id):
            raise invalid_property(f"to[{number}]")
    return _send(world, asked, "multicast", to)


def reply(world: LineWorld, asked: Asked) -> LineAnswer:
    """With a token that works once; not counted against the quota."""
    if "x-line-retry-key" in asked.headers:
        raise LineError(400, "The retry key is not allowed for this API")
    messages = _require_messages(asked.body)
    token = world.reply_tokens.get(str(asked.body.get("replyToken", "")))
    if token is None or token.used or world.clock() - token.made_at > REPLY_TOKEN_LIFE:
        raise LineError(400, "Invalid reply token")
    token.used = True
    return _take(world, asked, "reply", [token.user], messages)


def validate(world: LineWorld, asked: Asked) -> LineAnswer:
    """The same checks, nothing sent."""
    _require_messages(asked.body)
    return LineAnswer({})


def _send(world: LineWorld, asked: Asked, how: str, to: Sequence[str]) -> LineAnswer:
    key = asked.headers.get("x-line-retry-key", "")
    if "x-line-retry-key" in asked.headers and not _UUID.fullmatch(key):
        raise LineError(400, "Invalid retry key")
    messages = _require_messages(asked.body)
    known = world.retry_keys.get(key) if key else None
    if known is not None and world.clock() - known[1] <= RETRY_KEY_LIFE:
        request_id, _, first_answer = known
        body = {"message": "The retry key is already accepted"} | first_answer
        return LineAnswer(body, 409, {"x-line-accepted-request-id": request_id})
    reached = sum(1 for one in to if (friend := world.friends.get(one)) is not None and friend.reachable)
    if world.monthly_limit is not None and world.used_this_month + reached > world.monthly_limit:
        raise LineError(429, MONTHLY_LIMIT)
    world.used_this_month += reached
    answer = _take(world, asked, how, to, messages, key)
    if key:
        world.retry_keys[key] = (asked.request_id, world.clock(), answer.body)
    return answer


def _take(
    world: LineWorld, asked: Asked, how: str, to: Sequence[str], messages: list[MessageJson], key: str = ""
) -> LineAnswer:
    delivered = world.deliver(to, messages)
    world.accepted.append(Accepted(how, to, messages, key, asked.request_id, world.clock(), delivered))
    if how == "multicast":
        return LineAnswer({})
    sent = [{"id": world.new_message_id(), "quoteToken": "q3Plxr4AgKd"} for _ in messages]
    return LineAnswer({"sentMessages": sent})


def _require_messages(body: dict[str, Any]) -> list[MessageJson]:
    messages = body.get("messages")
    findings = check_messages(messages)
    if findings:
        raise wrong_body(findings)
    assert isinstance(messages, list)
    return messages


ROUTES = (
    Route("POST", "/v2/bot/message/push", "push", push),
    Route("POST", "/v2/bot/message/multicast", "multicast", multicast),
    Route("POST", "/v2/bot/message/reply", "reply", reply),
    Route("POST", "/v2/bot/message/validate/push", "validate", validate),
    Route("POST", "/v2/bot/message/validate/multicast", "validate", validate),
    Route("POST", "/v2/bot/message/validate/reply", "validate", validate),
)
