"""views.*: forms and home tabs."""

from __future__ import annotations

from typing import Any

from sandbox.slack.arguments import text
from sandbox.slack.errors import ApiError
from sandbox.slack.methods import Answer, Method
from sandbox.slack.view_json import view_json
from sandbox.slack.view_rules import require_view
from sandbox.slack.world import TRIGGER_LIFE, Trigger, View, World

#: Slack: at most three forms on top of each other.
STACK = 3


def open_(world: World, arguments: dict[str, Any]) -> Answer:
    """views.open: a trigger works once, within 3 seconds."""
    definition = require_view(arguments.get("view"), "modal")
    trigger = _take_trigger(world, arguments)
    return {"view": view_json(world, world.show_view(trigger.user, definition))}


def push(world: World, arguments: dict[str, Any]) -> Answer:
    """views.push: on top of the form the trigger was pressed in."""
    definition = require_view(arguments.get("view"), "modal")
    trigger = _take_trigger(world, arguments)
    below = world.views.get(trigger.view_id)
    if below is None or not below.is_open:
        raise ApiError("no_open_view")  # the press did not come from a form
    if len(world.modals[trigger.user]) >= STACK:
        raise ApiError("push_limit_reached")
    view = world.show_view(trigger.user, definition, below.root_id, below.id)
    return {"view": view_json(world, view)}


def update(world: World, arguments: dict[str, Any]) -> Answer:
    """views.update, by `view_id` or `external_id`."""
    view = _find_view(world, arguments)
    definition = require_view(arguments.get("view"), view.definition["type"])
    given_hash = text(arguments, "hash")
    if given_hash and given_hash != view.hash:
        raise ApiError("hash_conflict")
    world.change_view(view, definition)
    return {"view": view_json(world, view)}


def publish(world: World, arguments: dict[str, Any]) -> Answer:
    """views.publish: a person's home tab."""
    user = world.users.get(text(arguments, "user_id"))
    if user is None or user.deleted:
        raise ApiError("user_not_found")
    definition = require_view(arguments.get("view"), "home")
    shown = world.homes.get(user.id)
    if shown is None:
        shown = world.show_view(user.id, definition)
    else:
        given_hash = text(arguments, "hash")
        if given_hash and given_hash != shown.hash:
            raise ApiError("hash_conflict")
        world.change_view(shown, definition)
    return {"view": view_json(world, shown)}


def _take_trigger(world: World, arguments: dict[str, Any]) -> Trigger:
    trigger = world.triggers.get(text(arguments, "trigger_id"))
    if trigger is None:
        raise ApiError("invalid_trigger_id" if arguments.get("trigger_id") else "invalid_arguments")
    if trigger.used:
        raise ApiError("exchanged_trigger_id")
    if world.clock() - trigger.made_at > TRIGGER_LIFE:
        raise ApiError("expired_trigger_id")
    trigger.used = True
    return trigger


def _find_view(world: World, arguments: dict[str, Any]) -> View:
    external_id = text(arguments, "external_id")
    view = world.views.get(text(arguments, "view_id"))
    if view is None and external_id:
        candidates = [one for one in world.views.values() if one.definition.get("external_id") == external_id]
        view = candidates[-1] if candidates else None
    if view is None or not view.is_open:
        raise ApiError("not_found")
    return view


METHODS = {
    "views.open": Method(open_),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
