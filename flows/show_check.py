"""The state of one check: what the board, the command line and the console show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from bot.vocabulary import ChannelKind, CheckKind, CheckState, MessageState, Standing
from flows.check_people import PersonLine as PersonLine
from flows.check_people import people_of_check
from flows.errors import NotFoundError
from flows.find_check import check_to_show
from flows.who import require_manager
from flows.work import Work
from storage.queries import board_posts, limits, outbox
from storage.queries import check_counts as queries
from storage.queries.check_names import Wanted, count_names
from storage.queries.corrections import CALLED_OFF

#: Units on a board: the highest ones and those right below them.
_UNIT_DEPTH = 1
#: In flight means: not yet with the platform.
_IN_FLIGHT = (MessageState.CLAIMED, MessageState.SENDING)
#: A stopped channel is tried again every minute or sooner: longer ago than that, nobody knows.
_STOP_IS_NEWS_FOR = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class UnitCount:
    path: str
    depth: int
    counts: dict[Standing, int]


@dataclass(frozen=True, slots=True)
class StoppedChannel:
    """Nothing goes out through it until somebody has put it right. `reason`: a code such as token_revoked."""

    channel: ChannelKind
    reason: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """`counts` has all five standings and adds up to `roll`."""

    check_id: int
    kind: CheckKind
    title: str
    message: str
    #: The short form (`bot.short_form`).
    level: int
    action: str
    state: CheckState
    started_at: datetime | None
    closed_at: datetime | None
    roll: int
    counts: dict[Standing, int]
    guests: int
    unclaimed_help: int
    #: Rounds after the question itself, by themselves or by hand.
    reminders_sent: int
    next_reminder_at: datetime | None
    #: queued, accepted, delivered, failed, skipped, unknown.
    deliveries: dict[str, int]
    unreachable: int
    #: Units two levels deep with people on the roll, in path order; empty where not asked for.
    units: tuple[UnitCount, ...] = ()
    #: When the facts were read.
    as_of: datetime | None = None
    started_by: str = ""
    #: Channels that have stopped while messages of this check wait behind them.
    stopped_channels: tuple[StoppedChannel, ...] = ()
    #: Boards that may stand in Slack besides the ones kept current: posts whose outcome is unknown.
    boards_maybe_doubled: int = 0
    #: It was a mistake, and closed for it.
    called_off: bool = False


@dataclass(frozen=True, slots=True)
class CheckLine:
    check_id: int
    kind: CheckKind
    title: str
    state: CheckState
    started_at: datetime | None
    #: Of a check planned for later.
    starts_at: datetime | None = None


def show_check(work: Work, check_id: int | None, with_units: bool = False) -> CheckView:
    """Lane READ; counts only, no permission needed. None: see `find_check.check_to_show`.

    NotFoundError(no_check).
    """
    check = _check_row(work, check_id)
    connection = work.connection
    standings = queries.standings(connection, check.id)
    counts = {standing: standings.get(standing, 0) for standing in Standing}
    return CheckView(
        check_id=check.id,
        kind=CheckKind(check.kind),
        title=check.title,
        message=check.message,
        level=check.level,
        action=check.action,
        state=CheckState(check.state),
        started_at=check.started_at,
        closed_at=check.closed_at,
        roll=sum(counts.values()),
        counts=counts,
        guests=queries.guest_count(connection, check.id),
        unclaimed_help=queries.unclaimed_help_count(connection, check.id),
        reminders_sent=check.round,
        next_reminder_at=check.next_reminder_at,
        deliveries=deliveries_of(work, check.id),
        unreachable=queries.unreachable_count(connection, check.id),
        units=_units(work, check.id) if with_units else (),
        as_of=work.now,
        started_by=check.starter or "",
        stopped_channels=stopped_channels(work, check.id),
        boards_maybe_doubled=board_posts.lost_posts_of(connection, check.id),
        called_off=check.cancel_reason == CALLED_OFF,
    )


def _check_row(work: Work, check_id: int | None) -> Row[*tuple[Any, ...]]:
    check = check_to_show(work) if check_id is None else queries.check_by_id(work.connection, check_id)
    if check is None:
        raise NotFoundError("no_check")
    return check


def deliveries_of(work: Work, check_id: int) -> dict[str, int]:
    """`CheckView.deliveries`."""
    states = queries.message_states(work.connection, check_id)
    counted = {str(state): states.get(state, 0) for state in MessageState if state not in _IN_FLIGHT}
    counted[MessageState.QUEUED] += sum(states.get(state, 0) for state in _IN_FLIGHT)
    return counted


def stopped_channels(work: Work, check_id: int) -> tuple[StoppedChannel, ...]:
    """Channels that have stopped while messages of this check wait behind them."""
    stopped = channels_at_a_stop(work)
    if not stopped:
        return ()
    waiting = outbox.channels_waiting(work.connection, check_id)
    return tuple(StoppedChannel(ChannelKind(kind), stopped[kind]) for kind in waiting if kind in stopped)


def channels_at_a_stop(work: Work) -> dict[str, str]:
    """Kind of channel -> why nothing goes out through it, whatever waits behind it."""
    return limits.stopped(work.connection, work.now - _STOP_IS_NEWS_FOR)


def _units(work: Work, check_id: int) -> tuple[UnitCount, ...]:
    found: dict[str, UnitCount] = {}
    for path, depth, standing, people in queries.unit_standings(work.connection, check_id, _UNIT_DEPTH):
        unit = found.setdefault(path, UnitCount(path, depth, dict.fromkeys(Standing, 0)))
        unit.counts[Standing(standing)] = people
    return tuple(found.values())


def list_checks(work: Work, limit: int = 50, current: bool = False) -> tuple[CheckLine, ...]:
    """Newest first. `current`: not what was cleared or cancelled, and what is active before the rest."""
    lines = tuple(
        CheckLine(row.id, CheckKind(row.kind), row.title, CheckState(row.state), row.started_at, row.starts_at)
        for row in queries.newest_checks(work.connection, limit, current=current)
    )
    return tuple(sorted(lines, key=_rank)) if current else lines


def _rank(line: CheckLine) -> tuple[bool, bool]:
    """A real one before a drill where both are active."""
    is_active = line.state is CheckState.ACTIVE
    return not is_active, is_active and line.kind is CheckKind.DRILL


@dataclass(frozen=True, slots=True)
class Names:
    check_id: int
    title: str
    is_drill: bool
    people: tuple[PersonLine, ...]
    total: int
    offset: int


def show_names(
    work: Work, check_id: int | None, standing: Standing | None = None, offset: int = 0, limit: int = 50
) -> Names:
    """Lane READ. Worst first, guests among them. Only the actor's own people (a safety admin: all).

    RefusedError, NotFoundError.
    """
    who = require_manager(work)
    check = _check_row(work, check_id)
    wanted = Wanted(
        check.id,
        standings=() if standing is None else (standing,),
        below_units=None if who.may_everything else who.managed_unit_ids,
    )
    return Names(
        check_id=check.id,
        title=check.title,
        is_drill=check.kind == CheckKind.DRILL,
        people=people_of_check(work.connection, wanted, offset, limit),
        total=count_names(work.connection, wanted),
        offset=offset,
    )
