"""What a manager does for a whole check: ask the silent again, write to those who call for help or to one person."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from adapters.slack.blocks import message
from adapters.slack.listeners.answering import opens, told_in_form
from adapters.slack.listeners.people import refresh_list
from adapters.slack.listeners.reading import about, pressed
from adapters.slack.payloads import press_in, submission_in, written
from adapters.slack.room import Room
from adapters.slack.talk import locale_in, refuse_later, say_later
from adapters.slack.views.frame import View
from adapters.slack.views.people import NOTE, WORDS, note_view
from bot.care import note_written
from bot.confirmations import reminded
from bot.manager_buttons import CheckDeedPress
from bot.speech import Speech
from flows.carry_out import carry_out
from flows.errors import FlowError
from flows.remind import RemindNow, remind_now
from flows.status_list import Only, StatusFilter, status_list
from flows.work import Lane, Sender, Work
from flows.write_to_person import (
    NOTE_AT_MOST,
    NoteWritten,
    WriteToPerson,
    WriteToThoseInNeed,
    write_to_person,
    write_to_those_in_need,
)


def register(bolt: App, room: Room) -> None:
    @bolt.block_action(re.compile("^rem:"))
    def remind(ack: Ack, body: dict[str, Any]) -> None:
        press = press_in(body, room.clock.now(), room.are_ours)
        request = RemindNow(pressed(press, CheckDeedPress).check_id, press.event_key)
        try:
            said = carry_out(room.begin, press.sender, lambda work: remind_silent(work, request), Lane.FANOUT)
        except FlowError as error:
            refuse_later(room, press, error)
        else:
            say_later(room, press, lambda: message(said))
        ack()

    opens(bolt, room, "wrh", CheckDeedPress, lambda press, meant: _form(room, press.sender, meant.check_id))

    @bolt.view(NOTE)
    def sent_off(ack: Ack, body: dict[str, Any]) -> None:
        form = submission_in(body, room.are_ours)
        kept, words = about(form), written(form.values.get(WORDS))
        check_id = kept.number("check_id")
        person_id = kept.number("person_id") if "person_id" in kept.facts else None

        def send(work: Work) -> NoteWritten:
            if person_id is None:
                return write_to_those_in_need(work, WriteToThoseInNeed(check_id, words, form.event_key))
            return write_to_person(work, WriteToPerson(check_id, person_id, words, form.event_key))

        def act() -> Speech:
            done = carry_out(room.begin, form.sender, send)
            return note_written(done.kind, done.people, done.out_of_reach, done.person_name, done.already, done.locale)

        if told_in_form(room, form, ack, act, {"empty_note": WORDS, "written_too_often": WORDS}):
            refresh_list(room, form.sender, kept)


def remind_silent(work: Work, request: RemindNow) -> Speech:
    """Asked again, in words for the manager."""
    done = remind_now(work, request)
    return reminded(
        done.kind, done.title, done.people, done.already, locale_in(work), done.just_before, done.out_of_reach
    )


def _form(room: Room, sender: Sender, check_id: int) -> View:
    """Who may not write is refused here already."""
    with room.begin(sender, Lane.READ) as work:
        page = status_list(work, StatusFilter(check_id, Only.HELP, limit=1))
        locale = locale_in(work)
    return note_view(locale, "", page.kind, NOTE_AT_MOST, {"check_id": check_id})
