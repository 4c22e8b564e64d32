"""auth.* and apps.*: who we are, and an address for Socket Mode."""

from __future__ import annotations

from typing import Any

from sandbox.slack.errors import ApiError
from sandbox.slack.methods import Answer, Method
from sandbox.slack.world import World


def auth_test(world: World, arguments: dict[str, Any]) -> Answer:
    """auth.test."""
    return {
        "url": f"https://{world.team_domain}.slack.com/",
        "team": world.team_name,
        "user": world.bot_user.name,
        "team_id": world.team_id,
        "user_id": world.bot_user.id,
        "bot_id": world.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(world: World, arguments: dict[str, Any]) -> Answer:
    """apps.connections.open: a WebSocket address that works once."""
    if world.open_socket is None:
        raise ApiError("socket_mode_not_enabled")
    return {"url": world.open_socket()}


METHODS = {
    "auth.test": Method(auth_test),
    "apps.connections.open": Method(connections_open, ("connections:write",), app_token=True),
}
