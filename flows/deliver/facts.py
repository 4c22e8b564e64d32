"""What the wording of a page of messages needs: read once per page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from bot.labels import clock_time
from bot.message_texts import ORIGINALS, MessageTexts
from bot.rescue import RescueFacts
from bot.vocabulary import CheckKind, Locale, MessageKind, Standing, Status
from flows.company_info import CompanyInfo, show_info
from flows.deliver.corrections_said import CorrectionSaid, corrections_said
from flows.message_texts import texts_in_force
from flows.telling import is_in_need
from flows.work import Work
from storage.queries import bulletins, wording
from storage.queries import help as help_queries
from storage.queries.bulletin_pushes import BULLETIN
from storage.queries.corrected import CORRECTING

if TYPE_CHECKING:
    from flows.deliver.claim import ClaimedMessage


_ABOUT_AN_ANSWER = (MessageKind.PROMPT_ANSWERED, MessageKind.REPLY_HEARD)
#: The company may have words of its own for these.
_IN_OWN_WORDS = frozenset(
    (
        *_ABOUT_AN_ANSWER,
        MessageKind.PROMPT,
        MessageKind.REMINDER,
        MessageKind.CHANNEL_PROMPT,
        MessageKind.CORRECTION,
        MessageKind.CHECK_CLOSED,
        MessageKind.CONTACT_PROOF,
        MessageKind.CONTACT_URGE,
        MessageKind.TEXT_TRIAL,
    )
)


@dataclass(frozen=True, slots=True)
class CheckFacts:
    kind: CheckKind
    title: str
    message: str
    #: The newest round is the last one that goes out by itself.
    is_last_round: bool
    #: In the company's local time.
    started_at: datetime | None = None
    level: int = 0
    action: str = ""
    #: Grows with every correction.
    version: int = 1


@dataclass(frozen=True, slots=True)
class SaidFacts:
    """What somebody said last, and where they stand."""

    status: Status
    standing: Standing
    #: No manager could be told of their cry for help.
    nobody_told: bool


@dataclass(frozen=True, slots=True)
class BulletinSaid:
    """`version` grows with every change. `written_at` is in the company's local time."""

    kind: CheckKind
    title: tuple[str, str]
    words: tuple[str, str]
    version: int
    written_at: datetime
    level: int
    action: tuple[str, str]


@dataclass(frozen=True, slots=True)
class PageFacts:
    checks: dict[int, CheckFacts] = field(default_factory=dict)
    #: By help case; the language is put in by whoever words it.
    cases: dict[int, RescueFacts] = field(default_factory=dict)
    #: By check and person.
    said: dict[tuple[int, int], SaidFacts] = field(default_factory=dict)
    bulletins: dict[int, BulletinSaid] = field(default_factory=dict)
    #: By message.
    corrections: dict[int, CorrectionSaid] = field(default_factory=dict)
    #: The company's own numbers; read only where they are named.
    info: CompanyInfo = field(default_factory=CompanyInfo)
    company: str = ""
    #: Whether somebody hears what people reply to a letter.
    hears_replies: bool = False
    texts: MessageTexts = ORIGINALS
    zone: tzinfo = UTC


def read_facts(work: Work, messages: Sequence[ClaimedMessage]) -> PageFacts:
    check_ids = {message.check_id for message in messages if message.check_id is not None}
    case_ids = {message.help_case_id for message in messages if message.help_case_id is not None}
    answered = {
        (message.check_id, message.person_id)
        for message in messages
        if message.kind in _ABOUT_AN_ANSWER and message.check_id and message.person_id
    }
    said = {
        (row.check_id, row.person_id): SaidFacts(Status(row.said), Standing(row.standing), not row.told)
        for row in wording.said_by(work.connection, answered)
    }
    return PageFacts(
        checks={
            row.id: CheckFacts(
                kind=CheckKind(row.kind),
                title=row.title,
                message=row.message,
                is_last_round=row.is_last_round,
                started_at=row.started_at.astimezone(work.policy.zone) if row.started_at else None,
                level=row.level,
                action=row.action,
                version=row.version,
            )
            for row in wording.checks_of(work.connection, sorted(check_ids))
        },
        corrections=corrections_said(work, [one.message_id for one in messages if one.kind in CORRECTING]),
        bulletins=_bulletins(work, {one.params[BULLETIN] for one in messages if one.kind is MessageKind.BULLETIN}),
        cases={case_id: _case(work, case_id) for case_id in sorted(case_ids)},
        company=work.policy.company,
        hears_replies=work.policy.hears_replies,
        said=said,
        texts=texts_in_force(work) if any(message.kind in _IN_OWN_WORDS for message in messages) else ORIGINALS,
        zone=work.policy.zone,
        info=show_info(work) if _names_numbers(messages, said.values()) else CompanyInfo(),
    )


def _names_numbers(messages: Iterable[ClaimedMessage], said: Iterable[SaidFacts]) -> bool:
    is_from_manager = any(message.kind is MessageKind.MANAGER_NOTE for message in messages)
    return is_from_manager or any(is_in_need(one.status, one.standing) for one in said)


def _bulletins(work: Work, ids: set[int]) -> dict[int, BulletinSaid]:
    rows = bulletins.of_ids(work.connection, sorted(ids)) if ids else ()
    return {
        row.id: BulletinSaid(
            CheckKind(row.kind),
            (row.title, row.title_en),
            (row.words, row.words_en),
            row.version,
            row.written_at.astimezone(work.policy.zone),
            row.level,
            (row.action, row.action_en),
        )
        for row in rows
    }


def _case(work: Work, help_case_id: int) -> RescueFacts:
    case = help_queries.case_by_id(work.connection, help_case_id)
    assert case is not None, "a message's case is never deleted before it"
    subject = case.subject_id
    return RescueFacts(
        help_case_id=help_case_id,
        kind=CheckKind(case.check_kind),
        title=case.check_title,
        locale=Locale.JA,
        person_name=case.subject_name or "",
        units=help_queries.unit_paths_of(work.connection, subject) if subject is not None else (),
        comment=case.comment or "",
        place=case.place or "",
        phones=help_queries.phones_of(work.connection, subject) if subject is not None else (),
        opened_at=_local(work, case.opened_at),
        taken_by=case.taker_name or "",
        taken_at=_local(work, case.taken_at),
        closed_by=case.closer_name or "",
        closing_word=case.closing_word,
        is_closed=case.closed_at is not None,
        check_id=case.check_id,
    )


def _local(work: Work, moment: datetime | None) -> str:
    return clock_time(moment, work.policy.zone) if moment else ""
