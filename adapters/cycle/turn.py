"""One turn: every step that only needs the database. A step that fails takes no other with it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

from adapters.cycle.troubles import Troubles
from bot.vocabulary import ChannelKind
from flows.close_check import close_overdue
from flows.correct_check import corrections_to_write, write_correction
from flows.fan_out import checks_to_write, write_messages
from flows.go_around import channels_to_go_around, go_around
from flows.health import NOTED_EVERY, note_turn
from flows.housekeeping import tidy_up
from flows.leases import take_lease
from flows.mark_prompts import answers_to_mark, mark_prompts
from flows.plan_check import planned_due, start_planned
from flows.ports import Clock
from flows.push_bulletin import pushes_to_write, write_push
from flows.remind import remind_due
from flows.retention import delete_page, is_deletion_due
from flows.right_of_way import RightOfWay
from flows.start_campaign import campaigns_to_write, write_campaign
from flows.turn_due import reminders_or_closing_due
from flows.work import Begin, Lane, System, Work

log = logging.getLogger(__name__)

_ACTOR = System("cycle")
_TIDY_EVERY = timedelta(minutes=10)
#: While a channel goes on being stopped: what has been written since is looked for.
_AROUND_EVERY = timedelta(seconds=10)
_DELETE_EVERY = timedelta(days=1)
#: What is left of old checks waits for the next turn: nobody waits for it, and for reminders somebody does.
_DELETE_PAGES_A_TURN = 20
#: Longer than one page of tidying takes.
_TIDY_LEASE = timedelta(minutes=2)


class Turn:
    """Not thread-safe: one thread turns it."""

    def __init__(
        self,
        begin: Begin,
        clock: Clock,
        holder: str,
        right_of_way: RightOfWay,
        is_stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        """`is_stopping`: asked between two pages of a long step; what is left is found by the next process."""
        self._begin = begin
        self._is_stopping = is_stopping
        self._clock = clock
        self._holder = holder
        self._troubles = Troubles(log)
        self._right_of_way = right_of_way
        self._seen_answer: int | None = None
        self._tidy_at: datetime | None = None
        self._delete_at: datetime | None = None
        self._note_at: datetime | None = None
        self._around_at: dict[ChannelKind, datetime] = {}
        self._campaigns: tuple[int, ...] = ()
        self._pushes: tuple[int, ...] = ()
        self._corrections: tuple[int, ...] = ()
        #: When a step of many pages last ended one.
        self.last_page_at: datetime | None = None

    def run(self) -> bool:
        """False where a step failed; the log says why."""
        steps = (
            self._start_planned,
            self._write,
            self._close_and_remind,
            self._write,
            self._go_around,
            self._write_corrections,
            self._mark_prompts,
            self._write_bulletins,
            self._write_campaigns,
            self._tidy,
            self._delete_old,
            self._note,
        )
        went_well = [self._isolated(f"a step of the turn failed: {step.__name__}", step) for step in steps]
        return all(went_well)

    def _isolated(self, trouble: str, step: Callable[[], bool | None]) -> bool:
        """False where it failed, or a part of it that it had isolated itself. `trouble`: what the log says then."""
        try:
            went_well = step() is not False
        except Exception:  # noqa: BLE001 - the rim: told by Troubles
            self._troubles.failed(trouble)
            return False
        self._troubles.went_well(trouble)
        return went_well

    def _start_planned(self) -> bool:
        """One that cannot be started holds up none that is due after it, and is tried again the next turn."""
        with self._begin(_ACTOR, Lane.READ) as work:
            due = planned_due(work)

        def start(check_id: int) -> None:
            with self._begin(_ACTOR, Lane.FANOUT) as work:
                start_planned(work, check_id)

        started = [
            self._isolated(f"planned check {check_id} could not be started", partial(start, check_id))
            for check_id in due
        ]
        return all(started)

    def _write(self) -> bool:
        """Messages of a round just begun, page by page; checks take turns, and one that fails holds up no other."""
        with self._begin(_ACTOR, Lane.READ) as work:
            unfinished = list(checks_to_write(work))
            self._campaigns, self._pushes = campaigns_to_write(work), pushes_to_write(work)
            self._corrections = corrections_to_write(work)
        ends: set[int] = set()
        written = True

        def page(check_id: int) -> None:
            ends.add(check_id)
            with self._page("write") as work:
                goes_on = write_messages(work, check_id)
            if goes_on:
                ends.discard(check_id)

        while unfinished := [check_id for check_id in unfinished if check_id not in ends]:
            for check_id in unfinished:
                if not self._goes_on():
                    return written
                written &= self._isolated(f"messages of check {check_id} could not be written", partial(page, check_id))
        return written

    def _write_corrections(self) -> bool:
        """What is still unasked reads the right words anyway."""
        return self._write_each("write correction", self._corrections, write_correction)

    def _write_campaigns(self) -> bool:
        """Questions whether contacts are right: whoever asks about safety goes first."""
        return self._write_each("write campaign", self._campaigns, write_campaign)

    def _write_bulletins(self) -> bool:
        """After the questions: whoever asks about safety goes first."""
        return self._write_each("write bulletin", self._pushes, write_push)

    def _write_each(self, step: str, unfinished: Iterable[int], write: Callable[[Work, int], bool]) -> bool:
        """One after the other, page by page, while `write` says that there may be more."""

        def pages(one: int) -> None:
            more = True
            while more and self._goes_on():
                with self._page(step) as work:
                    more = write(work, one)

        written = [self._isolated(f"{step} {one} failed", partial(pages, one)) for one in unfinished]
        return all(written)

    @contextmanager
    def _page(self, step: str) -> Iterator[Work]:
        """A transaction of many rows, which gives way to answers."""
        with self._right_of_way.giving_way(step, in_database=True), self._begin(_ACTOR, Lane.FANOUT) as work:
            yield work

    def _go_around(self) -> None:
        """Whoever waits behind a channel that has stopped is asked through the next contact."""
        with self._begin(_ACTOR, Lane.READ) as work:
            stopped = channels_to_go_around(work)
        self._around_at = {kind: at for kind, at in self._around_at.items() if kind in stopped}
        for channel in stopped:
            after: int | None = 0
            if channel in self._around_at and self._clock.now() < self._around_at[channel]:
                continue
            while after is not None and self._goes_on():
                with self._page("go around") as work:
                    after = go_around(work, channel, after)
            self._around_at[channel] = self._clock.now() + _AROUND_EVERY

    def _goes_on(self) -> bool:
        """Between two pages: false where the process is to stop; others see meanwhile that the cycle turns."""
        if self._is_stopping():
            return False
        self.last_page_at = self._clock.now()
        self._note()
        return True

    def _close_and_remind(self) -> None:
        with self._begin(_ACTOR, Lane.READ) as work:
            if not reminders_or_closing_due(work):
                return
        with self._begin(_ACTOR, Lane.FANOUT) as work:
            close_overdue(work)
        with self._begin(_ACTOR, Lane.FANOUT) as work:
            remind_due(work)

    def _mark_prompts(self) -> None:
        with self._begin(_ACTOR, Lane.READ) as work:
            if not answers_to_mark(work, self._seen_answer):
                return
        while True:
            with self._begin(_ACTOR, Lane.FANOUT) as work:
                marked = mark_prompts(work, self._seen_answer)
            if marked.seen == self._seen_answer and not marked.prompts:
                return
            more, self._seen_answer = marked.seen == self._seen_answer, marked.seen
            if not more:
                return

    def _tidy(self) -> None:
        now = self._clock.now()
        if self._tidy_at is not None and now < self._tidy_at:
            return
        self._tidy_at = now + _TIDY_EVERY
        more = True
        while more:
            with self._begin(_ACTOR, Lane.FANOUT) as work:
                if not take_lease(work, "housekeeping", self._holder, _TIDY_LEASE):
                    return
                more = tidy_up(work)

    def _delete_old(self) -> None:
        """What retention no longer keeps."""
        now = self._clock.now()
        if self._delete_at is not None and now < self._delete_at:
            return
        self._delete_at = now + _DELETE_EVERY
        with self._begin(_ACTOR, Lane.READ) as work:
            if not is_deletion_due(work):
                return
        for _ in range(_DELETE_PAGES_A_TURN):
            if not self._goes_on():
                return
            with self._page("delete old") as work:
                if not take_lease(work, "retention", self._holder, _TIDY_LEASE) or delete_page(work) is None:
                    return
        self._delete_at = now

    def _note(self) -> None:
        """For `anpi doctor`, which asks from another process."""
        now = self._clock.now()
        if self._note_at is None or now >= self._note_at:
            with self._begin(_ACTOR, Lane.FANOUT) as work:
                note_turn(work, self._holder)
            self._note_at = now + NOTED_EVERY
