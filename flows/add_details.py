"""Add details to an answer: comment, can you work, where are you."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from bot.plain import COMMENT_AT_MOST, clean
from bot.vocabulary import CanWork, ChannelKind, CheckKind, Locale, Via
from flows.errors import NotFoundError
from flows.once import is_repeat
from flows.speaker import SpeakerFacts, speaker_of
from flows.tell_news import tell_news
from flows.work import Sender, Work
from storage.queries import answers, checks, linking
from storage.queries import own_answer as queries
from storage.queries.board import mark_dirty
from storage.queries.own_answer import Details

#: How long the next typed line in LINE is the comment.
AWAITED_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class AddDetails:
    """Only the fields given are changed. Texts are cut at 1,000 characters."""

    check_id: int
    given_at: datetime
    via: Via
    comment: str | None = None
    can_work: CanWork | None = None
    place: str | None = None
    event_key: str | None = None


@dataclass(frozen=True, slots=True)
class DetailsAdded:
    check_id: int
    round: int
    locale: Locale
    comment: str
    can_work: CanWork | None
    place: str
    is_repeat: bool = False
    #: For the mark of a drill on what is said back.
    check_kind: CheckKind = CheckKind.REAL


def add_details(work: Work, request: AddDetails) -> DetailsAdded:
    """An answer without a status, on the roll or as a guest's. Raises NotFoundError(no_check)."""
    repeat = is_repeat(work, request.event_key)
    speaker = speaker_of(work)
    check = checks.check_by_id(work.connection, request.check_id)
    if check is None:
        raise NotFoundError("no_check")
    given_at = min(request.given_at, work.now)
    details = Details(
        check_id=check.id,
        round=check.round,
        given_at=given_at,
        received_at=work.now,
        via=request.via,
        late=check.is_late(given_at),
        comment=_cleaned(request.comment),
        can_work=request.can_work,
        place=_cleaned(request.place),
    )
    says_something = (details.comment, details.can_work, details.place) != (None, None, None)
    kept = _keep(work, speaker, details) if says_something and not repeat else _read(work, speaker, details)
    return DetailsAdded(
        check_id=check.id,
        round=check.round,
        locale=speaker.locale,
        comment=kept.comment or "",
        can_work=CanWork(kept.can_work) if kept.can_work else None,
        place=kept.place or "",
        is_repeat=repeat,
        check_kind=check.kind,
    )


def _keep(work: Work, speaker: SpeakerFacts, details: Details) -> Details:
    """What stands there now."""
    on_roll = speaker.person_id and queries.add_to_roll(work.connection, speaker.person_id, details)
    guest_id = None
    if not on_roll:
        guest_id = queries.add_to_guest(
            work.connection, speaker.person_id, speaker.channel, speaker.address, speaker.platform_name, details
        )
    queries.append(work.connection, details, speaker.person_id, guest_id)
    if details.comment or details.place:
        case_id = answers.open_case_of(
            work.connection, details.check_id, speaker.person_id if on_roll else None, guest_id
        )
        if case_id is not None:
            tell_news(work, case_id, details.comment or "", details.place or "")
    work.wakes_cycle = mark_dirty(work.connection, details.check_id) or work.wakes_cycle
    return _standing(details, on_roll) if on_roll else details


def _read(work: Work, speaker: SpeakerFacts, details: Details) -> Details:
    unchanged = replace(details, comment=None, can_work=None, place=None)
    on_roll = speaker.person_id and queries.add_to_roll(work.connection, speaker.person_id, unchanged)
    return _standing(details, on_roll) if on_roll else details


def _standing(details: Details, row: Row[*tuple[Any, ...]]) -> Details:
    return replace(details, comment=row.comment, can_work=row.can_work, place=row.place)


def _cleaned(text: str | None) -> str | None:
    """Nothing but blanks is nothing given: what was said before stays."""
    return clean(text or "", COMMENT_AT_MOST) or None


@dataclass(frozen=True, slots=True)
class AwaitComment:
    """LINE: the next typed line of this Sender is the comment (for 10 minutes)."""

    check_id: int
    event_key: str | None = None


@dataclass(frozen=True, slots=True)
class CommentAwaited:
    """The person's language, and the kind of the check for the mark of a drill."""

    locale: Locale
    check_kind: CheckKind


def await_comment(work: Work, request: AwaitComment) -> CommentAwaited:
    """NotFoundError(no_check); TypeError for anybody but a LINE account."""
    speaker = speaker_of(work)
    if not isinstance(work.actor, Sender) or work.actor.channel is not ChannelKind.LINE:
        raise TypeError("only the LINE chat has a next line that is waited for")
    repeat = is_repeat(work, request.event_key)
    check = checks.check_by_id(work.connection, request.check_id)
    if check is None:
        raise NotFoundError("no_check")
    awaited = CommentAwaited(speaker.locale, check.kind)
    if repeat:
        return awaited
    linking.friend(work.connection, work.actor.address)
    linking.await_comment(work.connection, work.actor.address, request.check_id, work.now + AWAITED_FOR)
    return awaited
