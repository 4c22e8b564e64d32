"""A line typed into the DM with the bot: understood, answered there."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from adapters.slack.blocks import message
from adapters.slack.payloads import Line, line_in
from adapters.slack.room import Room
from adapters.slack.talk import Said, info_said, noted, thanks
from bot.thanks import ChoiceFacts, ask_back, nothing_to_answer
from bot.vocabulary import Via
from flows.add_details import DetailsAdded
from flows.carry_out import carry_out
from flows.hear_text import AskBack, Heard, HearText, InfoWanted, NothingToAnswer, hear_text
from flows.hear_wordless import hear_wordless
from flows.record_answer import AnswerRecorded
from flows.work import Work


def register(bolt: App, room: Room) -> None:
    @bolt.event("message")
    def typed(ack: Ack, body: dict[str, Any]) -> None:
        line = line_in(body, room.clock.now(), room.are_ours)
        if line is not None and (line.text.strip() or (line.has_files and not line.is_edit)):
            _reply_later(room, line, carry_out(room.begin, line.sender, lambda work: _hear(work, line)))
        ack()


def _hear(work: Work, line: Line) -> Heard:
    if line.text.strip():
        return hear_text(work, HearText(line.text, line.given_at, Via.SLACK, line.event_key, line.is_edit))
    return hear_wordless(work, line.event_key)


def _reply_later(room: Room, line: Line, heard: Heard) -> None:
    def reply() -> None:
        said = _reply_to(room, line, heard)
        if said is not None:
            room.post(line.channel, said)

    room.confirmations.soon("reply", reply)


def _reply_to(room: Room, line: Line, heard: Heard) -> Said | None:
    """None: said before, or nothing a Slack account can be told (linking codes belong into LINE)."""
    match heard:
        case AnswerRecorded(is_repeat=False):
            return thanks(room, line.sender, heard)
        case DetailsAdded(is_repeat=False):
            return message(noted(heard))
        case AskBack(is_repeat=False):
            facts = ChoiceFacts(heard.check_id, heard.check_kind, heard.check_title, heard.round, heard.locale)
            return message(ask_back(facts))
        case InfoWanted():
            return info_said(room, line.sender)
        case NothingToAnswer(locale, cried_for_help, is_known):
            return message(nothing_to_answer(locale, cried_for_help, is_known, via_line=False))
        case _:
            return None
