"""[無事です] and its three neighbours: the hot path. And [change my answer]."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from adapters.slack.listeners.reading import pressed
from adapters.slack.payloads import Payload, Press, press_in
from adapters.slack.room import Room
from adapters.slack.talk import choice, refuse_later, say_later, thanks
from bot.buttons import AnswerPress, ChangePress
from bot.vocabulary import Via
from flows.errors import FlowError
from flows.prompts_replaced import ReplacedPrompt
from flows.record_answer import AnswerRecorded, RecordAnswer


def hear_answer(room: Room, payload: Payload) -> None:
    """Committed when this returns, and only then thanked for."""
    press = press_in(payload, room.clock.now(), room.are_ours)
    said = pressed(press, AnswerPress)
    request = RecordAnswer(said.status, press.given_at, Via.SLACK, said.check_id, said.round, press.event_key)
    try:
        recorded = room.answers.record(press.sender, request)
    except FlowError as error:
        refuse_later(room, press, error)
        return
    # A message in a shared channel stays for the others.
    say_later(
        room,
        press,
        lambda: thanks(room, press.sender, recorded),
        replace=press.is_private,
        once_replaced=lambda: _note_replaced(room, press, recorded),
    )


def register(bolt: App, room: Room) -> None:
    @bolt.block_action(re.compile("^chg:"))
    def change(ack: Ack, body: dict[str, Any]) -> None:
        press = press_in(body, room.clock.now(), room.are_ours)
        check_id = pressed(press, ChangePress).check_id
        say_later(room, press, lambda: choice(room, press.sender, check_id), replace=press.is_private)
        ack()


def _note_replaced(room: Room, press: Press, recorded: AnswerRecorded) -> None:
    """The thank-you stands where the question stood: the cycle need not edit it as well."""
    if recorded.person_id is not None and press.message:
        room.replaced.note(ReplacedPrompt(recorded.check_id, recorded.person_id, press.message))
