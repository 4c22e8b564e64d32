"""A bulletin sent to people's phones: to everybody it is for, or to chosen units of them, once each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement

from bot.vocabulary import ChannelKind, MessageState
from flows.audit import note
from flows.bulletins import standing_bulletin
from flows.errors import InvalidError
from flows.info_rights import info_editor
from flows.units_to_ask import units_to_ask
from flows.who import who_is
from flows.work import Work
from storage.queries import bulletin_pushes as queries
from storage.queries import bulletins

#: The same bulletin is not sent again within this time: it was a press too many.
JUST_NOW = timedelta(minutes=2)
#: People in one transaction (docs/adr/0005).
PEOPLE_AT_ONCE = 500
_WAITING = (MessageState.QUEUED, MessageState.CLAIMED, MessageState.SENDING)


@dataclass(frozen=True, slots=True)
class PushBulletin:
    """`unit_ids`: each with all below; empty: everybody it is for whom the actor may write to."""

    bulletin_id: int
    unit_ids: tuple[int, ...] = ()
    channels: tuple[ChannelKind, ...] = ()


@dataclass(frozen=True, slots=True)
class PushForecast:
    """Each person is sent it through one channel; `unreachable` have no contact in any of these that works."""

    people: int
    by_channel: dict[ChannelKind, int]

    @property
    def unreachable(self) -> int:
        return self.people - sum(self.by_channel.values())


@dataclass(frozen=True, slots=True)
class PushLine:
    """One sending and what has become of it. `units` empty: everybody. The counts and `unreachable` make `people`."""

    pushed_at: datetime
    pusher: str
    units: tuple[str, ...]
    channels: tuple[ChannelKind, ...]
    people: int
    waiting: int
    accepted: int
    delivered: int
    failed: int
    skipped: int
    unknown: int
    is_written: bool

    @property
    def unreachable(self) -> int:
        told = self.waiting + self.accepted + self.delivered + self.failed + self.skipped + self.unknown
        return max(self.people - told, 0) if self.is_written else 0


def forecast_push(work: Work, request: PushBulletin) -> PushForecast:
    """What `push_bulletin` would do now; it refuses in the same way, but for a press just before."""
    whom, _, channels = _meant(work, request, hold=False)
    return PushForecast(
        queries.count_meant(work.connection, whom), queries.count_by_channel(work.connection, whom, channels)
    )


def push_bulletin(work: Work, request: PushBulletin) -> int:
    """How many people it is meant for. The messages are written by the cycle, page by page. In the audit log.

    RefusedError as for a change of the bulletin, and (outside_units); NotFoundError(no_bulletin),
    InvalidError(bulletin_withdrawn, bulletin_just_pushed, no_channel, no_units, nobody_to_ask).
    """
    whom, unit_ids, channels = _meant(work, request, hold=True)
    last = bulletins.newest_push_at(work.connection, request.bulletin_id)
    if last is not None and last > work.now - JUST_NOW:
        raise InvalidError("bulletin_just_pushed")
    asked = queries.count_meant(work.connection, whom)
    if not asked:
        raise InvalidError("nobody_to_ask")
    who = who_is(work)
    values = {
        "bulletin_id": request.bulletin_id,
        "pushed_at": work.now,
        "pushed_by": who.person_id if who else None,
        "channels": " ".join(channels),
        "people": asked,
    }
    queries.add(work.connection, values, unit_ids)
    note(work, "bulletin_pushed", bulletin_id=request.bulletin_id, people=asked, unit_ids=list(unit_ids or ()))
    work.wakes_cycle = True
    return asked


def pushes_of(work: Work, bulletin_id: int) -> tuple[PushLine, ...]:
    """Lane READ, for managers: the newest first. RefusedError."""
    info_editor(work)
    return tuple(_line(work, row) for row in queries.of_bulletin(work.connection, bulletin_id))


def pushes_to_write(work: Work) -> tuple[int, ...]:
    """Cycle step, lane READ: sendings whose messages are not written for everybody yet."""
    return tuple(queries.being_written(work.connection))


def write_push(work: Work, push_id: int) -> bool:
    """Cycle step: the next page. True: there may be more."""
    push = queries.find(work.connection, push_id)
    if push is None or push.outbox_after is None:
        return False
    unit_ids = None if push.whole_company else queries.units_of(work.connection, push_id)
    whom = queries.meant(unit_ids, push.site_id, work.now.astimezone(work.policy.zone).date())
    page = queries.claim_page(work.connection, push, whom, PEOPLE_AT_ONCE)
    if page is None:
        return False
    channels = [kind for kind in _channels(push.channels) if kind in work.policy.channels]
    queries.write_page(work.connection, push, page, whom, channels, work.now)
    work.wakes_cycle = True
    return True


def _meant(
    work: Work, request: PushBulletin, hold: bool
) -> tuple[tuple[ColumnElement[bool], ...], tuple[int, ...] | None, tuple[ChannelKind, ...]]:
    """Whom, the units they are of (None: the whole company), through which channels."""
    row = standing_bulletin(work, request.bulletin_id, hold)
    chosen = request.unit_ids or ((row.unit_id,) if row.unit_id is not None else ())
    unit_ids = units_to_ask(work, info_editor(work).who, chosen)
    channels = tuple(kind for kind in request.channels if kind in work.policy.channels)
    if not channels:
        raise InvalidError("no_channel")
    return queries.meant(unit_ids, row.site_id, work.now.astimezone(work.policy.zone).date()), unit_ids, channels


def _line(work: Work, row: Any) -> PushLine:
    states = queries.states(work.connection, row.id)

    def count(*wanted: MessageState) -> int:
        return sum(states.get(state, 0) for state in wanted)

    is_written = row.outbox_after is None
    # Of one withdrawn meanwhile no more is written.
    left = 0 if is_written else max(row.people - sum(states.values()), 0)
    to_come, given_up = (left, 0) if row.withdrawn_at is None else (0, left)

    return PushLine(
        *(row.pushed_at, row.pusher, tuple(queries.unit_paths(work.connection, row.id)), _channels(row.channels)),
        row.people,
        waiting=count(*_WAITING) + to_come,
        accepted=count(MessageState.ACCEPTED),
        delivered=count(MessageState.DELIVERED),
        failed=count(MessageState.FAILED),
        skipped=count(MessageState.SKIPPED) + given_up,
        unknown=count(MessageState.UNKNOWN),
        is_written=is_written,
    )


def _channels(kept: str) -> tuple[ChannelKind, ...]:
    return tuple(ChannelKind(name) for name in kept.split())
