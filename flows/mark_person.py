"""A manager answers for somebody (proxy)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.vocabulary import ChannelKind, Status, Via
from flows.record_answer import AnswerRecorded
from flows.work import Work


@dataclass(frozen=True, slots=True)
class PersonRef:
    """Who is meant: by our id, by employee number, or by an account (`<@U…>` in Slack)."""

    person_id: int | None = None
    employee_no: str = ""
    channel: ChannelKind | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class MarkPerson:
    person: PersonRef
    status: Status
    given_at: datetime
    via: Via
    check_id: int | None = None
    comment: str = ""
    event_key: str | None = None


def mark_person(work: Work, request: MarkPerson) -> AnswerRecorded:
    """Recorded `by` proxy with the manager's id, and in the audit log.

    RefusedError(not_a_manager, outside_units), NotFoundError(no_person, no_active_check).
    """
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class PersonFound:
    person_id: int
    name: str
    check_id: int
    check_title: str


def find_for_marking(work: Work, person: PersonRef) -> PersonFound:
    """Whom the form is about, after the same permission test as `mark_person`."""
    raise NotImplementedError
