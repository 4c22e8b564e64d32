"""chat.*: post, edit, delete."""

from __future__ import annotations

from typing import Any

from sandbox.slack.arguments import structure, text
from sandbox.slack.block_kit import MESSAGE_CHARACTERS, characters_of, check_blocks
from sandbox.slack.errors import ApiError
from sandbox.slack.methods import Answer, Method
from sandbox.slack.places import known_channel, own_message, writable_channel
from sandbox.slack.world import Blocks, Message, World

#: chat.postMessage and chat.update: text longer than this is refused.
TEXT_CHARACTERS = 4000


def require_content(arguments: dict[str, Any]) -> tuple[str, Blocks]:
    """Text and blocks of a message; ApiError where Slack would refuse them."""
    words = text(arguments, "text")
    blocks = structure(arguments, "blocks") or []
    if not words and not blocks and not structure(arguments, "attachments"):
        raise ApiError("no_text")
    if len(words) > TEXT_CHARACTERS:
        raise ApiError("msg_too_long")
    if blocks:
        problems = check_blocks(blocks)
        if problems:
            raise ApiError("invalid_blocks", problems)
        if characters_of(blocks) > MESSAGE_CHARACTERS:
            raise ApiError("msg_blocks_too_long")
    return words, blocks


def message_json(world: World, message: Message) -> dict[str, Any]:
    """A message as answers and payloads show it."""
    shown: dict[str, Any] = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": world.team_id,
        "blocks": message.blocks,
    }
    if message.user == world.bot_user.id:
        shown |= {"bot_id": world.bot_id, "app_id": world.app_id}
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    if message.edited_at is not None:
        shown["edited"] = {"user": message.user, "ts": f"{int(message.edited_at.timestamp())}.000000"}
    return shown


def post_message(world: World, arguments: dict[str, Any]) -> Answer:
    """chat.postMessage."""
    channel = writable_channel(world, arguments)
    words, blocks = require_content(arguments)
    message = world.post(channel.id, world.bot_user.id, words, blocks, thread=text(arguments, "thread_ts"))
    return {"channel": channel.id, "ts": message.ts, "message": message_json(world, message)}


def post_ephemeral(world: World, arguments: dict[str, Any]) -> Answer:
    """chat.postEphemeral: only one member sees it."""
    channel = writable_channel(world, arguments)
    user = world.users.get(text(arguments, "user"))
    if user is None or user.deleted or user.id not in channel.members:
        raise ApiError("user_not_in_channel")
    words, blocks = require_content(arguments)
    message = world.post(channel.id, world.bot_user.id, words, blocks, only_for=user.id)
    return {"message_ts": message.ts}


def update(world: World, arguments: dict[str, Any]) -> Answer:
    """chat.update: without blocks the old ones go away."""
    message = own_message(world, arguments, "cant_update_message")
    words, blocks = require_content(arguments)
    world.edit(message, words, blocks)
    return {"channel": message.channel, "ts": message.ts, "text": words, "message": message_json(world, message)}


def delete(world: World, arguments: dict[str, Any]) -> Answer:
    """chat.delete."""
    message = own_message(world, arguments, "cant_delete_message")
    world.delete(message)
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(world: World, arguments: dict[str, Any]) -> Answer:
    """chat.getPermalink."""
    channel = known_channel(world, arguments)
    ts = text(arguments, "message_ts")
    if ts not in world.messages[channel.id]:
        raise ApiError("message_not_found")
    address = f"https://{world.team_domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": address}


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",)),
    "chat.update": Method(update, ("chat:write",)),
    "chat.delete": Method(delete, ("chat:write",)),
    "chat.getPermalink": Method(get_permalink, takes_json=False),
}
