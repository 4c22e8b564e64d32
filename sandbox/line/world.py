"""The friends of one LINE official account, their chats, and what was accepted."""

from __future__ import annotations

import itertools
import re
import secrets
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sandbox.clocks import Clock
from sandbox.line.menus import RichMenus
from sandbox.recording import Book

MessageJson = dict[str, Any]
USER_ID = re.compile(r"U[0-9a-f]{32}")
#: LINE: a reply token works once, within about a minute.
REPLY_TOKEN_LIFE = timedelta(minutes=1)
#: LINE: a retry key is remembered for 24 hours.
RETRY_KEY_LIFE = timedelta(hours=24)
#: LINE: a link token works once, within 10 minutes.
LINK_TOKEN_LIFE = timedelta(minutes=10)
#: One chat keeps so many messages; older ones fall out (benches send many).
CHAT_LENGTH = 500


@dataclass(slots=True)
class ChatMessage:
    """One bubble in a chat. `mine` is True for what the person sent."""

    id: str
    content: MessageJson
    at: datetime
    mine: bool = False


@dataclass(slots=True)
class Friend:
    """A person on LINE. Only friends who have not blocked the account receive anything or have a profile."""

    id: str
    name: str
    language: str = "ja"
    is_friend: bool = True
    blocked: bool = False
    chat: deque[ChatMessage] = field(default_factory=lambda: deque(maxlen=CHAT_LENGTH))

    @property
    def reachable(self) -> bool:
        """A message would be delivered."""
        return self.is_friend and not self.blocked


@dataclass(frozen=True, slots=True)
class Accepted:
    """One accepted sending call: how (`push`, `multicast`, `reply`), to whom, with which key."""

    how: str
    to: Sequence[str]
    messages: Sequence[MessageJson]
    retry_key: str
    request_id: str
    at: datetime
    delivered: int


@dataclass(slots=True)
class ReplyToken:
    user: str
    made_at: datetime
    used: bool = False


class LineWorld:
    """Everything the stand-in remembers. Callers hold `book.lock`."""

    def __init__(self, clock: Clock, book: Book) -> None:
        self.clock = clock
        self.book = book
        self.bot_user_id = "U" + "0" * 31 + "b"
        self.bot_name = "Anpi"
        self.friends: dict[str, Friend] = {}
        self.accepted: list[Accepted] = []
        #: key → (request id, when, the first answer's body)
        self.retry_keys: dict[str, tuple[str, datetime, dict[str, Any]]] = {}
        self.reply_tokens: dict[str, ReplyToken] = {}
        self.rich_menus = RichMenus()
        self.link_tokens: dict[str, tuple[str, datetime]] = {}
        #: None: no limit on messages in a month.
        self.monthly_limit: int | None = None
        self.used_this_month = 0
        #: Where LINE posts events, as the console or the API set it.
        self.webhook_url = ""
        self.webhook_active = True
        self._numbers: Iterator[int] = itertools.count(1)

    def add_friend(self, friend: Friend) -> Friend:
        """A new person, or the same id with new facts."""
        if not USER_ID.fullmatch(friend.id):
            raise ValueError(f"a LINE user id is U and 32 hex digits, not {friend.id!r}")
        with self.book.lock:
            self.friends[friend.id] = friend
            self.book.change()
        return friend

    def new_message_id(self) -> str:
        """Like LINE's: a long number."""
        return str(560_000_000_000_000_000 + next(self._numbers))

    def deliver(self, user_ids: Sequence[str], messages: Sequence[MessageJson]) -> int:
        """Into the chats of those who can be reached; how many these are."""
        now = self.clock()
        bubbles = [ChatMessage(self.new_message_id(), message, now) for message in messages]
        delivered = 0
        for user_id in user_ids:
            friend = self.friends.get(user_id)
            if friend is not None and friend.reachable:
                friend.chat.extend(bubbles)
                delivered += 1
        self.book.change()
        return delivered

    def say(self, friend: Friend, content: MessageJson) -> ChatMessage:
        """What the person sends, as it stands in the chat."""
        message = ChatMessage(self.new_message_id(), content, self.clock(), mine=True)
        friend.chat.append(message)
        self.book.change()
        return message

    def take_link_token(self, token: str) -> str | None:
        """Whom it was issued to; it is used up. None where it is unknown, used or too old."""
        user, issued_at = self.link_tokens.pop(token, ("", None))
        if issued_at is None or self.clock() - issued_at > LINK_TOKEN_LIFE:
            return None
        return user

    def new_reply_token(self, user: str) -> str:
        """For one reply within a minute."""
        token = secrets.token_hex(16)
        self.reply_tokens[token] = ReplyToken(user, self.clock())
        return token
