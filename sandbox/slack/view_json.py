"""A form as answers and payloads show it."""

from __future__ import annotations

from typing import Any

from sandbox.slack.world import View, World


def view_json(world: World, view: View, values: dict[str, Any] | None = None) -> dict[str, Any]:
    """`values` is the state: what the person has filled in, by block and action."""
    definition = view.definition
    return {
        "id": view.id,
        "team_id": world.team_id,
        "type": definition["type"],
        "blocks": definition["blocks"],
        "private_metadata": definition.get("private_metadata", ""),
        "callback_id": definition.get("callback_id", ""),
        "external_id": definition.get("external_id", ""),
        "state": {"values": values or {}},
        "hash": view.hash,
        "title": definition.get("title"),
        "submit": definition.get("submit"),
        "close": definition.get("close"),
        "clear_on_close": definition.get("clear_on_close", False),
        "notify_on_close": definition.get("notify_on_close", False),
        "previous_view_id": view.previous_id or None,
        "root_view_id": view.root_id,
        "app_id": world.app_id,
        "app_installed_team_id": world.team_id,
        "bot_id": world.bot_id,
    }
