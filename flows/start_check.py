"""Start a check: fix the roll, write the outbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.schedule import ReminderPlan
from bot.vocabulary import ChannelKind, CheckKind, Reach
from flows.work import Work


@dataclass(frozen=True, slots=True)
class StartCheck:
    kind: CheckKind
    title: str
    message: str = ""
    #: Chosen units, each with all below; empty means everything the actor may ask.
    unit_ids: tuple[int, ...] = ()
    reach: Reach = Reach.ALL
    #: None: the company's default for this kind.
    plan: ReminderPlan | None = None
    closes_after: timedelta | None = None
    #: The Slack channel of the command, or empty.
    slack_channel: str = ""
    #: True: the actor was told that a similar check is active and starts all the same.
    confirmed: bool = False
    #: Exactly-once key of the event that asked for it, or None.
    event_key: str | None = None


@dataclass(frozen=True, slots=True)
class CheckStarted:
    check_id: int
    kind: CheckKind
    title: str
    started_at: datetime
    #: How many people are asked.
    roll: int
    #: How many of them have no working contact (invariant 12).
    unreachable: int
    #: Messages written per channel.
    messages: dict[ChannelKind, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SimilarActive:
    """Nothing was started: a check of the same kind that asks some of the same people is active."""

    check_id: int
    title: str
    started_at: datetime
    silent: int


def start_check(work: Work, request: StartCheck) -> CheckStarted | SimilarActive:
    """Roll and outbox in set-based SQL, in one transaction (lane FANOUT).

    Raises RefusedError (not_a_manager, outside_units, unknown_person) and InvalidError (empty_title, nobody_to_ask).
    A repeated `event_key` gives the CheckStarted of the first time.
    """
    raise NotImplementedError
