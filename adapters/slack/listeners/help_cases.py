"""Help cases: [I take it], [close with a word], `/safety take` and `/safety done`."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from adapters.slack.blocks import message
from adapters.slack.listeners.answering import opens, told_in_form
from adapters.slack.listeners.reading import about, pressed
from adapters.slack.payloads import Press, Typed, press_in, spoken, submission_in, written
from adapters.slack.room import Room
from adapters.slack.talk import Said, case_said, refuse_later, say_later
from adapters.slack.views.frame import View
from adapters.slack.views.manager import CLOSE_HELP, WORD, close_help_view
from bot.buttons import CloseHelpPress, TakeHelpPress
from bot.commands import Done, Take
from bot.confirmations import closed_before
from bot.labels import clock_time
from bot.speech import Speech
from bot.vocabulary import ChannelKind, CheckKind
from flows.carry_out import carry_out
from flows.errors import FlowError
from flows.find_person import PersonRef
from flows.help_cases import CloseHelp, HelpCaseView, TakeHelp, close_help, show_help, take_help
from flows.work import Sender, Work


def register(bolt: App, room: Room) -> None:
    @bolt.block_action(re.compile("^tak:"))
    def take(ack: Ack, body: dict[str, Any]) -> None:
        press = press_in(body, room.clock.now(), room.are_ours)
        request = TakeHelp(pressed(press, TakeHelpPress).help_case_id, press.event_key)
        try:
            said = _take(room, press.sender, request)
        except FlowError as error:
            refuse_later(room, press, error)
        else:
            say_later(room, press, lambda: message(said), replace=press.is_private)
        ack()

    opens(bolt, room, "don", CloseHelpPress, lambda press, meant: _form(room, press, meant.help_case_id))

    @bolt.view(CLOSE_HELP)
    def close(ack: Ack, body: dict[str, Any]) -> None:
        form = submission_in(body, room.are_ours)
        request = CloseHelp(
            written(form.values.get(WORD)), about(form).number("help_case_id"), event_key=form.event_key
        )
        told_in_form(room, form, ack, lambda: _close(room, form.sender, request), {"empty_word": WORD})


def take_typed(room: Room, typed: Typed, command: Take) -> Said:
    """`/safety take`: the oldest case nobody has taken, or that of the person named."""
    person = _person(command.slack_user) if command.slack_user else None
    return message(_take(room, typed.sender, TakeHelp(event_key=typed.event_key, person=person)))


def close_typed(room: Room, typed: Typed, command: Done) -> Said:
    """`/safety done @person word`; without a person the case taken last."""
    person = _person(command.slack_user) if command.slack_user else None
    request = CloseHelp(spoken(command.word), person=person, event_key=typed.event_key)
    return message(_close(room, typed.sender, request))


def _person(slack_user: str) -> PersonRef:
    return PersonRef(channel=ChannelKind.SLACK, address=slack_user)


def _take(room: Room, sender: Sender, request: TakeHelp) -> Speech:
    return carry_out(room.begin, sender, lambda work: case_said(work, take_help(work, request)))


def _close(room: Room, sender: Sender, request: CloseHelp) -> Speech:
    return carry_out(room.begin, sender, lambda work: case_said(work, close_help(work, request)))


def _form(room: Room, press: Press, help_case_id: int) -> View | Speech:
    """Nobody writes a word for a case that somebody else has closed meanwhile."""

    def show(work: Work) -> tuple[HelpCaseView, str]:
        view = show_help(work, help_case_id)
        return view, clock_time(view.opened_at, work.policy.zone)

    view, opened_at = carry_out(room.begin, press.sender, show)
    kind = CheckKind.DRILL if view.is_drill else CheckKind.REAL
    if view.closed_at:
        return closed_before(kind, view.locale)
    return close_help_view(view.locale, view.person_name, opened_at, kind, view.help_case_id)
