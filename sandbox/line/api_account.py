"""Everything but sending: quota, profiles, the account itself, its webhook, link tokens."""

from __future__ import annotations

import secrets

from sandbox.line.errors import LineError
from sandbox.line.routes import Asked, LineAnswer, Route
from sandbox.line.world import USER_ID, Friend, LineWorld


def quota(world: LineWorld, asked: Asked) -> LineAnswer:
    """How many messages a month are allowed."""
    if world.monthly_limit is None:
        return LineAnswer({"type": "none"})
    return LineAnswer({"type": "limited", "value": world.monthly_limit})


def consumption(world: LineWorld, asked: Asked) -> LineAnswer:
    """How many have been used, counted per receiver."""
    return LineAnswer({"totalUsage": world.used_this_month})


def profile(world: LineWorld, asked: Asked) -> LineAnswer:
    """Of a friend; 404 for anybody else."""
    friend = _require_friend(world, asked)
    return LineAnswer({"displayName": friend.name, "userId": friend.id, "language": friend.language})


def info(world: LineWorld, asked: Asked) -> LineAnswer:
    """The official account."""
    return LineAnswer(
        {
            "userId": world.bot_user_id,
            "basicId": "@anpi",
            "displayName": world.bot_name,
            "chatMode": "bot",
            "markAsReadMode": "auto",
        }
    )


def webhook_endpoint(world: LineWorld, asked: Asked) -> LineAnswer:
    """Where events go."""
    if not world.webhook_url:
        raise LineError(404, "Webhook endpoint not found")
    return LineAnswer({"endpoint": world.webhook_url, "active": world.webhook_active})


def set_webhook_endpoint(world: LineWorld, asked: Asked) -> LineAnswer:
    """Change where events go; plain http is accepted for addresses of this computer only."""
    endpoint = asked.body.get("endpoint")
    local = ("http://127.0.0.1", "http://localhost")
    if not isinstance(endpoint, str) or len(endpoint) > 500 or not endpoint.startswith(("https://", *local)):
        raise LineError(400, "Invalid webhook endpoint URL")
    world.webhook_url = endpoint
    return LineAnswer({})


def issue_link_token(world: LineWorld, asked: Asked) -> LineAnswer:
    """For linking a person's account, 10 minutes, once."""
    friend = _require_friend(world, asked)
    token = secrets.token_urlsafe(24)
    world.link_tokens[token] = (friend.id, world.clock())
    return LineAnswer({"linkToken": token})


def _require_friend(world: LineWorld, asked: Asked) -> Friend:
    user_id = asked.named["user_id"]
    if not USER_ID.fullmatch(user_id):
        raise LineError(400, "The value for the 'userId' parameter is invalid")
    friend = world.friends.get(user_id)
    if friend is None or not friend.reachable:
        raise LineError(404, "Not found")
    return friend


ROUTES = (
    Route("GET", "/v2/bot/message/quota", "quota", quota),
    Route("GET", "/v2/bot/message/quota/consumption", "consumption", consumption),
    Route("GET", "/v2/bot/profile/{user_id}", "profile", profile),
    Route("GET", "/v2/bot/info", "info", info),
    Route("GET", "/v2/bot/channel/webhook/endpoint", "webhook", webhook_endpoint),
    Route("PUT", "/v2/bot/channel/webhook/endpoint", "webhook", set_webhook_endpoint),
    Route("POST", "/v2/bot/user/{user_id}/linkToken", "linkToken", issue_link_token),
)
