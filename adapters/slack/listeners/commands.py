"""`/safety …`: each command to its use case; the answer is for the person who typed it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from adapters.slack.blocks import message
from adapters.slack.listeners.answering import told_privately
from adapters.slack.listeners.deeds import remind_silent
from adapters.slack.listeners.help_cases import close_typed, take_typed
from adapters.slack.listeners.mark import mark_typed
from adapters.slack.listeners.start import start_typed
from adapters.slack.payloads import Typed, command_in, spoken
from adapters.slack.room import Room
from adapters.slack.talk import Said, choice, info_said, locale_in
from bot.boards import board
from bot.commands import (
    Close,
    Command,
    Correct,
    Done,
    Help,
    Info,
    LinkLine,
    Mark,
    Me,
    Remind,
    ShowStatus,
    Start,
    Take,
    parse,
)
from bot.confirmations import board_link, check_closed, correct_link
from bot.help_text import help_text
from bot.speech import Speech
from bot.vocabulary import Role
from bot.welcome import link_code
from flows.carry_out import carry_out
from flows.close_check import CloseCheck, close_check
from flows.correct_check import words_sent
from flows.line_linking import issue_link_code
from flows.remind import RemindNow
from flows.show_check import show_check
from flows.telling_board import board_facts
from flows.who import who_is
from flows.work import Lane, Work


def register(bolt: App, room: Room) -> None:
    # Whatever the command was named in the app's settings.
    @bolt.command(re.compile("^/"))
    def safety(ack: Ack, body: dict[str, Any]) -> None:
        typed = command_in(body, room.clock.now(), room.are_ours)
        told_privately(room, typed, ack, lambda: _obey(room, typed, parse(typed.text)))


def _obey(room: Room, typed: Typed, command: Command) -> Said | None:
    """What to say; None where a form opens instead. Raises FlowError."""
    match command:
        case Start():
            return start_typed(room, typed, command)
        case Mark():
            return mark_typed(room, typed, command)
        case Take():
            return take_typed(room, typed, command)
        case Done():
            return close_typed(room, typed, command)
        case ShowStatus(check_id):
            return _status(room, typed, check_id)
        case Remind(kind, check_id):
            return _done(room, typed, lambda work: remind_silent(work, RemindNow(check_id, typed.event_key, kind)))
        case Close(kind, check_id):
            return _done(room, typed, lambda work: _close(work, CloseCheck(check_id, typed.event_key, kind)))
        case Correct(check_id):
            return _done(room, typed, lambda work: _correct(room, work, check_id), Lane.READ)
        case Me():
            return choice(room, typed.sender, None)
        case Info():
            return info_said(room, typed.sender)
        case LinkLine():
            return _done(room, typed, _link, Lane.ANSWER)
        case Help(unknown):
            return _help(room, typed, spoken(unknown))


def _help(room: Room, typed: Typed, unknown: str) -> Said:
    with room.begin(typed.sender, Lane.READ) as work:
        who, locale = who_is(work), locale_in(work)
    return message(help_text(locale, unknown, for_managers=who is not None and who.role is not Role.NONE))


def _status(room: Room, typed: Typed, check_id: int | None) -> Said:
    """Counts for everybody; names behind buttons and the board's own link for managers (invariant 11)."""
    with room.begin(typed.sender, Lane.READ) as work:
        view = show_check(work, check_id, with_units=True)
        who, locale = who_is(work), locale_in(work)
        said = board(board_facts(view, locale, work.policy.zone, room.links.info(locale)), for_managers=False)
    if who is None or who.role is Role.NONE or who.person_id is None:
        return message(replace(said, buttons=()))
    own = board_link(view.kind, view.title, view.state, room.links.board(view.check_id, who.person_id), locale)
    return message(replace(said, links=(*own.links, *said.links), small_print=(*said.small_print, *own.small_print)))


def _done(room: Room, typed: Typed, do: Callable[[Work], Speech], lane: Lane = Lane.FANOUT) -> Said:
    return message(carry_out(room.begin, typed.sender, do, lane))


def _close(work: Work, request: CloseCheck) -> Speech:
    closed = close_check(work, request)
    return check_closed(closed.kind, closed.title, closed.silent, closed.already, locale_in(work))


def _correct(room: Room, work: Work, check_id: int | None) -> Speech:
    """A chat is no place to put words right side by side: the way to the page."""
    sent = words_sent(work, check_id)
    page = f"{room.links.console()}checks/{sent.check_id}/correct"
    return correct_link(sent.kind, sent.words.title, page, locale_in(work))


def _link(work: Work) -> Speech:
    """The code is shown once and to its owner alone."""
    issued = issue_link_code(work)
    return link_code(issued.locale, issued.code, issued.expires_at - work.now, work.policy.company)
