"""Record one press: answer, help case, board marked. Many at once: `flows.record_together`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.plain import COMMENT_AT_MOST, NAME_AT_MOST, clean, one_line
from bot.vocabulary import CheckKind, Locale, Standing, Status, Via, locale_or_default
from flows.errors import NotFoundError
from flows.keep_answer import GuestAccount, Kept, keep_answer_of, keep_answer_of_guest
from flows.once import is_repeat
from flows.work import Sender, SignedIn, TokenHolder, Work
from storage.queries import answers, checks
from storage.queries.answers import Said
from storage.queries.checks import CheckFacts, Speaker


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """The actor (Sender or TokenHolder) says `status`. `check_id` None: see `checks.check_meant`."""

    status: Status
    #: None: the platform named no moment that can be.
    given_at: datetime | None
    via: Via
    check_id: int | None = None
    round: int = 0
    #: Exactly-once key of the platform's event (invariant 6), or None for a page's POST.
    event_key: str | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRecorded:
    """What was recorded, for the thank-you."""

    check_id: int
    check_kind: CheckKind
    check_title: str
    round: int
    status: Status
    #: `help` while a help case is open, whatever came after (invariant 3).
    standing: Standing
    given_at: datetime
    locale: Locale
    #: Empty where the platform's account belongs to nobody we know.
    person_name: str = ""
    is_guest: bool = False
    #: False: a guest who should be told how to link.
    is_known: bool = True
    late: bool = False
    #: The same event had come before; nothing was written now.
    is_repeat: bool = False
    help_case_id: int | None = None
    #: This press opened the help case.
    help_opened: bool = False
    #: This press opened the help case, and nobody responsible has a contact that works.
    nobody_told: bool = False
    #: Who answered; None where the platform's account belongs to nobody we know.
    person_id: int | None = None
    #: They have stopped messages to one of their contacts.
    has_stopped: bool = False


def record_answer(work: Work, request: RecordAnswer) -> AnswerRecorded:
    """Never refused (invariant 2): a guest, a second press and a press after closing are recorded as what they are.

    Raises NotFoundError(no_check) only where there is no such check at all.
    """
    repeat = is_repeat(work, request.event_key)
    speaker = _speaker(work)
    check = _check(work, request, speaker)
    said = _said_in(check, request, work.now)
    kept = _read_again(work, said, speaker) if repeat else _keep(work, said, speaker)
    return _recorded(work, check, said, speaker, kept, repeat)


def given_at_of(request: RecordAnswer, now: datetime) -> datetime:
    """A platform's clock may run ahead of ours; a moment still to come would outlast every later answer."""
    return min(request.given_at or now, now)


def _said_in(check: CheckFacts, request: RecordAnswer, now: datetime) -> Said:
    given_at = given_at_of(request, now)
    return Said(
        check_id=check.id,
        status=request.status,
        given_at=given_at,
        received_at=now,
        via=request.via,
        round=max(0, min(request.round, check.round)),
        late=check.is_late(given_at),
        comment=clean(request.comment, COMMENT_AT_MOST),
    )


def _recorded(
    work: Work, check: CheckFacts, said: Said, speaker: Speaker | None, kept: Kept, is_repeat: bool = False
) -> AnswerRecorded:
    return AnswerRecorded(
        check_id=check.id,
        check_kind=check.kind,
        check_title=check.title,
        round=said.round,
        status=said.status,
        standing=kept.standing,
        given_at=said.given_at,
        locale=locale_or_default(speaker.locale if speaker else None, work.policy.locale),
        person_name=speaker.name if speaker else "",
        is_guest=kept.is_guest,
        is_known=speaker is not None,
        late=said.late,
        is_repeat=is_repeat,
        help_case_id=kept.help_case_id,
        help_opened=kept.help_opened,
        nobody_told=kept.nobody_told,
        person_id=speaker.person_id if speaker else None,
        has_stopped=speaker is not None and speaker.has_stopped,
    )


def _check(work: Work, request: RecordAnswer, speaker: Speaker | None) -> CheckFacts:
    if request.check_id is not None:
        check = checks.check_by_id(work.connection, request.check_id)
    else:
        check = checks.check_meant(work.connection, speaker.person_id if speaker else None, work.now)
    if check is None:
        raise NotFoundError("no_check")
    return check


def _speaker(work: Work) -> Speaker | None:
    match work.actor:
        case Sender(channel, address):
            return checks.speaker_at(work.connection, channel, address)
        case TokenHolder(person_id) | SignedIn(person_id):
            return checks.speaker_by_id(work.connection, person_id)
        case _:
            raise TypeError("only a person answers; a manager answers for somebody with mark_person")


def _keep(work: Work, said: Said, speaker: Speaker | None) -> Kept:
    if speaker is not None and (kept := keep_answer_of(work, said, speaker.person_id)) is not None:
        return kept
    match work.actor:
        case Sender(channel, address, name):
            account = GuestAccount(channel, address, one_line(name, NAME_AT_MOST))
        case _:
            if speaker is None:
                raise NotFoundError("no_person")
            account = GuestAccount(said.via, f"person:{speaker.person_id}", "")
    return keep_answer_of_guest(work, said, account, speaker.person_id if speaker else None)


def _read_again(work: Work, said: Said, speaker: Speaker | None) -> Kept:
    """Where the one stands whose press was recorded before; nothing is written."""
    if speaker is None:
        return Kept(Standing(said.status), is_guest=True)
    standing = answers.standing_on_roll(work.connection, said.check_id, speaker.person_id)
    if standing is None:
        return Kept(Standing(said.status), is_guest=True)
    case_id = answers.open_case_of(work.connection, said.check_id, speaker.person_id, None)
    return Kept(standing, help_case_id=case_id)
