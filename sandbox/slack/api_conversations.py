"""conversations.*: channels and direct messages."""

from __future__ import annotations

from typing import Any

from sandbox.slack.arguments import flag, text
from sandbox.slack.errors import ApiError
from sandbox.slack.methods import Answer, Method
from sandbox.slack.paging import page
from sandbox.slack.places import known_channel
from sandbox.slack.world import Channel, World

_READ = ("channels:read", "groups:read", "im:read", "mpim:read")


def channel_json(world: World, channel: Channel) -> dict[str, Any]:
    """A channel as answers show it."""
    if channel.dm_with:
        return {"id": channel.id, "is_im": True, "is_channel": False, "user": channel.dm_with, "is_archived": False}
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_member": world.bot_user.id in channel.members,
        "context_team_id": world.team_id,
    }


def open_(world: World, arguments: dict[str, Any]) -> Answer:
    """conversations.open, for one person."""
    named = text(arguments, "users") if not isinstance(arguments.get("users"), list) else ",".join(arguments["users"])
    ids = [one.strip() for one in named.split(",") if one.strip()]
    if not ids:
        return {"channel": channel_json(world, known_channel(world, arguments))}
    if len(ids) > 1:
        raise ApiError("method_not_supported_for_channel_type")  # group messages are a planned gap
    user = world.users.get(ids[0])
    if user is None:
        raise ApiError("user_not_found")
    if user.deleted:
        raise ApiError("user_disabled")
    channel = world.dm(user.id)
    shown = channel_json(world, channel) if flag(arguments, "return_im") else {"id": channel.id}
    return {"channel": shown}


def info(world: World, arguments: dict[str, Any]) -> Answer:
    """conversations.info."""
    channel = known_channel(world, arguments)
    shown = channel_json(world, channel)
    if flag(arguments, "include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


def list_(world: World, arguments: dict[str, Any]) -> Answer:
    """conversations.list, paged."""
    wanted = set((text(arguments, "types") or "public_channel").replace(" ", "").split(","))
    visible = [
        channel
        for channel in world.channels.values()
        if _type_of(channel) in wanted
        and (not channel.is_private or world.bot_user.id in channel.members)
        and not (channel.is_archived and flag(arguments, "exclude_archived"))
    ]
    rows, metadata = page(visible, arguments)
    return {"channels": [channel_json(world, one) for one in rows], "response_metadata": metadata}


def members(world: World, arguments: dict[str, Any]) -> Answer:
    """conversations.members, paged."""
    rows, metadata = page(sorted(known_channel(world, arguments).members), arguments)
    return {"members": list(rows), "response_metadata": metadata}


def join(world: World, arguments: dict[str, Any]) -> Answer:
    """conversations.join."""
    channel = known_channel(world, arguments)
    if channel.is_archived:
        raise ApiError("is_archived")
    if channel.dm_with or channel.is_private:
        raise ApiError("method_not_supported_for_channel_type")
    channel.members.add(world.bot_user.id)
    world.book.change()
    return {"channel": channel_json(world, channel)}


def _type_of(channel: Channel) -> str:
    if channel.dm_with:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"


METHODS = {
    "conversations.open": Method(open_, ("im:write", "mpim:write")),
    "conversations.info": Method(info, _READ, takes_json=False),
    "conversations.list": Method(list_, _READ, takes_json=False),
    "conversations.members": Method(members, _READ, takes_json=False),
    "conversations.join": Method(join, ("channels:join",)),
}
