"""A check begins, at once or at its planned time: the roll is fixed, the first messages are written."""

from __future__ import annotations

from dataclasses import dataclass

from bot.schedule import ReminderPlan
from bot.vocabulary import ChannelKind
from flows.fan_out import write_messages
from flows.plan_reminder import plan_reminder
from flows.webhooks.events import tell_started
from flows.work import Work
from storage.queries import fanout, roll, rounds


@dataclass(frozen=True, slots=True)
class Asking:
    """`unit_ids` None: the whole company. `slack_channel`: that of the command, or empty."""

    check_id: int
    plan: ReminderPlan
    unit_ids: tuple[int, ...] | None
    slack_channel: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """How many are asked; 0: nothing more was written. `on_leave`: how many are not, because of that."""

    roll: int
    on_leave: int = 0


def begin_asking(work: Work, check: Asking) -> Asked:
    """Of a check whose row is there and active. Roll and outbox in set-based SQL (lane FANOUT); the cycle goes on."""
    rounds.plan_next(work.connection, check.check_id, plan_reminder(work, check.check_id, check.plan, sent=0))
    today = work.now.astimezone(work.policy.zone).date()
    asked = roll.fix_roll(work.connection, check.check_id, check.unit_ids, work.policy.channels, today)
    if not asked:
        return Asked(0)
    _write_channel_posts(work, check)
    write_messages(work, check.check_id)
    tell_started(work, check.check_id)
    work.wakes_cycle = True
    return Asked(asked, roll.count_on_leave(work.connection, check.unit_ids, today))


def _write_channel_posts(work: Work, check: Asking) -> None:
    """The question in shared channels, and the boards."""
    if ChannelKind.SLACK not in work.policy.channels:
        return
    posted = dict.fromkeys(name for name in (check.slack_channel, *work.policy.slack_channels) if name)
    fanout.add_channel_prompts(work.connection, check.check_id, tuple(posted), work.policy.locale, work.now)
    for_managers = work.policy.slack_manager_channel
    audiences = {check.slack_channel: "public", for_managers: "managers"}
    rounds.add_boards(
        work.connection, check.check_id, {name: audience for name, audience in audiences.items() if name}, work.now
    )
