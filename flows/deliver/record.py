"""Step three of sending: write down what became of the calls, fenced by the token of the claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Row

from bot.vocabulary import ChannelKind, ContactState, MessageState
from flows.alarms import MAIL_POLICY, raise_alarm
from flows.deliver.backoff import AFTER_UNKNOWN, WHOLE_CHANNEL, back_off
from flows.deliver.claim import limit_of
from flows.deliver.retry import UNKNOWN, may_have_arrived, was_lost_sight_of
from flows.deliver.send import Outcome, Verdict
from flows.ports import Attempt, Channel
from flows.rate_limits import block, stop, work_again
from flows.work import Work
from storage.queries import attempts, edits, frozen, help_edits, next_contact, outbox, roll
from storage.queries.board import mark_dirty

#: On an accepted message: an earlier call of the same attempt may have been accepted as well.
MAYBE_DOUBLED = "maybe_doubled"


@dataclass(frozen=True, slots=True)
class _Known:
    """An outcome with its attempt's row as it stands."""

    outcome: Outcome
    row: Row[*tuple[Any, ...]]


def record(work: Work, channel: Channel, outcomes: Sequence[Outcome]) -> int:
    """How many stood: an outcome whose attempt was claimed by somebody else meanwhile is theirs to tell."""
    rows = attempts.held(work.connection, {outcome.attempt.id: outcome.token for outcome in outcomes})
    known = [_Known(outcome, rows[outcome.attempt.id]) for outcome in outcomes if outcome.attempt.id in rows]
    by_verdict: dict[Verdict, list[_Known]] = defaultdict(list)
    for one in known:
        by_verdict[one.outcome.verdict].append(one)
    check_ids = attempts.checks_of(work.connection, [one.row.id for one in known])
    _accepted(work, channel, by_verdict[Verdict.ACCEPTED])
    _temporary(work, channel, by_verdict[Verdict.TEMPORARY])
    _unknown(work, channel, by_verdict[Verdict.UNKNOWN])
    changed = _permanent(work, by_verdict[Verdict.PERMANENT])
    for one in by_verdict[Verdict.REJECTED]:
        changed |= _split(work, one)
    if channel.kind is ChannelKind.SLACK and by_verdict[Verdict.ACCEPTED]:
        # Taken or closed while the alert was on its way. After the roll, as closing a case does: roll, case, board.
        help_edits.edit_attempted(work.connection, [one.row.id for one in by_verdict[Verdict.ACCEPTED]], work.now)
    if _stops_or_works_again(work, channel, [one.outcome for one in known]):
        changed |= set(outbox.checks_waiting(work.connection, channel.kind))
    # After the roll, and in order: answers lock their row of it first and the board then.
    for check_id in sorted(changed | set(check_ids)):
        mark_dirty(work.connection, check_id)
    work.wakes_cycle = work.wakes_cycle or len(by_verdict[Verdict.ACCEPTED]) < len(known)
    return len(known)


def give_back_attempts(work: Work, token: str, unsent: Iterable[Attempt]) -> None:
    """Frozen and not sent: free for any process at once."""
    attempts.give_back(work.connection, token, [attempt.id for attempt in unsent])


def _accepted(work: Work, channel: Channel, known: Sequence[_Known]) -> None:
    if not known:
        return

    def reason(one: _Known) -> str:
        doubled = may_have_arrived(one.row.reason) and not channel.retries_safely
        return MAYBE_DOUBLED if doubled else ""

    attempts.accept_messages(
        work.connection, [(one.row.id, one.outcome.platform_ref, reason(one)) for one in known], work.now
    )
    ids = [one.row.id for one in known]
    attempts.settle(work.connection, ids, MessageState.ACCEPTED, "", work.now)
    if channel.kind is ChannelKind.SLACK:
        # Answered while the prompt was on its way: the edit that came with the answer did not find it yet.
        edits.edit_attempted(work.connection, ids, work.now)


def _stops_or_works_again(work: Work, channel: Channel, outcomes: Sequence[Outcome]) -> bool:
    """Whether the channel works no more, or works again: the managers' boards say so."""
    stops = [outcome for outcome in outcomes if outcome.stops_channel]
    if stops:
        wait = max(outcome.retry_after or WHOLE_CHANNEL for outcome in stops)
        return stop(work, limit_of(channel), work.now + wait, stops[-1].reason)
    return any(outcome.proves_channel for outcome in outcomes) and work_again(work, limit_of(channel))


