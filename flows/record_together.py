"""Record the plain presses of many people in one transaction; the hot path (docs/adr/0007)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.vocabulary import Status, locale_or_default
from flows.record_answer import AnswerRecorded, RecordAnswer, given_at_of
from flows.work import Sender, Work
from storage.queries import answers_together as queries
from storage.queries import board
from storage.queries.answers_together import KeptPlain, PlainPress


class Press(NamedTuple):
    sender: Sender
    request: RecordAnswer


def is_plain(press: Press) -> bool:
    """Whether it may go with others: it names its check, has come with a key, and calls for nothing but its row."""
    request = press.request
    has_key = request.check_id is not None and request.event_key is not None
    return has_key and request.status is not Status.HELP and not request.comment


def record_together(work: Work, presses: Sequence[Press]) -> list[AnswerRecorded | None]:
    """What `record_answer` would have recorded of each plain press, in order.

    None, and nothing written, where one must go by itself: a guest, a shared account, an open help case, a repeat, the
    second press of one person.
    """
    kept = queries.keep_together(work.connection, [_plain(work, press) for press in presses], work.now)
    # Ascending, as claimants of boards take their locks (`board.wait_for_writers`): neither waits for the other.
    for check_id in sorted({one.check.id for one in kept.values()}):
        work.wakes_cycle = board.mark_dirty(work.connection, check_id, is_locked=True) or work.wakes_cycle
    return [_recorded(work, press.request, kept[n]) if n in kept else None for n, press in enumerate(presses)]


def _plain(work: Work, press: Press) -> PlainPress:
    sender, request = press
    assert request.check_id is not None
    assert request.event_key is not None
    return PlainPress(
        check_id=request.check_id,
        channel=sender.channel,
        address=sender.address,
        key=request.event_key,
        status=request.status,
        via=request.via,
        round=request.round,
        given_at=given_at_of(request, work.now),
    )


def _recorded(work: Work, request: RecordAnswer, kept: KeptPlain) -> AnswerRecorded:
    return AnswerRecorded(
        check_id=kept.check.id,
        check_kind=kept.check.kind,
        check_title=kept.check.title,
        round=kept.round,
        status=request.status,
        standing=kept.standing,
        given_at=given_at_of(request, work.now),
        locale=locale_or_default(kept.speaker.locale, work.policy.locale),
        person_name=kept.speaker.name,
        late=kept.late,
        person_id=kept.speaker.person_id,
        has_stopped=kept.speaker.has_stopped,
    )
