"""A check on its way out: channels that send nothing, and a cycle turned by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import update

from adapters.cycle.cycle import Cycle
from bot.schedule import ReminderPlan
from bot.vocabulary import CheckKind, ContactState, Reach, Standing
from flows.start_check import CheckStarted, StartCheck, start_check
from flows.work import Begin, Lane, Operator, System
from storage.models import contacts, roll
from tests.support.channels import FakeBoards, FakeChannel, FakeLinks, fake_line, fake_mail, fake_slack
from tests.support.clock import MovableClock

LEASE = timedelta(seconds=90)


@dataclass
class World:
    """What stands outside, and one process that turns the cycle."""

    begin: Begin
    clock: MovableClock
    slack: FakeChannel = field(default_factory=fake_slack)
    line: FakeChannel = field(default_factory=fake_line)
    mail: FakeChannel = field(default_factory=fake_mail)
    boards: FakeBoards = field(default_factory=FakeBoards)

    def cycle(self) -> Cycle:
        """A fresh process on the same database."""
        channels = [self.slack, self.line, self.mail]
        return Cycle(self.begin, channels, self.boards, FakeLinks(), self.clock, LEASE)

    def turn(self) -> None:
        self.cycle().turn()

    def turn_after(self, wait: timedelta) -> None:
        self.clock.forward(wait)
        self.turn()

    def start(
        self,
        reach: Reach = Reach.ALL,
        kind: CheckKind = CheckKind.REAL,
        plan: ReminderPlan | None = None,
        title: str = "地震",
        unit_ids: tuple[int, ...] = (),
        slack_channel: str = "",
        closes_after: timedelta | None = None,
    ) -> int:
        request = StartCheck(
            kind,
            title,
            reach=reach,
            plan=plan,
            unit_ids=unit_ids,
            slack_channel=slack_channel,
            closes_after=closes_after,
            confirmed=True,
        )
        with self.begin(Operator(), Lane.FANOUT) as work:
            started = start_check(work, request)
        assert isinstance(started, CheckStarted)
        return started.check_id

    def answer(self, check_id: int, person_id: int, standing: Standing = Standing.SAFE) -> None:
        """As the projection stands after an answer."""
        with self.begin(System("test"), Lane.FANOUT) as work:
            work.connection.execute(
                update(roll)
                .where(roll.c.check_id == check_id, roll.c.person_id == person_id)
                .values(standing=standing, said=standing, said_at=work.now)
            )

    def spoil(self, address: str, state: ContactState = ContactState.SUPPRESSED) -> None:
        with self.begin(System("test"), Lane.FANOUT) as work:
            work.connection.execute(update(contacts).where(contacts.c.address == address).values(state=state))
