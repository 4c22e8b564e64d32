"""Whom a manager means: by our id, by employee number, or by an account."""

from __future__ import annotations

from dataclasses import dataclass

from bot.vocabulary import ChannelKind
from flows.errors import NotFoundError
from flows.work import Work
from storage.queries import who as queries
from storage.queries.who import PersonFacts


@dataclass(frozen=True, slots=True)
class PersonRef:
    """Who is meant: by our id, by employee number, or by an account (`<@U…>` in Slack)."""

    person_id: int | None = None
    employee_no: str = ""
    channel: ChannelKind | None = None
    address: str = ""


def find_person(work: Work, ref: PersonRef) -> PersonFacts:
    """The active person. NotFoundError(no_person)."""
    if ref.person_id is not None:
        person = queries.person_by_id(work.connection, ref.person_id)
    elif ref.employee_no:
        person = queries.person_by_employee_no(work.connection, ref.employee_no)
    elif ref.channel is not None and ref.address:
        person = queries.person_at_address(work.connection, ref.channel, ref.address)
    else:
        person = None
    if person is None:
        raise NotFoundError("no_person")
    return person
