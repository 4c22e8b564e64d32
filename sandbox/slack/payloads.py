"""What Slack posts to an app, field by field."""

from __future__ import annotations

import secrets
from typing import Any

from sandbox.slack.api_chat import message_json
from sandbox.slack.eyes import is_called, pressable
from sandbox.slack.inputs import Given, Offered, State, entry_of
from sandbox.slack.view_json import view_json
from sandbox.slack.world import Blocks, Channel, Message, User, View, World


def slash_payload(
    world: World, user: User, channel: Channel, command: str, text: str, response_url: str
) -> dict[str, Any]:
    """The form fields of a slash command."""
    return {
        "token": "verification",
        "team_id": world.team_id,
        "team_domain": world.team_domain,
        "channel_id": channel.id,
        "channel_name": "privategroup" if channel.is_private else channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": world.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": world.new_trigger(user.id),
    }


def press_payload(
    world: World,
    user: User,
    message: Message | None,
    view: View | None,
    name: str,
    choice: Given,
    state: State,
    response_url: str,
) -> dict[str, Any]:
    """`block_actions`, in a message or in a form; LookupError where nothing is called `name`."""
    blocks: Blocks = view.definition["blocks"] if view is not None else message.blocks if message is not None else []
    action = _action(world, blocks, name, choice, state, view.offered if view is not None else {})
    payload = _common(world, user, "block_actions") | {
        "trigger_id": world.new_trigger(user.id, view.id if view is not None else ""),
        "state": {"values": state},
        "actions": [action],
    }
    if view is not None:
        shown = view_json(world, view, state)
        return payload | {"container": {"type": "view", "view_id": view.id}, "view": shown}
    assert message is not None
    channel = world.channels[message.channel]
    payload["container"] = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.only_for),
    }
    payload["channel"] = {"id": channel.id, "name": "privategroup" if channel.is_private else channel.name}
    payload["response_url"] = response_url
    if not message.only_for:
        payload["message"] = message_json(world, message)
    return payload


def submission_payload(world: World, user: User, view: View) -> dict[str, Any]:
    """`view_submission`."""
    return _common(world, user, "view_submission") | {
        "trigger_id": world.new_trigger(user.id, view.id),
        "view": view_json(world, view, view.state),
        "response_urls": [],
    }


def suggestion_payload(
    world: World, user: User, view: View, block_id: str, action_id: str, typed: str
) -> dict[str, Any]:
    """`block_suggestion`: what the person has typed into a menu whose options come from the app."""
    return _common(world, user, "block_suggestion") | {
        "action_id": action_id,
        "block_id": block_id,
        "value": typed,
        "container": {"type": "view", "view_id": view.id},
        "view": view_json(world, view, view.state),
    }


def view_closed_payload(world: World, user: User, view: View) -> dict[str, Any]:
    """`view_closed`."""
    return _common(world, user, "view_closed") | {
        "view": view_json(world, view, view.state),
        "is_cleared": False,
    }


def event_payload(world: World, event: dict[str, Any]) -> dict[str, Any]:
    """The envelope of the Events API around one event."""
    return {
        "token": "verification",
        "team_id": world.team_id,
        "api_app_id": world.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(world.clock().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": world.team_id,
                "user_id": world.bot_user.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{secrets.token_hex(12)}",
    }


def _common(world: World, user: User, kind: str) -> dict[str, Any]:
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": world.team_id},
        "api_app_id": world.app_id,
        "token": "verification",
        "team": {"id": world.team_id, "domain": world.team_domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _action(world: World, blocks: Blocks, name: str, choice: Given, state: State, offered: Offered) -> dict[str, Any]:
    for block, element in pressable(blocks):
        if not is_called(block, element, name):
            continue
        kind, action_id = element["type"], element["action_id"]
        action = {"action_id": action_id, "block_id": block["block_id"], "action_ts": world.event_time()}
        if kind == "button":
            copied = ("text", "value", "style", "url")
            return action | {"type": kind} | {key: element[key] for key in copied if key in element}
        if kind == "overflow":
            return action | entry_of(element, choice or name)
        entry = entry_of(element, choice, offered)
        state.setdefault(block["block_id"], {})[action_id] = entry
        return action | entry
    raise LookupError(f"nothing here is called {name!r}")
