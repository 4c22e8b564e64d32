"""Record the plain presses of many people in one transaction; the hot path (docs/adr/0007)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.vocabulary import Status
from flows.keep_answer import Kept
from flows.record_answer import AnswerRecorded, RecordAnswer, recorded, said_in
from flows.work import Sender, Work
from storage.queries import answers_together as queries
from storage.queries import board
from storage.queries.checks import CheckFacts, Speaker, check_facts, speaker_facts
from storage.queries.events import first_ones

#: By the place of a press among the others.
Found = dict[int, tuple[CheckFacts, Speaker]]


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
    done: list[AnswerRecorded | None] = [None] * len(presses)
    by_check = _by_check(_first_ones(work, presses, _plain_ones(work, presses)))
    # Ascending, as claimants of boards take their locks (`board.wait_for_writers`): neither waits for the other.
    for check, plain in sorted(by_check.items(), key=lambda item: item[0].id):
        said = {speaker.person_id: said_in(check, presses[n].request, work.now) for n, speaker in plain.items()}
        standings = queries.keep_together(work.connection, said)
        work.wakes_cycle = board.mark_dirty(work.connection, check.id, is_locked=True) or work.wakes_cycle
        for n, speaker in plain.items():
            kept = Kept(standings[speaker.person_id])
            done[n] = recorded(work, check, said[speaker.person_id], speaker, kept)
    return done


def _plain_ones(work: Work, presses: Sequence[Press]) -> Found:
    """By the press's place; one press for each person and check, the first."""
    wanted = [
        {"n": n, "check_id": press.request.check_id, "channel": press.sender.channel, "address": press.sender.address}
        for n, press in enumerate(presses)
    ]
    found: Found = {}
    whose = set()
    for row in sorted(queries.plain(work.connection, wanted), key=lambda row: int(row.n)):
        if (row.id, row.person_id) not in whose and (speaker := speaker_facts(row)):
            whose.add((row.id, row.person_id))
            found[row.n] = check_facts(row), speaker
    return found


def _first_ones(work: Work, presses: Sequence[Press], found: Found) -> Found:
    """Those whose event has not come before; its key is kept from now on."""
    by_key = {key: n for n in found if (key := presses[n].request.event_key) is not None}
    return {by_key[key]: found[by_key[key]] for key in first_ones(work.connection, by_key, work.now)}


def _by_check(found: Found) -> Mapping[CheckFacts, Mapping[int, Speaker]]:
    by_check: dict[CheckFacts, dict[int, Speaker]] = {}
    for n, (check, speaker) in found.items():
        by_check.setdefault(check, {})[n] = speaker
    return by_check
