"""The state of one check: what the board, the command line and the console show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.vocabulary import By, CheckKind, CheckState, ContactState, Standing, Via
from flows.work import Work


@dataclass(frozen=True, slots=True)
class UnitCount:
    path: str
    depth: int
    counts: dict[Standing, int]


@dataclass(frozen=True, slots=True)
class CheckView:
    """`counts` has all five standings and adds up to `roll`."""

    check_id: int
    kind: CheckKind
    title: str
    message: str
    state: CheckState
    started_at: datetime | None
    closed_at: datetime | None
    roll: int
    counts: dict[Standing, int]
    guests: int
    unclaimed_help: int
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


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a check, for managers only (invariant 11)."""

    person_id: int | None
    name: str
    units: tuple[str, ...]
    standing: Standing
    said: str
    by: By | None
    via: Via | None
    said_at: datetime | None
    comment: str = ""
    can_work: str = ""
    place: str = ""
    opened_at: datetime | None = None
    is_guest: bool = False
    help_case_id: int | None = None
    help_taken_by: str = ""
    reachable: bool = True
    contact_states: tuple[ContactState, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class CheckLine:
    check_id: int
    kind: CheckKind
    title: str
    state: CheckState
    started_at: datetime | None


def show_check(work: Work, check_id: int | None, with_units: bool = False) -> CheckView:
    """Lane READ; counts only, no permission needed. None: the newest active check, else the newest.

    NotFoundError(no_check).
    """
    raise NotImplementedError


def list_checks(work: Work, limit: int = 50) -> tuple[CheckLine, ...]:
    """Newest first."""
    raise NotImplementedError


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
    """Worst first, guests among them. Only the actor's own people (a safety admin: all). RefusedError, NotFoundError."""
    raise NotImplementedError
