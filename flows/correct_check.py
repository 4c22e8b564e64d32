"""Put right what a running check said: who got the wrong words is told, all others read the right ones only."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.alert_messages.vocabulary import Finding, Rule
from bot.corrections import CheckWords, changed_parts
from bot.plain import one_line
from bot.short_form import ACTION_AT_MOST
from bot.vocabulary import ChannelKind, CheckKind, CheckState, MessageKind, MessageState
from flows.audit import note
from flows.errors import InvalidError
from flows.find_check import check_of_manager, require_check
from flows.judge_message import Words, judge_words, note_findings, require_level
from flows.once import is_repeat
from flows.start_check import StartCheck, title_of
from flows.who import Who, require_manager
from flows.work import Work
from storage.queries import corrections as queries
from storage.queries import outbox
from storage.queries.board import mark_dirty

#: People in one transaction (docs/adr/0005).
PEOPLE_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class CorrectCheck:
    """The words as they are to be. `version`: of the words that were looked at; None: whatever they are now."""

    check_id: int
    words: CheckWords
    version: int | None = None
    event_key: str | None = None


@dataclass(frozen=True, slots=True)
class WordsSent:
    """What a running check says. `version` grows with every correction; `corrected`: how many there were."""

    check_id: int
    kind: CheckKind
    words: CheckWords
    version: int
    corrected: int


@dataclass(frozen=True, slots=True)
class Receivers:
    """Who has the words as they are, or may get them yet; addresses and shared channels by channel."""

    people: int
    by_channel: dict[ChannelKind, int]


@dataclass(frozen=True, slots=True)
class CorrectionOutlook:
    """What a correction would tell, and whom. `findings`: what the guide would say of the right words."""

    wrong: CheckWords
    right: CheckWords
    receivers: Receivers
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CheckCorrected:
    """`already`: this very press has been carried out before."""

    check_id: int
    already: bool = False


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A correction, or that a check was called off, and what has become of telling so."""

    kind: MessageKind
    written_at: datetime
    writer: str
    wrong: CheckWords
    right: CheckWords
    reason: str
    #: Messages by what has become of them: waiting, accepted, delivered, failed, skipped, unknown. More may come while
    #: `is_being_written`.
    told: dict[str, int]
    is_being_written: bool


def words_sent(work: Work, check_id: int | None) -> WordsSent:
    """Lane READ. For correcting them, or calling the check off. None: the only active check the actor is to see to.

    RefusedError(unknown_person, not_a_manager, outside_units), NotFoundError(no_check, no_active_check),
    InvalidError(not_started, already_closed, several_checks).
    """
    check = running_check(work, require_manager(work), "correct", check_id)
    corrected = queries.count(work.connection, check.id)
    return WordsSent(check.id, CheckKind(check.kind), words_of(check), check.version, corrected)


def correction_outlook(work: Work, request: CorrectCheck) -> CorrectionOutlook:
    """Lane READ. What `correct_check` would send now; it refuses in the same way."""
    check, right = _meant(work, require_manager(work), request)
    judged = judge_words(work.policy, Words(right.short, right.message, CheckKind(check.kind)), work.now)
    findings = tuple(one.finding for one in judged.found)
    return CorrectionOutlook(words_of(check), right, _receivers(work, check.id), findings)


def receivers_now(work: Work, check_id: int) -> Receivers:
    """Lane READ. Who would be told now that a running check is called off. It refuses as `words_sent` does."""
    return _receivers(work, running_check(work, require_manager(work), "cancel", check_id).id)


def correct_check(work: Work, request: CorrectCheck) -> CheckCorrected:
    """Lane FANOUT. The cycle tells whoever got the words before, answered or not, where they got them, once.

    A second correction, and whatever the guide would say against the words, stops nothing; that it was decided so is
    in the audit log. A check that is over is not corrected: whoever reads its words has nothing to do any more.
    RefusedError(unknown_person, not_a_manager, outside_units), NotFoundError(no_check), InvalidError(not_started,
    already_closed, empty_title, no_such_level, nothing_corrected, corrected_meanwhile).
    """
    repeat = is_repeat(work, request.event_key)
    who = require_manager(work)
    if repeat:
        check = check_of_manager(work, who, "correct", request.check_id)
        return CheckCorrected(check.id, already=True)
    check, right = _meant(work, who, request)
    wrong, kind = words_of(check), CheckKind(check.kind)
    if not queries.correct(work.connection, check.id, check.version, asdict(right)):
        raise InvalidError(_why_not(work, check.id))
    also = (Rule.SECOND_CORRECTION,) if queries.count(work.connection, check.id) else ()
    keep(work, who, check, MessageKind.CORRECTION, right)
    changed = list(changed_parts(wrong, right))
    note(work, "check_corrected", check_id=check.id, version=check.version + 1, changed=changed)
    note_findings(work, Words(right.short, right.message, kind), work.now, check_id=check.id, also=also)
    mark_dirty(work.connection, check.id)
    return CheckCorrected(check.id)


