"""A check is corrected while its questions are on their way: whoever read the wrong words is told, and nobody else."""

from __future__ import annotations

import threading
from datetime import timedelta

from sqlalchemy import insert

from adapters.cycle.sending import Sending
from bot.corrections import CheckWords
from flows.correct_check import CorrectCheck, correct_check, corrections_to_write, write_correction
from flows.ports import Attempt
from flows.work import Begin, Lane, Operator, System
from storage.models import attempts, contacts, people
from tests.support.channels import FakeLinks
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import outbox, rows
from tests.support.sending import World

PEOPLE = 60


def hire(begin: Begin) -> None:
    with begin(System("test"), Lane.FANOUT) as work:
        at = {"created_at": work.now, "updated_at": work.now}
        for number in range(PEOPLE):
            row = {"employee_no": f"S{number}", "name": f"P{number}", "locale": "ja", "role": "", "active": True, **at}
            person_id = work.connection.execute(insert(people).values(**row).returning(people.c.id)).scalar_one()
            contact = {"channel": "slack", "address": f"UX{number}", "position": 1, "state": "confirmed"}
            work.connection.execute(insert(contacts).values(person_id=person_id, state_since=work.now, **contact))


def correct(begin: Begin, check_id: int, title: str) -> None:
    """And at once its messages."""
    with begin(Operator(), Lane.FANOUT) as work:
        correct_check(work, CorrectCheck(check_id, CheckWords(title)))
    with begin(System("test"), Lane.READ) as work:
        [correction_id] = corrections_to_write(work)
    more = True
    while more:
        with begin(System("test"), Lane.FANOUT) as work:
            more = write_correction(work, correction_id)


def test_each_reads_the_right_words_last_and_nobody_twice(begin: Begin, clock: MovableClock, company: Company) -> None:
    world = World(begin, clock)
    hire(begin)
    check_id = world.start()
    titles = [(10, "火事"), (30, "洪水")]
    one_by_one = threading.Lock()

    def midway(_: Attempt) -> None:
        """In the midst of a call of one sender, while the others go on."""
        with one_by_one:
            if titles and len(world.slack.calls) >= titles[0][0]:
                correct(begin, check_id, titles.pop(0)[1])

    world.slack.before_call = midway

    def send() -> None:
        sending = Sending(begin, world.slack, FakeLinks(), clock)
        sending.page_size = 7
        sending.drain()

    senders = [threading.Thread(target=send) for _ in range(3)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    world.turn()
    world.turn_after(timedelta(seconds=11))
    version = {row.id: row.check_version for row in rows(begin, attempts)}
    read: dict[str, list[tuple[str, int]]] = {}
    for row in outbox(begin, channel="slack", state="accepted"):
        read.setdefault(row.address, []).append((row.kind, version[row.attempt_id]))
    assert len(read) == PEOPLE + 3
    assert {tuple(what) for what in read.values()} <= {
        (("prompt", 3),),
        (("prompt", 2), ("correction", 3)),
        (("prompt", 1), ("correction", 3)),
        (("prompt", 1), ("correction", 2), ("correction", 3)),
    }
    assert not titles
    assert len({tuple(what) for what in read.values()}) > 1, "it was in the midst of it"
