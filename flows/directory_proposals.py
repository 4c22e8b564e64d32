"""What a reading of the Slack directory leaves to a safety admin: new people, and people whose account is gone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from bot.csv_reading import CONTROL
from bot.people_cells import EMPLOYEE_NO_AT_MOST
from bot.people_columns import is_mail_address, plain
from bot.vocabulary import ChannelKind, ContactState
from flows.audit import doer_of, note
from flows.errors import InvalidError, NotFoundError
from flows.organise import organiser, require_another_admin
from flows.read_directory import FOUND
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import contact_edits, people
from storage.queries import directory as queries
from storage.queries.directory import Entry, EntryState


@dataclass(frozen=True, slots=True)
class NewPerson:
    """An account nobody on the staff list matches. `email` may be empty."""

    slack_id: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody active whose Slack account was deactivated and who has no other that works."""

    slack_id: str
    person_id: int
    employee_no: str
    name: str


@dataclass(frozen=True, slots=True)
class Proposals:
    new: tuple[NewPerson, ...]
    leavers: tuple[Leaver, ...]


def list_proposals(work: Work) -> Proposals:
    """New people by name, leavers by employee number. Noted in the audit log. RefusedError but for a safety admin."""
    require_safety_admin(work)
    new = tuple(NewPerson(one.slack_id, one.name, one.email) for one in queries.new_entries(work.connection))
    leavers = tuple(Leaver(*row) for row in queries.leavers(work.connection))
    note(work, "directory_proposals_shown", new=len(new), leavers=len(leavers))
    return Proposals(new, leavers)


def name_leavers(work: Work, accounts: Mapping[int, str]) -> tuple[Leaver, ...]:
    """Lane READ. `accounts`: person id → account, as a reading found them (`DirectoryRead.leavers`). RefusedError."""
    require_safety_admin(work)
    named = queries.active_people(work.connection, accounts)
    return tuple(Leaver(accounts[row.id], row.id, row.employee_no, row.name) for row in named)


def accept_new_person(work: Work, slack_id: str, employee_no: str) -> int:
    """Puts the account's owner on the staff list, with this account as a contact. The new person's id.

    The mail address becomes the profile address only: whether checks go there its owner or the people file says.
    RefusedError; NotFoundError(no_proposal) where it is none (any more); InvalidError(bad_employee_no,
    employee_no_taken), InvalidError(address_taken, account_taken) where somebody has had the address or account since.
    """
    organiser(work)
    entry = _new_entry(work, slack_id)
    number = plain(employee_no)
    if not number or len(number) > EMPLOYEE_NO_AT_MOST or CONTROL.search(number):
        raise InvalidError("bad_employee_no")
    if people.people_numbered(work.connection, [number]):
        raise InvalidError("employee_no_taken", employee_no=number)
    if contact_edits.is_taken(work.connection, ChannelKind.SLACK, slack_id, but_by=0):
        raise InvalidError("account_taken")
    email = entry.email if is_mail_address(entry.email) else ""
    if email and people.active_people_with_email(work.connection, email):
        raise InvalidError("address_taken")
    person = {"employee_no": number, "name": entry.name, "email": email, "locale": work.policy.locale}
    added = people.add_people(work.connection, [person | {"created_at": work.now, "updated_at": work.now}])
    person_id = added[number]
    account = {"channel": ChannelKind.SLACK, "address": slack_id, "position": 1, "state": ContactState.UNVERIFIED}
    contact = account | {"person_id": person_id, "state_reason": FOUND, "state_since": work.now}
    people.add_contacts(work.connection, [contact], doer_of(work), work.now)
    _keep(work, replace(entry, state=EntryState.MATCHED, person_id=person_id))
    note(work, "person_added", subject_person_id=person_id, source=FOUND)
    return person_id


def ignore_proposal(work: Work, slack_id: str) -> None:
    """Not proposed again, until the account's state changes. RefusedError, NotFoundError(no_proposal)."""
    require_safety_admin(work)
    entry = queries.entries(work.connection, [slack_id]).get(slack_id)
    if entry is None or entry.state not in (EntryState.NEW, EntryState.LEFT):
        raise NotFoundError("no_proposal")
    _keep(work, replace(entry, state=EntryState.IGNORED))
    note(work, "directory_proposal_ignored", subject_person_id=entry.person_id)


def deactivate_leavers(work: Work, slack_ids: Collection[str] | None = None) -> tuple[Leaver, ...]:
    """The people behind these deactivated accounts (None: all that are proposed) have left the company.

    Who is no leaver (any more), or has another account that works, is left alone. RefusedError,
    InvalidError(last_safety_admin).
    """
    organiser(work)
    proposed = (Leaver(*row) for row in queries.leavers(work.connection))
    leaving = tuple(leaver for leaver in proposed if slack_ids is None or leaver.slack_id in slack_ids)
    person_ids = sorted({leaver.person_id for leaver in leaving})
    require_another_admin(work, person_ids)
    people.deactivate(work.connection, person_ids, work.now)
    for person_id in person_ids:
        note(work, "person_deactivated", subject_person_id=person_id, source=FOUND)
    return leaving


def _new_entry(work: Work, slack_id: str) -> Entry:
    entry = queries.entries(work.connection, [slack_id]).get(slack_id)
    if entry is None or entry.state is not EntryState.NEW or queries.contacts_at(work.connection, [slack_id]):
        raise NotFoundError("no_proposal")
    return entry


def _keep(work: Work, entry: Entry) -> None:
    queries.keep_entries(work.connection, [entry], work.now)
