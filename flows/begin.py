"""How a unit of work is opened: joined once by the composition root, used by every adapter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from flows.audit import note_refusal
from flows.errors import RefusedError
from flows.ports import Clock
from flows.right_of_way import RightOfWay
from flows.work import Actor, Begin, Lane, Policy, Work
from storage.database import Database
from storage.wake import announce


def make_begin(
    database: Database,
    clock: Clock,
    policy: Policy,
    wake: Callable[[], None],
    right_of_way: RightOfWay | None = None,
) -> Begin:
    """`wake` sets the cycle's Event of this process; other processes hear it through the database (PostgreSQL).

    `right_of_way`: is told of every answer under way.
    """
    way = right_of_way or RightOfWay()

    @contextmanager
    def unit_of_work(actor: Actor, lane: Lane) -> Iterator[Work]:
        try:
            with way.answering() if lane is Lane.ANSWER else nullcontext(), database.transaction(lane) as connection:
                work = Work(connection=connection, now=clock.now(), actor=actor, policy=policy.as_of_now())
                yield work
                if work.wakes_cycle:
                    announce(connection)
        except RefusedError as error:
            # What was refused has been rolled back; that it was tried stays.
            with database.transaction(Lane.ANSWER) as connection:
                note_refusal(Work(connection=connection, now=clock.now(), actor=actor, policy=policy), error)
            raise
        if work.wakes_cycle:
            wake()

    def begin(actor: Actor, lane: Lane = Lane.ANSWER) -> AbstractContextManager[Work]:
        return unit_of_work(actor, lane)

    return begin
