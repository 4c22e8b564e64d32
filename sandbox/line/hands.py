"""What a person does in LINE, told to the app as LINE tells it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sandbox.deliveries import Delivery, post
from sandbox.line.events import encode, new_event
from sandbox.line.eyes import Eyes
from sandbox.line.signing import signature
from sandbox.line.world import Friend

EventJson = dict[str, Any]
#: LINE waits about 2 s for a 200 and then counts the webhook as failed.
WEBHOOK_TIMEOUT = 2.0
#: How often a failed webhook is sent again here (the platform does not publish its number).
REDELIVERIES = 3


class Hands(Eyes):
    """Every verb returns what the app answered and how long it took."""

    channel_secret: str
    webhook_timeout: float
    #: True: the console's "webhook redelivery" switch is on.
    redelivery: bool
    _held: list[EventJson] | None

    def press(self, user: str, name: str) -> Delivery:
        """Press the newest button with this label or postback data; quick replies only of the newest message.

        Raises LookupError where there is none. A link is not opened: its address is in `details["uri"]`.
        """
        with self.book.lock:
            action = self.find_action(user, name)
            if action is None:
                raise LookupError(f"no button {name!r} on the phone of {user}")
        return self._do(user, name, action)

    def tap(self, user: str, name: str) -> Delivery:
        """Press the tile of the rich menu with this label, postback data or text. LookupError where there is none."""
        for action in self.tiles(user):
            if name in (action.get("label"), action.get("data"), action.get("text")):
                return self._do(user, name, action)
        raise LookupError(f"no tile {name!r} on the phone of {user}")

    def _do(self, user: str, name: str, action: dict[str, Any]) -> Delivery:
        with self.book.lock:
            friend = self.world.friends[user]
            kind = action["type"]
            if kind == "uri":
                return Delivery(200, 0.0, details={"uri": action["uri"]})
            if kind == "message":
                return self.type(user, action["text"])
            if kind != "postback":
                raise LookupError(f"{name!r} is a {kind} action: use its own verb")
            shown = action.get("displayText") or action.get("text")
            if shown:
                self.world.say(friend, {"type": "text", "text": shown})
            event = self._event(friend, "postback", postback={"data": action["data"]})
        return self._send([event])

    def postback(self, user: str, data: str) -> Delivery:
        """A postback with any data, as an old or forged button would send it."""
        with self.book.lock:
            event = self._event(self.world.friends[user], "postback", postback={"data": data})
        return self._send([event])

    def type(self, user: str, text: str) -> Delivery:
        """Write a line."""
        return self._say(user, {"type": "text", "text": text})

    def send_location(
        self, user: str, latitude: float, longitude: float, title: str = "", address: str = ""
    ) -> Delivery:
        """Send a place from the map."""
        place: dict[str, Any] = {"type": "location", "latitude": latitude, "longitude": longitude}
        place |= {key: value for key, value in (("title", title), ("address", address)) if value}
        return self._say(user, place)

    def send_sticker(self, user: str) -> Delivery:
        """Send a sticker."""
        return self._say(user, {"type": "sticker", "packageId": "446", "stickerId": "1988"})

    def follow(self, user: str, name: str = "", language: str = "ja") -> Delivery:
        """Add the account as a friend, or unblock it."""
        with self.book.lock:
            friend = self.world.friends.get(user) or self.world.add_friend(Friend(user, name or user[:6], language))
            again = friend.blocked
            friend.is_friend, friend.blocked = True, False
            self.book.change()
            event = self._event(friend, "follow", follow={"isUnblocked": again})
        return self._send([event])

    def block(self, user: str) -> Delivery:
        """Block the account: an unfollow event, and nothing arrives any more."""
        with self.book.lock:
            friend = self.world.friends[user]
            friend.blocked = True
            self.book.change()
            event = self._event(friend, "unfollow", with_token=False)
        return self._send([event])

    def link_account(self, user: str, nonce: str, result: str = "ok") -> Delivery:
        """The person has come back from the company's page with this nonce."""
        with self.book.lock:
            friend = self.world.friends[user]
            event = self._event(friend, "accountLink", link={"result": result, "nonce": nonce})
        return self._send([event])

    def deliver(self, events: Sequence[EventJson]) -> Delivery:
        """One signed webhook with these events in this order; an empty list is LINE's own check of the address.

        With `redelivery` a failed webhook comes again, marked, with the same event ids.
        """
        delivery = self._post(events)
        for attempt in range(2, REDELIVERIES + 2):
            if delivery.ok or not self.redelivery:
                break
            delivery = replace(self._post(_marked(events)), attempts=attempt)
        return delivery

    def repeat(self, delivery: Delivery, marked: bool = True) -> Delivery:
        """The same events once more; `marked` says that LINE calls it a redelivery."""
        events: Sequence[EventJson] = delivery.details["events"]
        return self._post(_marked(events) if marked else events)

    @contextmanager
    def held(self) -> Iterator[list[EventJson]]:
        """Events pile up in the list instead of going out: deliver them later, together or in another order."""
        self._held = []
        try:
            yield self._held
        finally:
            self._held = None

    def _say(self, user: str, content: dict[str, Any]) -> Delivery:
        with self.book.lock:
            friend = self.world.friends[user]
            said = self.world.say(friend, content)
            message = {"id": said.id, "quoteToken": secrets.token_hex(8), **content}
            event = self._event(friend, "message", message=message)
        return self._send([event])

    def _event(self, friend: Friend, kind: str, with_token: bool = True, **facts: Any) -> EventJson:
        token = self.world.new_reply_token(friend.id) if with_token else ""
        return new_event(kind, friend.id, self.world.clock(), token, facts)

    def _send(self, events: list[EventJson]) -> Delivery:
        if self._held is not None:
            self._held.extend(events)
            return Delivery(0, 0.0, error="held", details={"events": events})
        return self.deliver(events)

    def _post(self, events: Sequence[EventJson]) -> Delivery:
        if not self.world.webhook_url or not self.world.webhook_active:
            return Delivery(0, 0.0, error="webhook_off", details={"events": events})
        body = encode(self.world.bot_user_id, events)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "LineBotWebhook/2.0",
            "X-Line-Signature": signature(self.channel_secret, body),
        }
        delivery = post(self.world.webhook_url, body, headers, self.webhook_timeout)
        return replace(delivery, details={"events": events})


def _marked(events: Sequence[EventJson]) -> list[EventJson]:
    return [event | {"deliveryContext": {"isRedelivery": True}} for event in events]
