"""The workspace in memory: people, channels, messages, forms."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sandbox.clocks import Clock
from sandbox.recording import Book

Blocks = list[dict[str, Any]]

#: Slack: a trigger can be exchanged for a form once, within 3 seconds.
TRIGGER_LIFE = timedelta(seconds=3)
#: Slack: a response_url takes 5 messages within 30 minutes.
RESPONSE_URL_LIFE = timedelta(minutes=30)
RESPONSE_URL_USES = 5
SCOPES = (
    "app_mentions:read",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "users:read",
    "users:read.email",
)


@dataclass(slots=True)
class User:
    """A member. `restricted` is a guest of the workspace, `takes_dms` False closes the app's messages tab.

    `team_id` names another workspace of somebody met in a shared channel (Slack Connect); `stranger`: in none we see.
    """

    id: str
    name: str
    real_name: str
    locale: str = "ja-JP"
    email: str = ""
    deleted: bool = False
    is_bot: bool = False
    restricted: bool = False
    takes_dms: bool = True
    tz: str = "Asia/Tokyo"
    team_id: str = ""
    stranger: bool = False


@dataclass(slots=True)
class Channel:
    """A channel, or (with `dm_with`) the app's direct messages with one person."""

    id: str
    name: str
    members: set[str] = field(default_factory=set)
    is_archived: bool = False
    is_private: bool = False
    dm_with: str = ""


@dataclass(slots=True)
class Message:
    """`only_for` names the one person who sees an ephemeral message. `edits` are the texts and blocks it had before."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: Blocks
    at: datetime
    thread_ts: str = ""
    only_for: str = ""
    deleted: bool = False
    edited_at: datetime | None = None
    edits: list[tuple[str, Blocks]] = field(default_factory=list)
    #: What people chose in this message's selects, by user: sent along as `state` with the next press.
    chosen: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Names the message in the whole workspace."""
        return f"{self.channel}/{self.ts}"


@dataclass(slots=True)
class View:
    """A modal form or a home tab as shown to one person."""

    id: str
    user: str
    definition: dict[str, Any]
    hash: str
    root_id: str
    previous_id: str = ""
    #: What has been filled in so far, by block and action.
    state: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    #: Options the app has offered for its external menus, by action id.
    offered: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    #: The app's complaints by block id; the empty id is the form as a whole.
    errors: dict[str, str] = field(default_factory=dict)
    is_open: bool = True


@dataclass(slots=True)
class Trigger:
    """What lets an app open a form; `view_id` is the form it was pressed in."""

    user: str
    made_at: datetime
    view_id: str = ""
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """What lets an app answer a command or a press without a token. `message` is the one pressed in."""

    user: str
    channel: str
    made_at: datetime
    message: Message | None = None
    uses: int = 0


@dataclass(slots=True)
class SignIn:
    """Somebody has agreed to tell an app who they are; the app has a code for it."""

    user: str
    redirect_uri: str
    nonce: str
    made_at: datetime
    used: bool = False


