"""A typed line in a Slack DM or the LINE chat: an answer, a comment, a linking code, a question for information."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.free_text import Understanding, understand
from bot.plain import COMMENT_AT_MOST, clean
from bot.vocabulary import ChannelKind, CheckKind, CheckState, Locale, Status, Via
from bot.welcome import asks_to_link
from flows.add_details import AddDetails, DetailsAdded, add_details
from flows.line_linking import CodeRedeemed, looks_like_code, redeem_code
from flows.once import is_repeat
from flows.record_answer import AnswerRecorded, RecordAnswer, record_answer
from flows.speaker import SpeakerFacts, speaker_of
from flows.work import Sender, Work
from storage.queries import answers, checks, linking, own_answer
from storage.queries.checks import CheckFacts

#: For them 119, 110 and 118 are named, whatever else is known.
IN_NEED = (Status.HELP, Status.INJURED)
GOOD_NEWS = (Status.SAFE, Status.AWAY)
#: A typed line answers the newest round: recording cuts the number to it.
MANY = 10**6


@dataclass(frozen=True, slots=True)
class HearText:
    text: str
    given_at: datetime
    via: Via
    event_key: str | None = None
    #: A line heard before now has these words.
    is_edit: bool = False


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
    """Say nothing: this event's effect stands, or it is an edit that changes nothing we act on."""


@dataclass(frozen=True, slots=True)
class WrongCode:
    """`code`: bad_code or too_many_tries."""

    code: str
    locale: Locale


@dataclass(frozen=True, slots=True)
class LinkWanted:
    """連携, link: how to link this account, or that it is linked."""

    locale: Locale
    is_linked: bool


Told = AnswerRecorded | DetailsAdded | AskBack | InfoWanted | NothingToAnswer
Heard = Told | CodeRedeemed | WrongCode | LinkWanted | AlreadyHeard


def hear_text(work: Work, request: HearText) -> Heard:
    """In this order: linking code or the word for linking (LINE), awaited comment, words for information,
    `bot.free_text.understand`.

    The words themselves are kept as the answer's comment. Never raises for any text.

    - What looks like a code but is none, and says how somebody is, is taken for what it says.
    - An awaited comment that says something worse than the answer given is an answer, not only a comment.
    - Not understood, and the person has answered: a comment; the reply offers to change the answer. But good news
      followed by a word of alarm that we could not place (asked, quoted, denied) is asked about.
    - Not understood, and silent: the words are kept for the managers, and we ask back.
    - An edit is heard where it says that somebody needs help or is injured, and never otherwise: a cry for help is not
      taken back by correcting it, and a press says the rest.
    """
    if is_repeat(work, request.event_key):
        return AlreadyHeard()
    speaker = speaker_of(work)
    understood = understand(request.text)
    if request.is_edit and understood.status not in IN_NEED:
        return AlreadyHeard()
    if _is_line(work) and looks_like_code(request.text):
        redeemed = redeem_code(work, request.text)
        if isinstance(redeemed, CodeRedeemed):
            return redeemed
        if understood.status is None:
            return WrongCode(redeemed.code, speaker.locale)
    if _is_line(work) and asks_to_link(request.text):
        return LinkWanted(speaker.locale, speaker.person_id is not None)
    commented = _awaited_comment(work, request, speaker, understood)
    if commented is not None:
        return commented
    if understood.wants_info and understood.status is None:
        return InfoWanted(speaker.locale)
    check = check_meant(work, speaker, understood.status in IN_NEED)
    if check is None:
        return NothingToAnswer(speaker.locale, understood.status in IN_NEED, speaker.person_id is not None)
    if understood.status is not None:
        return _answer(work, request, understood.status, check.id)
    return _comment_or_ask_back(work, request, speaker, check, understood)


def _awaited_comment(
    work: Work, request: HearText, speaker: SpeakerFacts, understood: Understanding
) -> AnswerRecorded | DetailsAdded | None:
    """None: no comment was awaited, or its check is gone."""
    if not isinstance(work.actor, Sender) or not _is_line(work):
        return None
    check_id = linking.take_awaited_comment(work.connection, work.actor.address, work.now)
    if check_id is None or checks.check_by_id(work.connection, check_id) is None:
        return None
    if understood.status in IN_NEED and _is_worse(understood.status, _said(work, speaker, check_id)):
        return _answer(work, request, understood.status, check_id)
    return _comment(work, request, check_id)


def check_meant(work: Work, speaker: SpeakerFacts, in_need: bool) -> CheckFacts | None:
    """An active check; one closed lately for those it asked, who may be late, and for a cry for help from anybody."""
    check = checks.check_meant(work.connection, speaker.person_id, work.now)
    if check is None or check.state is CheckState.ACTIVE or in_need:
        return check
    is_asked = speaker.person_id is not None and answers.standing_on_roll(work.connection, check.id, speaker.person_id)
    return check if is_asked else None


def _comment_or_ask_back(
    work: Work, request: HearText, speaker: SpeakerFacts, check: CheckFacts, understood: Understanding
) -> DetailsAdded | AskBack:
    said = _said(work, speaker, check.id)
    may_contradict = said in GOOD_NEWS and understood.names_alarm
    if clean(request.text, COMMENT_AT_MOST):
        added = _comment(work, request, check.id)
        if said and not may_contradict:
            return added
    return AskBack(check.id, check.kind, check.title, check.round, speaker.locale)


def _answer(work: Work, request: HearText, status: Status, check_id: int) -> AnswerRecorded:
    said = RecordAnswer(status, request.given_at, request.via, check_id=check_id, round=MANY, comment=request.text)
    return record_answer(work, said)


def _comment(work: Work, request: HearText, check_id: int) -> DetailsAdded:
    return add_details(work, AddDetails(check_id, request.given_at, request.via, comment=request.text))


def _said(work: Work, speaker: SpeakerFacts, check_id: int) -> str:
    """The newest status this speaker gave, or empty."""
    said = own_answer.said_by(work.connection, check_id, speaker.person_id, speaker.channel, speaker.address)
    return said.said if said else ""


def _is_worse(status: Status, said: str) -> bool:
    order = [*Status]
    return said == "" or order.index(status) < order.index(Status(said))


def _is_line(work: Work) -> bool:
    return isinstance(work.actor, Sender) and work.actor.channel is ChannelKind.LINE
