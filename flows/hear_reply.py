"""A person answers by replying to the letter that asked them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.free_text import understand
from bot.plain import COMMENT_AT_MOST, clean
from bot.vocabulary import MessageKind, Status, Via
from flows.hear_text import IN_NEED
from flows.once import is_repeat
from flows.record_answer import AnswerRecorded, RecordAnswer, record_answer
from flows.work import TokenHolder, Work
from storage.queries import replies

#: Letters that say back what was recorded, to one person in one check: two machines never write on for ever.
SAID_BACK_AT_MOST = 5
#: As `SAID_BACK_AT_MOST`, for what could not be read.
UNCLEAR_SAID_BACK_AT_MOST = 1


@dataclass(frozen=True, slots=True)
class HearReply:
    """`first_line` and `text`: the person's own, without the quoted question; never of a machine's letter.

    `dated`: as their program says, or None.
    """

    message_id: int
    first_line: str
    text: str
    dated: datetime | None
    event_key: str


@dataclass(frozen=True, slots=True)
class NotCertain:
    """Kept for a manager to read."""

    check_id: int
    person_id: int


def asked_person(work: Work, message_id: int) -> int | None:
    """Lane READ. Whom that letter asked; None: it asked nobody."""
    asked = replies.question(work.connection, message_id)
    return None if asked is None else int(asked.person_id)


def hear_reply(work: Work, heard: HearReply) -> AnswerRecorded | NotCertain | None:
    """None: heard before, or no question of ours. The actor is the TokenHolder that was asked.

    Exact, certain words of the first line are an answer, unless the lines below it name an alarm. Anything else is kept
    for a manager, and the link goes back to the address that was asked, once for each check.
    """
    asked = replies.question(work.connection, heard.message_id)
    if asked is None or work.actor != TokenHolder(asked.person_id) or is_repeat(work, heard.event_key):
        return None
    status = _certain(heard)
    if status is None:
        text = clean(heard.text, COMMENT_AT_MOST)
        replies.keep_unclear(work.connection, asked.check_id, asked.person_id, text, work.now)
        _say_back(work, asked, MessageKind.REPLY_UNCLEAR, UNCLEAR_SAID_BACK_AT_MOST)
        return NotCertain(asked.check_id, asked.person_id)
    # A clock that is behind would put the answer before the question.
    given_at = heard.dated if heard.dated is not None and heard.dated >= asked.created_at else None
    said = RecordAnswer(status, given_at, Via.MAIL, asked.check_id, asked.round, comment=heard.text)
    recorded = record_answer(work, said)
    _say_back(work, asked, MessageKind.REPLY_HEARD, SAID_BACK_AT_MOST)
    return recorded


def _certain(heard: HearReply) -> Status | None:
    first = understand(heard.first_line)
    if first.status in IN_NEED:
        return first.status
    below = understand(heard.text)
    return None if below.status in IN_NEED or below.names_alarm else first.status


def _say_back(work: Work, asked: Row[*tuple[Any, ...]], kind: MessageKind, at_most: int) -> None:
    if replies.said_back(work.connection, asked.check_id, asked.person_id, kind) < at_most:
        replies.say_back(work.connection, asked, kind, work.now)
        work.wakes_cycle = True
