"""What corrections and cancellations tell, and what each receiver had got before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.corrections import CheckWords
from flows.work import Work
from storage.queries import corrections as queries


@dataclass(frozen=True, slots=True)
class CorrectionSaid:
    """`since`: the version of the words that its receiver got, which are `wrong`. `reason`: of a cancellation."""

    correction_id: int
    since: int
    wrong: CheckWords
    reason: str


def corrections_said(work: Work, message_ids: Sequence[int]) -> dict[int, CorrectionSaid]:
    """By message, of one page of them."""
    rows = queries.told_of(work.connection, message_ids) if message_ids else ()
    before = {check_id: words_before(work, check_id) for check_id in {row.check_id for row in rows}}
    return {
        row.message_id: CorrectionSaid(row.correction_id, row.since, before[row.check_id][row.since], row.reason)
        for row in rows
    }


def words_before(work: Work, check_id: int) -> dict[int, CheckWords]:
    """What a check said, by the versions that are no longer its words."""
    return {row.version - 1: CheckWords(**row.wrong_words) for row in queries.of_check(work.connection, check_id)}
