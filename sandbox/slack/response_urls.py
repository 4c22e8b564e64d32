"""Answers to a command or a press through its `response_url`: 5 uses, 30 minutes, no token."""

from __future__ import annotations

import json
from typing import Any

from sandbox.slack.api_chat import require_content
from sandbox.slack.arguments import flag
from sandbox.slack.errors import ApiError
from sandbox.slack.world import RESPONSE_URL_LIFE, RESPONSE_URL_USES, ResponseUrl, World
from sandbox.wire import Request, Response, json_response

#: The name its calls are counted and failed under.
NAME = "response_url"


def answer(world: World, request: Request) -> Response:
    """One message through a response_url; ApiError is answered as 404 or 400."""
    try:
        _use(world, request)
    except ApiError as error:
        status = 404 if error.code in ("used_url", "expired_url", "invalid_url") else 400
        return json_response({"ok": False, "error": error.code}, status)
    return Response(200, b"ok", "text/html; charset=utf-8")


def show_answer(world: World, target: ResponseUrl, arguments: dict[str, Any]) -> None:
    """What a command's own answer or a response_url's message does to the conversation."""
    message = target.message
    if flag(arguments, "delete_original") and message is not None:
        world.delete(message)
        return
    words, blocks = require_content(arguments)
    if flag(arguments, "replace_original") and message is not None:
        world.edit(message, words, blocks)
        return
    in_channel = arguments.get("response_type") == "in_channel"
    world.post(target.channel, world.bot_user.id, words, blocks, only_for="" if in_channel else target.user)


def _use(world: World, request: Request) -> None:
    target = world.response_urls.get(request.path)
    if target is None:
        raise ApiError("invalid_url")
    if world.clock() - target.made_at > RESPONSE_URL_LIFE:
        raise ApiError("expired_url")
    if target.uses >= RESPONSE_URL_USES:
        raise ApiError("used_url")
    try:
        arguments = json.loads(request.body)
    except ValueError as error:
        raise ApiError("invalid_payload") from error
    if not isinstance(arguments, dict):
        raise ApiError("invalid_payload")
    show_answer(world, target, arguments)
    target.uses += 1
