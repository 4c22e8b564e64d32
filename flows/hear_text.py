"""A typed line in a Slack DM or the LINE chat: an answer, a comment, a linking code, a question for information."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.vocabulary import CheckKind, Locale, Via
from flows.add_details import DetailsAdded
from flows.line_linking import CodeRedeemed
from flows.record_answer import AnswerRecorded
from flows.work import Work


@dataclass(frozen=True, slots=True)
class HearText:
    text: str
    given_at: datetime
    via: Via
    event_key: str | None = None


@dataclass(frozen=True, slots=True)
class AskBack:
    """Not certain: show the four buttons of this check again. `heard` keeps the words (recorded as a comment)."""

    check_id: int
    check_kind: CheckKind
    check_title: str
    round: int
    locale: Locale
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class InfoWanted:
    """連絡先, 避難, emergency contacts …"""

    locale: Locale


@dataclass(frozen=True, slots=True)
class NothingToAnswer:
    """No check is running for anybody now. `cried_for_help`: 119/110/118 must be named all the same."""

    locale: Locale
    cried_for_help: bool
    #: False: the account is not linked to a person yet.
    is_known: bool


@dataclass(frozen=True, slots=True)
class AlreadyHeard:
    """This event's effect stands; say nothing again."""


@dataclass(frozen=True, slots=True)
class WrongCode:
    """`code`: bad_code or too_many_tries."""

    code: str
    locale: Locale


Heard = (
    AnswerRecorded
    | DetailsAdded
    | AskBack
    | InfoWanted
    | NothingToAnswer
    | CodeRedeemed
    | WrongCode
    | AlreadyHeard
)


def hear_text(work: Work, request: HearText) -> Heard:
    """In this order: linking code (LINE), awaited comment, words for information, `bot.free_text.understand`.

    The words themselves are kept as the answer's comment. Never raises for any text.
    """
    raise NotImplementedError
