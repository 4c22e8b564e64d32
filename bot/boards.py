"""The board as a message: worst first, counts for everybody, names for managers."""

from __future__ import annotations

from dataclasses import dataclass

from bot.speech import Speech
from bot.vocabulary import CheckKind, CheckState, Locale, Standing


@dataclass(frozen=True, slots=True)
class BoardUnit:
    path: str
    counts: dict[Standing, int]


@dataclass(frozen=True, slots=True)
class BoardPerson:
    name: str
    units: tuple[str, ...]
    standing: Standing
    comment: str
    said_at: str
    #: Who takes care of them, or empty.
    taken_by: str = ""
    is_guest: bool = False
    by_proxy: bool = False


@dataclass(frozen=True, slots=True)
class BoardFacts:
    check_id: int
    kind: CheckKind
    title: str
    state: CheckState
    locale: Locale
    #: Local times such as `11/20 14:03`.
    started_at: str
    as_of: str
    roll: int
    counts: dict[Standing, int]
    guests: int
    unclaimed_help: int
    reminders_sent: int
    unreachable: int
    failed: int
    queued: int
    closed_at: str = ""
    next_reminder_at: str = ""
    units: tuple[BoardUnit, ...] = ()
    #: Only for the managers' board.
    people: tuple[BoardPerson, ...] = ()
    info_url: str = ""


def board(facts: BoardFacts, for_managers: bool) -> Speech:
    """Header, five counts worst first, units, how far the sending is, who cannot be reached (a number), buttons.

    At most what one Slack message holds: many units are cut with 'and N more'.
    """
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class NamesFacts:
    check_id: int
    kind: CheckKind
    title: str
    locale: Locale
    standing: Standing | None
    people: tuple[BoardPerson, ...]
    total: int


def names(facts: NamesFacts) -> Speech:
    """The people behind a number, for a manager's eyes only."""
    raise NotImplementedError