def elements_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything in a block that a person could press or fill in."""
    parts = [block.get("accessory"), block.get("element"), *block.get("elements", ())]
    passive = (None, "image", "plain_text", "mrkdwn")
    if block["type"] == "rich_text":
        return []
    return [part for part in parts if isinstance(part, dict) and part.get("type") not in passive]


class World:
    """Everything the stand-in remembers. Callers hold `book.lock`."""

    def __init__(self, clock: Clock, book: Book) -> None:
        self.clock = clock
        self.book = book
        self.team_id = "T0SANDBOX"
        self.team_domain = "aoba"
        self.team_name = "Aoba"
        self.app_id = "A0ANPI"
        self.bot_id = "B0ANPI"
        self.bot_user = User("U0ANPIBOT", "anpi", "Anpi", is_bot=True)
        self.users: dict[str, User] = {self.bot_user.id: self.bot_user}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, dict[str, Message]] = {}
        self.views: dict[str, View] = {}
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        #: Sign in with Slack: the app's own id and secret, codes by their text, people by their access token.
        self.client_id = "1111.2222"
        self.client_secret = "slack-client-secret"  # noqa: S105
        self.sign_ins: dict[str, SignIn] = {}
        self.person_tokens: dict[str, str] = {}
        #: What the token may do; taking one away gives `missing_scope`.
        self.scopes: set[str] = set(SCOPES)
        #: Gives a WebSocket address; None while Socket Mode is off.
        self.open_socket: Callable[[], str] | None = None
        self._dms: dict[str, Channel] = {}
        self._numbers: Iterator[int] = itertools.count(1)

    def add_user(self, user: User) -> User:
        """A new member, or the same id with new facts."""
        with self.book.lock:
            self.users[user.id] = user
            self.book.change()
        return user

    def add_channel(self, channel: Channel) -> Channel:
        """A new channel; the app is in it only if `members` has its user id."""
        with self.book.lock:
            self.channels[channel.id] = channel
            self.messages.setdefault(channel.id, {})
            self.book.change()
        return channel

    def dm(self, user_id: str) -> Channel:
        """The app's direct messages with this person, opened where there were none."""
        channel = self._dms.get(user_id)
        if channel is None:
            channel = Channel(f"D{user_id[1:]}", "directmessage", {user_id, self.bot_user.id}, dm_with=user_id)
            self._dms[user_id] = channel
            self.channels[channel.id] = channel
            self.messages[channel.id] = {}
        return channel

    def post(self, channel: str, user: str, text: str, blocks: Blocks, only_for: str = "", thread: str = "") -> Message:
        """A new message at the end of a channel."""
        now = self.clock()
        number = next(self._numbers)
        ts = f"{int(now.timestamp())}.{number % 1_000_000:06d}"
        self._name_blocks(blocks, number)
        message = Message(channel, ts, user, text, blocks, now, thread, only_for)
        self.messages[channel][ts] = message
        self.book.change()
        return message

    def edit(self, message: Message, text: str, blocks: Blocks) -> None:
        """New words for a message; the old ones are kept in `edits`."""
        message.edits.append((message.text, message.blocks))
        self._name_blocks(blocks, next(self._numbers))
        message.text, message.blocks = text, blocks
        message.edited_at = self.clock()
        self.book.change()

    def delete(self, message: Message) -> None:
        """Nobody sees it any more."""
        message.deleted = True
        self.book.change()

    def show_view(self, user: str, definition: dict[str, Any], root_id: str = "", previous_id: str = "") -> View:
        """A form on top of what this person has open."""
        view_id = f"V{next(self._numbers):010d}"
        self._name_blocks(definition["blocks"], next(self._numbers))
        view = View(view_id, user, definition, secrets.token_hex(8), root_id or view_id, previous_id)
        self.views[view_id] = view
        if definition["type"] == "home":
            self.homes[user] = view
        elif previous_id:
            self.modals.setdefault(user, []).append(view)
        else:
            self.modals[user] = [view]
        self.book.change()
        return view

    def change_view(self, view: View, definition: dict[str, Any]) -> None:
        """The same form with new content."""
        self._name_blocks(definition["blocks"], next(self._numbers))
        view.definition, view.hash, view.errors = definition, secrets.token_hex(8), {}
        self.book.change()

    def close_view(self, view: View, whole_stack: bool = False) -> None:
        """The form goes away; with `whole_stack` all forms below it too."""
        stack = self.modals.get(view.user, [])
        for other in list(stack):
            if whole_stack or other is view:
                other.is_open = False
                stack.remove(other)
        self.book.change()

    def new_trigger(self, user: str, view_id: str = "") -> str:
        """A trigger_id for something this person has just done."""
        trigger_id = f"{next(self._numbers)}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        self.triggers[trigger_id] = Trigger(user, self.clock(), view_id)
        return trigger_id

    def new_response_url(self, user: str, channel: str, message: Message | None) -> str:
        """The path of a response_url, below the stand-in's address."""
        path = f"/actions/{self.team_id}/{next(self._numbers)}/{secrets.token_urlsafe(18)}"
        self.response_urls[path] = ResponseUrl(user, channel, self.clock(), message)
        return path

    def event_time(self) -> str:
        """An `action_ts` or `event_ts`, different every time."""
        return f"{int(self.clock().timestamp())}.{next(self._numbers) % 1_000_000:06d}"

    @staticmethod
    def _name_blocks(blocks: Blocks, number: int) -> None:
        """Slack gives every block without a block_id one of its own, and every element without an action_id."""
        for position, block in enumerate(blocks):
            block.setdefault("block_id", f"b{number:x}.{position}")
            for place, element in enumerate(elements_of(block)):
                element.setdefault("action_id", f"a{number:x}.{position}.{place}")
