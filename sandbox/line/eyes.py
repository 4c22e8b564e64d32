"""What can be seen on a person's phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.line.menus import RichMenu
from sandbox.line.world import ChatMessage, LineWorld
from sandbox.recording import Book


class Eyes:
    """Looks only."""

    world: LineWorld
    book: Book

    def chat(self, user: str) -> list[ChatMessage]:
        """A person's chat with the account, oldest first."""
        with self.book.lock:
            return list(self.world.friends[user].chat)

    def received(self, user: str) -> list[ChatMessage]:
        """What the account sent and LINE delivered to this person."""
        return [message for message in self.chat(user) if not message.mine]

    def find_message(self, user: str, containing: str = "") -> ChatMessage | None:
        """The newest received message with these words anywhere in it."""
        for message in reversed(self.received(user)):
            if any(containing in word for word in words_of(message.content)):
                return message
        return None

    def wait_for_message(self, user: str, containing: str = "", timeout: float = 10.0) -> ChatMessage:
        """The newest such message, as soon as there is one; TimeoutError otherwise."""
        found = self.book.wait_for(lambda: self.find_message(user, containing), timeout)
        assert found is not None
        return found

    def menu(self, user: str) -> RichMenu | None:
        """The rich menu at the foot of this person's chat."""
        with self.book.lock:
            return self.world.rich_menus.shown_to(user)

    def tiles(self, user: str) -> list[dict[str, Any]]:
        """The actions of that menu, in its own order."""
        menu = self.menu(user)
        return [area["action"] for area in menu.facts["areas"]] if menu is not None else []

    def find_action(self, user: str, name: str) -> dict[str, Any] | None:
        """The newest action with this label, data or text; quick replies only where the phone still shows them."""
        chat = self.chat(user)
        for message in reversed(chat):
            if message.mine:
                continue
            for action in actions_of(message.content):
                if name in (action.get("label"), action.get("data")):
                    return action
        for item in quick_replies(chat):
            if name in (item.get("label"), item.get("data"), item.get("text")):
                return item
        return None


def quick_replies(chat: list[ChatMessage]) -> list[dict[str, Any]]:
    """The actions above the keyboard: only those of the newest message, gone once the person has said something."""
    if not chat or chat[-1].mine:
        return []
    items = chat[-1].content.get("quickReply", {}).get("items", [])
    return [item["action"] for item in items]


def actions_of(content: object) -> Iterator[dict[str, Any]]:
    """Every action inside a message but its quick replies."""
    if isinstance(content, dict):
        for key, value in content.items():
            if key == "action" and isinstance(value, dict):
                yield value
            elif key == "actions" and isinstance(value, list):
                yield from value
            elif key != "quickReply":
                yield from actions_of(value)
    elif isinstance(content, list):
        for value in content:
            yield from actions_of(value)


def words_of(content: object) -> Iterator[str]:
    """Every text a person could read in a message."""
    if isinstance(content, dict):
        for key, value in content.items():
            if isinstance(value, str):
                if key in ("text", "label", "title", "altText", "address"):
                    yield value
            else:
                yield from words_of(value)
    elif isinstance(content, list):
        for value in content:
            yield from words_of(value)
