"""What is answered: typed, so that the description says what is really sent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from adapters.api.endpoint import ID_AT_MOST
from adapters.api.problems import FieldError
from bot.vocabulary import (
    By,
    ChannelKind,
    CheckKind,
    CheckState,
    ContactState,
    Locale,
    MessageKind,
    Role,
    Standing,
    Status,
    Via,
)
from flows.list_deliveries import Delivery
from flows.roster import Outcome

#: As databases keep them.
Id = Annotated[int, Field(ge=0, le=ID_AT_MOST)]
#: `next` of every list: the cursor of the next page, null on the last one.
Next = Annotated[str | None, Field(description="Cursor of the next page; null on the last one.")]


class Told(BaseModel):
    """A reply or a part of one. Should one be wrong by our own fault, what it says does not get into the log."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, hide_input_in_errors=True)


class Counts(Told):
    """They add up to the number of people asked."""

    help: int
    injured: int
    silent: int
    away: int
    safe: int


class Outcomes(Told):
    """Messages of a check; `accepted` by a platform is no proof that it arrived."""

    queued: int
    accepted: int
    delivered: int
    failed: int
    skipped: int
    unknown: int


class CheckLine(Told):
    id: Id
    kind: CheckKind
    title: str
    state: CheckState
    started_at: datetime | None


class ChecksTold(Told):
    """Newest first."""

    items: list[CheckLine]
    next: Next


class CheckTold(CheckLine):
    """`reminders_sent`: rounds after the question itself. `unreachable`: asked, and no contact works.

    `called_off`: closed because it had been started by mistake.
    """

    message: str
    level: int
    action: str
    closed_at: datetime | None
    called_off: bool
    roll: int
    counts: Counts
    guests: int
    unclaimed_help: int
    reminders_sent: int
    next_reminder_at: datetime | None
    deliveries: Outcomes
    unreachable: int


class CheckStarted(Told):
    """`on_leave`: left out because of that."""

    id: Id
    kind: CheckKind
    title: str
    started_at: datetime
    roll: int
    unreachable: int
    on_leave: int


class Reminded(Told):
    """`outcome`: sent; just_before: a reminder went out less than a minute ago; under_way: one is being written."""

    check_id: Id
    outcome: Annotated[str, Field(pattern="^(sent|just_before|under_way)$")]
    round: int
    people: int
    out_of_reach: int


class CheckClosed(Told):
    """`already`: it had been closed before; nothing was changed."""

    check_id: Id
    closed_at: datetime
    already: bool
    silent: int


class UnitCounts(Told):
    path: str
    depth: int
    counts: Counts


class BoardTold(Told):
    """Numbers alone. `units`: two levels deep, in the order of their paths."""

    check_id: Id
    as_of: datetime
    roll: int
    counts: Counts
    guests: int
    unclaimed_help: int
    unreachable: int
    units: list[UnitCounts]


class StandingTold(Told):
    """`standing` is `help` while a help case is open, whatever was `said` after. `opened_at` proves nothing."""

    person_id: Id
    employee_no: str
    name: str
    units: list[str]
    standing: Standing
    said: Status | None
    said_by: By | None
    said_via: Via | None
    said_at: datetime | None
    comment: str
    can_work: str
    place: str
    opened_at: datetime | None
    help_case_id: Id | None
    help_taken_by: str
    reachable: bool


class StandingsTold(Told):
    """Worst first; guests are counted on the board alone."""

    items: list[StandingTold]
    next: Next


class AnswerTold(Told):
    """`standing`: where the person stands now. `late`: said after the check was closed."""

    check_id: Id
    employee_no: str
    status: Status
    standing: Standing
    is_guest: bool
    late: bool
    help_case_id: Id | None


class DeliveryTold(Told):
    """`address` is null without the scope contacts:read. `reason`: a code; see docs/api.md."""

    id: Id
    kind: MessageKind
    round: int
    person_id: Id
    employee_no: str
    name: str
    channel: ChannelKind
    address: str | None
    outcome: Delivery
    reason: str
    tries: int
    created_at: datetime
    first_sent_at: datetime | None
    accepted_at: datetime | None
    finished_at: datetime | None


class DeliveriesTold(Told):
    """In the order they were written. `total`: of all pages."""

    items: list[DeliveryTold]
    total: int
    next: Next


class PersonTold(Told):
    """`reached_by`: kinds of contact that work. `stopped`, `failing`: contacts that do not."""

    id: Id
    employee_no: str
    name: str
    units: list[str]
    role: Role
    reached_by: list[ChannelKind]
    stopped: int
    failing: int
    leave_from: date | None
    leave_until: date | None


class PersonEntry(PersonTold):
    """As `people:write` may change it, without addresses (contacts:read). The ETag goes with all of it."""

    kana: str
    site: str
    locale: Locale


class PersonKept(Told):
    """`outcome`: created, updated (come back, too), unchanged. `new_units`: made for it."""

    id: Id
    employee_no: str
    outcome: Outcome
    active: bool
    new_units: list[str]


class PersonLeft(Told):
    """`already`: they had left before; nothing was changed."""

    employee_no: str
    already: bool


class RowTold(Told):
    """`row`: from 1. Of one that was refused nothing was written, and `errors` say why."""

    row: int
    employee_no: str
    outcome: Outcome
    errors: list[FieldError]


class PeopleKept(Told):
    """Four counts that add up to the number of rows. After a dry run: what it would be."""

    dry_run: bool
    created: int
    updated: int
    unchanged: int
    refused: int
    new_units: list[str]
    rows: list[RowTold]


class PeopleTold(Told):
    """By employee number; only who is with the company."""

    items: list[PersonTold]
    next: Next


class ContactTold(Told):
    channel: ChannelKind
    address: str
    label: str
    state: ContactState
    reason: str
    since: datetime
    confirmed_at: datetime | None


class ContactsTold(Told):
    """In the person's own order. Each look is in the audit log."""

    employee_no: str
    email: str
    items: list[ContactTold]
