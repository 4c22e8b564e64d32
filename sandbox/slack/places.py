"""Where a message goes: which channel a call's `channel` means, and whether the app may write there."""

from __future__ import annotations

from typing import Any

from sandbox.slack.arguments import text
from sandbox.slack.errors import ApiError
from sandbox.slack.world import Channel, Message, World


def writable_channel(world: World, arguments: dict[str, Any]) -> Channel:
    """A channel id, a channel name or a person's id, as chat.postMessage takes them."""
    named = text(arguments, "channel")
    if named[:1] in ("U", "W"):
        user = world.users.get(named)
        if user is None or user.deleted or user.is_bot:
            raise ApiError("channel_not_found")
        return _open_to_app(world, world.dm(named))
    channel = world.channels.get(named) or next(
        (one for one in world.channels.values() if not one.dm_with and named and named.lstrip("#") == one.name), None
    )
    if channel is None:
        raise ApiError("channel_not_found")
    return _open_to_app(world, channel)


def known_channel(world: World, arguments: dict[str, Any]) -> Channel:
    """A channel the app can see, by its id only."""
    channel = world.channels.get(text(arguments, "channel"))
    if channel is None or (channel.is_private and world.bot_user.id not in channel.members):
        raise ApiError("channel_not_found")
    return channel


def own_message(world: World, arguments: dict[str, Any], refusal: str) -> Message:
    """The app's own message named by `channel` and `ts`."""
    channel = known_channel(world, arguments)
    message = world.messages[channel.id].get(text(arguments, "ts"))
    if message is None or message.deleted or message.only_for:
        raise ApiError("message_not_found")
    if message.user != world.bot_user.id:
        raise ApiError(refusal)
    if channel.is_archived:
        raise ApiError("is_archived")
    return message


def _open_to_app(world: World, channel: Channel) -> Channel:
    if channel.dm_with:
        user = world.users[channel.dm_with]
        if user.deleted:
            raise ApiError("channel_not_found")
        if not user.takes_dms:
            raise ApiError("messages_tab_disabled")
        return channel
    if world.bot_user.id not in channel.members:
        raise ApiError("channel_not_found" if channel.is_private else "not_in_channel")
    if channel.is_archived:
        raise ApiError("is_archived")
    return channel
