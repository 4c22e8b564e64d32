"""Whom a manager means: by our id, by employee number, by an account or by a mail address."""

from __future__ import annotations

from dataclasses import dataclass

from bot.vocabulary import ChannelKind
from flows.errors import InvalidError, NotFoundError
from flows.work import Work
from storage.queries import people
from storage.queries import who as queries
from storage.queries.who import PersonFacts


@dataclass(frozen=True, slots=True)
class PersonRef:
    """Who is meant: by our id, by employee number, by an account (`<@U…>` in Slack) or by a mail address."""

    person_id: int | None = None
    employee_no: str = ""
    channel: ChannelKind | None = None
    address: str = ""
    #: Any of theirs, upper and lower case alike.
    email: str = ""


def find_person(work: Work, ref: PersonRef) -> PersonFacts:
    """The active person. NotFoundError(no_person, no_such_address), InvalidError(several_people): a shared address."""
    if ref.person_id is not None:
        person = queries.person_by_id(work.connection, ref.person_id)
    elif ref.employee_no:
        person = queries.person_by_employee_no(work.connection, ref.employee_no)
    elif ref.channel is not None and ref.address:
        person = queries.person_at_address(work.connection, ref.channel, ref.address)
    elif ref.email:
        person = _with_email(work, ref.email)
    else:
        person = None
    if person is None:
        raise NotFoundError("no_person")
    return person


def _with_email(work: Work, email: str) -> PersonFacts | None:
    found = people.active_people_with_email(work.connection, email)
    if not found:
        raise NotFoundError("no_such_address", email=email)
    # A shared mailbox is in many contacts and in one profile at most.
    by_profile = [person for person in found if person.email.casefold() == email.casefold()]
    meant = by_profile or list(found)
    if len(meant) > 1:
        raise InvalidError("several_people", email=email)
    return queries.person_by_id(work.connection, meant[0].id)
