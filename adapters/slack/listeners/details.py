"""After the one press that was enough: comment, can you work, where are you."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from adapters.slack.blocks import message
from adapters.slack.listeners.answering import opens, told_in_form
from adapters.slack.listeners.reading import about, one_of, pressed
from adapters.slack.payloads import Press, chosen, press_in, submission_in, written
from adapters.slack.room import Room
from adapters.slack.talk import noted, refuse_later, say_later
from adapters.slack.views.details import CAN_WORK, COMMENT, DETAILS, PLACE, details_form
from adapters.slack.views.frame import View
from bot.buttons import CanWorkPress, CommentPress, PlacePress
from bot.speech import Speech
from bot.vocabulary import CanWork, Via
from flows.add_details import AddDetails, add_details
from flows.carry_out import carry_out
from flows.errors import FlowError
from flows.my_answer import my_answer
from flows.work import Lane


def register(bolt: App, room: Room) -> None:
    opens(bolt, room, "com", CommentPress, lambda press, meant: _form(room, press, meant.check_id))

    opens(bolt, room, "plc", PlacePress, lambda press, meant: _form(room, press, meant.check_id, asks_place_first=True))

    @bolt.block_action(re.compile("^wrk:"))
    def can_work(ack: Ack, body: dict[str, Any]) -> None:
        press = press_in(body, room.clock.now(), room.are_ours)
        said = pressed(press, CanWorkPress)
        request = AddDetails(
            said.check_id, press.given_at, Via.SLACK, can_work=said.can_work, event_key=press.event_key
        )
        try:
            added = carry_out(room.begin, press.sender, lambda work: add_details(work, request))
        except FlowError as error:
            refuse_later(room, press, error)
        else:
            say_later(room, press, lambda: message(noted(added)))
        ack()

    @bolt.view(DETAILS)
    def details(ack: Ack, body: dict[str, Any]) -> None:
        form = submission_in(body, room.are_ours)
        works = chosen(form.values.get(CAN_WORK, {}))
        request = AddDetails(
            check_id=about(form).number("check_id"),
            given_at=room.clock.now(),
            via=Via.SLACK,
            comment=written(form.values.get(COMMENT)),
            can_work=one_of(CanWork, works[0]) if works else None,
            place=written(form.values.get(PLACE)),
            event_key=form.event_key,
        )

        def add() -> Speech:
            return noted(carry_out(room.begin, form.sender, lambda work: add_details(work, request)))

        told_in_form(room, form, ack, add)


def _form(room: Room, press: Press, check_id: int, asks_place_first: bool = False) -> View:
    with room.begin(press.sender, Lane.READ) as work:
        mine = my_answer(work, check_id)
    return details_form(mine, asks_place_first)
