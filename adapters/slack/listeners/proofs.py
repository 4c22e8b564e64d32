"""[It has arrived] and [resume messages]: what people press about their own contacts."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from adapters.slack.blocks import message
from adapters.slack.listeners.reading import pressed
from adapters.slack.payloads import press_in
from adapters.slack.room import Room
from adapters.slack.talk import refuse_later, say_later
from bot.buttons import ProvePress, ResumePress
from bot.proving import proven
from bot.stopped import resumed
from flows.carry_out import carry_out
from flows.errors import FlowError
from flows.prove_contact import prove_account
from flows.stopped_contacts import resume_own


def register(bolt: App, room: Room) -> None:
    @bolt.block_action(re.compile("^prv:"))
    def prove(ack: Ack, body: dict[str, Any]) -> None:
        press = press_in(body, room.clock.now(), room.are_ours)
        pressed(press, ProvePress)
        try:
            done = carry_out(room.begin, press.sender, prove_account)
        except FlowError as error:
            refuse_later(room, press, error)
        else:
            say_later(room, press, lambda: message(proven(done.locale, done.works)), replace=press.is_private)
        ack()

    @bolt.block_action(re.compile("^rsm:"))
    def resume(ack: Ack, body: dict[str, Any]) -> None:
        press = press_in(body, room.clock.now(), room.are_ours)
        pressed(press, ResumePress)
        try:
            done = carry_out(room.begin, press.sender, resume_own)
        except FlowError as error:
            refuse_later(room, press, error)
        else:
            # The answer above it stays.
            say_later(room, press, lambda: message(resumed(done.locale, done.addresses)))
        ack()
