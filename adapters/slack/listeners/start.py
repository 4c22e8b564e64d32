"""Starting a check: typed with its title, from the form, and [start anyway]."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from slack_bolt import Ack, App

from adapters.slack.blocks import message
from adapters.slack.listeners.answering import last_page, told_in_form
from adapters.slack.listeners.reading import pressed
from adapters.slack.listeners.start_form import filled_in, request_in
from adapters.slack.payloads import Submission, Typed, press_in, search_in, spoken, submission_in
from adapters.slack.room import Room
from adapters.slack.talk import Said, View, locale_in, open_later, refuse_later, say_later
from adapters.slack.views.frame import options_of
from adapters.slack.views.start import START, TITLE, UNITS, Filled, start_view, unit_choices
from bot.buttons import StartAnywayPress
from bot.commands import Start
from bot.confirmations import StartedFacts, check_started, similar_active, similar_active_in_form
from bot.labels import day_and_time
from bot.speech import Speech
from bot.vocabulary import CheckKind
from flows.errors import FlowError
from flows.offer_start import offer_start
from flows.start_check import CheckStarted, SimilarActive, StartCheck, start_check
from flows.who import who_is
from flows.work import Lane, Sender, Work


def register(bolt: App, room: Room) -> None:
    @bolt.block_action(re.compile("^sta:"))
    def start_anyway(ack: Ack, body: dict[str, Any]) -> None:
        press = press_in(body, room.clock.now())
        draft = pressed(press, StartAnywayPress)
        # Pressed twice, or once in each of two windows, the draft starts once.
        request = StartCheck(
            draft.kind,
            draft.title,
            slack_channel=_shared(press.channel),
            confirmed=True,
            event_key=f"slack:draft:{press.sender.address}:{draft.draft_id}",
        )
        try:
            said = _start(room, press.sender, request, draft)
        except FlowError as error:
            refuse_later(room, press, error)
        else:
            say_later(room, press, lambda: message(said), replace=press.is_private)
        ack()

    @bolt.view(START)
    def sent_off(ack: Ack, body: dict[str, Any]) -> None:
        form = submission_in(body)
        filled = filled_in(form)
        warned: list[View] = []

        def act() -> Speech:
            said = _start_from_form(room, form, filled)
            if isinstance(said, Speech):
                return said
            warned.append(said)
            return Speech(room_locale(room, form), "", "")

        told_in_form(room, form, ack, act, {"empty_title": TITLE, "nobody_to_ask": UNITS})

    @bolt.options(UNITS)
    def search(ack: Ack, body: dict[str, Any]) -> None:
        asked = search_in(body)
        try:
            with room.begin(asked.sender, Lane.READ) as work:
                choices = unit_choices(offer_start(work), locale_in(work), asked.text)
        except FlowError:
            choices = []
        ack(options=options_of(choices))
