"""What can be seen in the workspace: conversations as one person sees them, forms, home tabs."""

from __future__ import annotations

from typing import Any

from sandbox.recording import Book
from sandbox.slack.inputs import options_of
from sandbox.slack.world import Blocks, Message, View, World, elements_of


class Eyes:
    """Looks only; every answer is a copy that later events do not change (its messages do change with an edit)."""

    world: World
    book: Book

    def messages(self, where: str, seen_by: str = "") -> list[Message]:
        """A conversation, oldest first: a channel's id or name, or a person's id for their direct messages.

        Ephemeral messages are only in it for the person they are for (`seen_by`; in a DM its owner).
        """
        with self.book.lock:
            channel = self.channel_id(where)
            owner = seen_by or self.world.channels[channel].dm_with
            return [
                message
                for message in self.world.messages[channel].values()
                if not message.deleted and message.only_for in ("", owner)
            ]

    def channel_id(self, where: str) -> str:
        """The channel a person's id, a channel's name or its id means; LookupError for anything else."""
        with self.book.lock:
            if where in self.world.channels:
                return where
            if where in self.world.users:
                return self.world.dm(where).id
            for channel in self.world.channels.values():
                if channel.name == where.lstrip("#") and not channel.dm_with:
                    return channel.id
        raise LookupError(f"no channel or person {where!r}")

    def find_message(self, where: str, containing: str = "", seen_by: str = "") -> Message | None:
        """The newest message of the app with these words in its text or blocks, or None."""
        for message in reversed(self.messages(where, seen_by)):
            if message.user == self.world.bot_user.id and containing in full_text(message):
                return message
        return None

    def wait_for_message(self, where: str, containing: str = "", seen_by: str = "", timeout: float = 10.0) -> Message:
        """The newest such message, as soon as there is one; TimeoutError otherwise."""
        found = self.book.wait_for(lambda: self.find_message(where, containing, seen_by), timeout)
        assert found is not None
        return found

    def find_button(self, where: str, label: str, seen_by: str = "") -> Message | None:
        """The newest message that has an element with this label, action_id or value."""
        for message in reversed(self.messages(where, seen_by)):
            if any(is_called(block, element, label) for block, element in pressable(message.blocks)):
                return message
        return None

    def open_view(self, user: str) -> View | None:
        """The topmost form this person has open."""
        with self.book.lock:
            stack = self.world.modals.get(user)
            return stack[-1] if stack else None

    def wait_for_view(self, user: str, timeout: float = 10.0) -> View:
        """The form, as soon as one is open."""
        found = self.book.wait_for(lambda: self.open_view(user), timeout)
        assert found is not None
        return found

    def home(self, user: str) -> View | None:
        """What the app has published on this person's home tab."""
        with self.book.lock:
            return self.world.homes.get(user)

    @property
    def posted(self) -> list[Message]:
        """Every message of the app in the order it was accepted, edited and deleted ones too: doubles show here."""
        with self.book.lock:
            everything = [one for channel in self.world.messages.values() for one in channel.values()]
        own = [one for one in everything if one.user == self.world.bot_user.id]
        return sorted(own, key=lambda one: (one.at, one.ts.partition(".")[2]))


def pressable(blocks: Blocks) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(block, element) of everything with an action."""
    return [(block, element) for block in blocks for element in elements_of(block)]


def is_called(block: dict[str, Any], element: dict[str, Any], name: str) -> bool:
    """The element's label, action_id, `block_id/action_id` or value is `name` (an option's too, for a menu)."""
    label = element.get("text")
    if name == f"{block['block_id']}/{element['action_id']}":
        return True
    if name in (element.get("action_id"), element.get("value"), label.get("text") if isinstance(label, dict) else None):
        return True
    return element.get("type") == "overflow" and any(
        name in (option["value"], option["text"]["text"]) for option in options_of(element)
    )


def full_text(message: Message) -> str:
    """The text and all words of the blocks, for looking into."""
    return "\n".join([message.text, *_words(message.blocks)])


def _words(value: object) -> list[str]:
    if isinstance(value, dict):
        own = value.get("text")
        return ([own] if isinstance(own, str) else []) + [word for part in value.values() for word in _words(part)]
    if isinstance(value, list):
        return [word for part in value for word in _words(part)]
    return []