def _temporary(work: Work, channel: Channel, known: Sequence[_Known]) -> None:
    postponed = []
    for one in known:
        outcome = one.outcome
        wait = outcome.retry_after
        if outcome.whole_channel:
            wait = wait or WHOLE_CHANNEL
            if outcome.rate_limited:
                block(work, limit_of(channel), work.now + wait)
        due_at = work.now + (back_off(one.row.tries) if wait is None else wait)
        # A call made after an unknown one does not undo that: it may have arrived all the same.
        reason = one.row.reason if may_have_arrived(one.row.reason) else outcome.reason
        postponed.append((one.row.id, due_at, reason, 0 if outcome.whole_channel else 1))
    attempts.postpone(work.connection, postponed)
    # Of a channel that has stopped, `flows.go_around` takes all that wait; a rate limit is waited out.
    refused = [one.row.id for one in known if not one.outcome.whole_channel and one.row.tries == 0]
    _use_next_contacts(work, refused)


def _unknown(work: Work, channel: Channel, known: Sequence[_Known]) -> None:
    """With a key, or identical bytes: again and again. Without: once more, if no answer has come by then."""
    again = [one for one in known if channel.retries_safely or not was_lost_sight_of(one.row.reason)]
    attempts.postpone(
        work.connection,
        [
            (
                one.row.id,
                work.now + (back_off(one.row.tries - 1) if one.row.tries else AFTER_UNKNOWN),
                UNKNOWN + one.outcome.reason,
                1,
            )
            for one in again
        ],
    )
    ended = {one.row.id for one in known} - {one.row.id for one in again}
    for one in known:
        if one.row.id in ended:
            attempts.settle(work.connection, [one.row.id], MessageState.UNKNOWN, one.outcome.reason, work.now)
            outbox.settle_attempted(work.connection, [one.row.id], MessageState.UNKNOWN, one.outcome.reason)


def _permanent(work: Work, known: Sequence[_Known]) -> set[int]:
    """Checks in which somebody is out of reach now."""
    changed: set[int] = set()
    by_reason: dict[tuple[str, ContactState | None], list[int]] = defaultdict(list)
    for one in known:
        by_reason[one.outcome.reason, one.outcome.contact_state].append(one.row.id)
    for (reason, contact_state), attempt_ids in by_reason.items():
        receivers = attempts.receivers(work.connection, attempt_ids)
        attempts.settle(work.connection, attempt_ids, MessageState.FAILED, reason, work.now)
        outbox.settle_attempted(work.connection, attempt_ids, MessageState.FAILED, reason)
        if contact_state is not None:
            contact_ids = [row.contact_id for row in receivers if row.contact_id is not None]
            roll.spoil_contacts(work.connection, contact_ids, contact_state, reason, work.now)
        _use_next_contacts(work, attempt_ids)
        people = sorted({row.person_id for row in receivers if row.person_id is not None})
        changed.update(roll.mark_unreachable(work.connection, people, work.policy.channels))
    # After the roll: two transactions never wait for each other.
    for reason in sorted({reason for reason, _ in by_reason if reason.startswith(MAIL_POLICY)}):
        raise_alarm(work, MAIL_POLICY, reason.removeprefix(f"{MAIL_POLICY}_"))
    return changed


def _use_next_contacts(work: Work, attempt_ids: Sequence[int]) -> None:
    """Stepwise checks go on to the person's next contact at once."""
    if attempt_ids:
        ids = [row.id for row in attempts.receivers(work.connection, attempt_ids)]
        next_contact.add_next_contacts(work.connection, ids, work.policy.channels, work.now)


def _split(work: Work, one: _Known) -> set[int]:
    """Refused because of a member: two halves with keys of their own. A single member fails for good, as `_permanent`.

    Where fewer than half would be taken, the first part has as many.
    """
    members = one.outcome.attempt.members
    if len(members) == 1:
        return _permanent(work, [one])
    middle = len(members) // 2
    if one.outcome.fits is not None:
        middle = max(1, min(one.outcome.fits, middle))
    halves = (members[:middle], members[middle:])
    row = one.row
    of_all = frozen.OfAll(ChannelKind(row.channel), work.now, row.first_sent_at, row.created_at)
    rows = [frozen.NewAttempt(str(uuid4()), row.body_id, row.priority, row.check_version) for _ in halves]
    children = frozen.add(work.connection, of_all, rows)
    pairs = [
        (attempt_id, [member.message_id for member in half]) for attempt_id, half in zip(children, halves, strict=True)
    ]
    frozen.attach(work.connection, pairs)
    attempts.settle(work.connection, [one.row.id], MessageState.SKIPPED, "split", work.now)
    return set()
