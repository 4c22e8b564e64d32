"""Stepwise checks do not wait for a channel that has stopped: who waits behind it is asked through the next contact.

What waits goes out all the same once the channel works again, unless its receiver has answered by then.
"""

from __future__ import annotations

from bot.vocabulary import ChannelKind
from flows.work import Work
from storage.queries import limits, next_contact
from storage.queries.board import mark_dirty

#: Questions looked at in one transaction.
AT_ONCE = 1_000


def channels_to_go_around(work: Work) -> tuple[ChannelKind, ...]:
    """Lane READ: those through which nothing goes out at present, a rate limit aside."""
    return tuple(ChannelKind(kind) for kind in sorted(limits.stopped(work.connection, work.now)))


def go_around(work: Work, channel: ChannelKind, after: int = 0, at_once: int = AT_ONCE) -> int | None:
    """Questions with a higher id than `after`. The last id looked at; None: there are no more."""
    waiting = next_contact.newest_waiting(work.connection, channel, after, at_once)
    if not waiting:
        return None
    ids: list[int] = [row.id for row in waiting]
    if next_contact.add_next_contacts(work.connection, ids, work.policy.channels, work.now):
        work.wakes_cycle = True
        for check_id in sorted({row.check_id for row in waiting}):
            mark_dirty(work.connection, check_id)
    return ids[-1]
