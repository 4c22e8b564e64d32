"""Is the product fit to work: the database, its revision, the cycle."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.vocabulary import SENDING_CHANNELS, ChannelKind
from flows.ports import Finding
from flows.work import Begin, Lane, System, Work
from storage.migrate import expected_revision, is_known, revision_in
from storage.queries import turns

#: The cycle writes down that it turns, at most this often.
NOTED_EVERY = timedelta(seconds=15)
#: A turn noted longer ago than this: no process is turning the cycle.
TURN_OVERDUE = timedelta(seconds=60)
#: What the database has seen may be ahead of this machine's clock by so much before somebody must act.
SKEW_AT_MOST = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Health:
    reachable: bool
    #: The revision the database is at, empty where it has none, and the one this program needs.
    revision: str = ""
    expected: str = ""
    #: How long ago a cycle (of any process) turned last; None: never.
    turned_ago: timedelta | None = None
    #: The database has been brought to its revision by a newer program than this one.
    is_newer: bool = False

    @property
    def is_migrated(self) -> bool:
        return self.reachable and self.revision == self.expected

    @property
    def is_turning(self) -> bool:
        return self.turned_ago is not None and self.turned_ago <= TURN_OVERDUE


def read_health(begin: Begin) -> Health:
    """Opens its own unit of work: that none can be opened is an answer, not an error."""
    try:
        with begin(System("health"), Lane.READ) as work:
            return health_of(work)
    except SQLAlchemyError:
        return Health(False, expected=expected_revision())


def health_of(work: Work) -> Health:
    """Lane READ. As this transaction sees it."""
    expected, revision = expected_revision(), revision_in(work.connection) or ""
    last = turns.last_turn(work.connection) if revision == expected else None
    is_newer = bool(revision) and not is_known(revision)
    return Health(True, revision, expected, None if last is None else work.now - last, is_newer)


def examine(health: Health) -> Iterator[Finding]:
    """For the doctor: one line for each part, with what to do."""
    if not health.reachable:
        yield Finding("database", False, "it cannot be opened: check ANPI_DATABASE_URL")
        return
    if health.is_newer:
        yield Finding(
            "database", False, f"at revision {health.revision}: this program is older than its database: update it"
        )
        return
    if not health.is_migrated:
        yield Finding("database", False, f"at revision {health.revision or 'none'}: run anpi db upgrade")
        return
    yield Finding("database", True, f"at revision {health.revision}")
    if health.turned_ago is None:
        yield Finding("cycle", False, "it has never turned: start anpi serve")
    elif not health.is_turning:
        minutes = int(health.turned_ago.total_seconds() // 60)
        yield Finding("cycle", False, f"it last turned {minutes} min ago, nothing is being sent: start anpi serve")
    else:
        yield Finding("cycle", True, f"it turned {max(health.turned_ago.total_seconds(), 0):.0f} s ago")
    if health.turned_ago is not None:
        yield _clock(-health.turned_ago)


def examine_channels(switched_on: Collection[ChannelKind]) -> Iterator[Finding]:
    """For the doctor. A channel that is not set is off, which is no fault; without any nobody would ever be asked."""
    yield from (Finding(kind, True, "off: not set") for kind in SENDING_CHANNELS if kind not in switched_on)
    if not switched_on:
        yield Finding(
            "channels",
            False,
            "no channel is set, so nobody can be asked: set Slack, LINE or mail: "
            "docs/slack.md, docs/line.md, docs/mail.md",
        )


def _clock(ahead: timedelta) -> Finding:
    if ahead <= SKEW_AT_MOST:
        return Finding("clock", True, "not behind what the database has seen")
    seconds = f"{ahead.total_seconds():.0f} s"
    return Finding(
        "clock",
        False,
        f"{seconds} behind what the database has seen: it was set back, or another machine's runs ahead: "
        "switch on NTP on every machine (timedatectl set-ntp true), then restart anpi serve",
    )


def note_turn(work: Work, process: str) -> None:
    """By the cycle, every `NOTED_EVERY`."""
    turns.note_turn(work.connection, process, work.now)
