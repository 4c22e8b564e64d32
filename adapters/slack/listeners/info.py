"""[emergency contacts and routes], and what needs no more than an acknowledgement."""

from __future__ import annotations

import re

from slack_bolt import Ack, App

from adapters.slack.listeners.reading import pressed
from adapters.slack.payloads import Payload, press_in
from adapters.slack.room import Room
from adapters.slack.talk import info_said, say_later
from bot.buttons import InfoPress


def register(bolt: App, room: Room) -> None:
    @bolt.block_action(re.compile("^inf:"))
    def info(ack: Ack, body: Payload) -> None:
        press = press_in(body, room.clock.now(), room.are_ours)
        pressed(press, InfoPress)
        say_later(room, press, lambda: info_said(room, press.sender))
        ack()

    # A link button opens its page and reports the press all the same.
    @bolt.block_action(re.compile("^url:"))
    def link_opened(ack: Ack) -> None:
        ack()

    # Whatever else the app was subscribed to by hand: unacknowledged, Slack would send it three times.
    @bolt.event(re.compile(""))
    def other_event(ack: Ack) -> None:
        ack()