def corrections_of(work: Work, check_id: int) -> tuple[CorrectionLine, ...]:
    """Lane READ, for managers: the newest first. RefusedError(unknown_person, not_a_manager)."""
    require_manager(work)
    return tuple(
        CorrectionLine(
            MessageKind(row.kind),
            row.written_at,
            row.writer,
            CheckWords(**row.wrong_words),
            CheckWords(**row.right_words),
            row.reason,
            _told(queries.states(work.connection, row.id)),
            row.outbox_after is not None,
        )
        for row in queries.of_check(work.connection, check_id)
    )


def corrections_to_write(work: Work) -> tuple[int, ...]:
    """Cycle step, lane READ: corrections whose messages are not written for everybody yet."""
    return tuple(queries.being_written(work.connection))


def write_correction(work: Work, correction_id: int) -> bool:
    """Cycle step: the next page. True: there may be more."""
    correction = queries.find(work.connection, correction_id)
    if correction is None or correction.outbox_after is None:
        return False
    page = queries.claim_page(work.connection, correction, PEOPLE_AT_ONCE)
    if page is None:
        return False
    queries.write_page(work.connection, correction, page, work.policy.channels, work.now)
    work.wakes_cycle = True
    return True


def running_check(work: Work, who: Who, verb: str, check_id: int | None) -> Row[*tuple[Any, ...]]:
    """RefusedError(outside_units), NotFoundError(no_check), InvalidError(not_started, already_closed)."""
    check = check_of_manager(work, who, verb, check_id)
    if check.state != CheckState.ACTIVE:
        raise InvalidError("already_closed")
    return check


def words_of(check: Row[*tuple[Any, ...]]) -> CheckWords:
    return CheckWords(check.title, check.message, check.level, check.action)


def keep(
    work: Work,
    who: Who,
    check: Row[*tuple[Any, ...]],
    kind: MessageKind,
    right: CheckWords,
    reason: str = "",
) -> None:
    """What was said before, and by whom it was put right; its messages are to be written. `check` as it was before."""
    queries.add(
        work.connection,
        check_id=check.id,
        kind=kind,
        version=check.version + 1,
        wrong_words=asdict(words_of(check)),
        right_words=asdict(right),
        reason=reason,
        written_at=work.now,
        written_by=who.person_id,
    )
    work.wakes_cycle = True


def _receivers(work: Work, check_id: int) -> Receivers:
    return Receivers(*queries.count_receivers(work.connection, check_id))


def _told(states: dict[MessageState, int]) -> dict[str, int]:
    ended = {str(state): number for state, number in states.items() if state not in outbox.WAITING_STATES}
    waiting = sum(states.get(state, 0) for state in outbox.WAITING_STATES)
    return ended | ({"waiting": waiting} if waiting else {})


def _meant(work: Work, who: Who, request: CorrectCheck) -> tuple[Row[*tuple[Any, ...]], CheckWords]:
    """The check as it is, and the right words as they are kept."""
    check = running_check(work, who, "correct", request.check_id)
    typed = request.words
    require_level(typed.level)
    title = title_of(StartCheck(CheckKind(check.kind), typed.title))
    right = CheckWords(title, typed.message.strip(), typed.level, one_line(typed.action, ACTION_AT_MOST))
    if request.version not in (None, check.version):
        raise InvalidError("corrected_meanwhile")
    if not changed_parts(words_of(check), right):
        raise InvalidError("nothing_corrected")
    return check, right


def _why_not(work: Work, check_id: int) -> str:
    """Somebody else was first."""
    is_over = require_check(work, check_id).state != CheckState.ACTIVE
    return "already_closed" if is_over else "corrected_meanwhile"
