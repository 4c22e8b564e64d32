"""The staff list as the company's HR system keeps it right: people by their employee numbers, one or many.

What a row changes and how it is written is the people file's own (`flows.people_changes`, `flows.people_writing`). Here
a row that is wrong holds up no other: nobody sits before it who could mend it. Roles, managed units, Slack and LINE
accounts cannot be written, nor how somebody with a role is reached: whoever can put an address there could sign in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.api_words import Scope
from bot.people_cells import Given
from bot.people_columns import Column
from bot.people_file import FileError, PeopleGiven, people_given
from bot.vocabulary import ChannelKind, Locale, locale_or_default
from flows.api_tokens import require_scope
from flows.audit import note
from flows.edit_person import account_of_another
from flows.errors import InvalidError, NotFoundError
from flows.organise import require_another_admin
from flows.people_changes import PersonChange, compare, fields_changed
from flows.people_writing import Writing
from flows.work import Work
from storage.queries import people, roles, roster
from storage.queries.people import KnownPerson

#: Of one request, in one transaction: answers wait no longer than for a page of messages.
PEOPLE_AT_MOST = 200

#: Whether it is to be done, of the entry's version as it stands; None: nobody of that number is with the company.
IsExpected = Callable[[str | None], bool]


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RowKept:
    """`row` counts from 1. `errors`: why it was refused, and nothing of it was written. `person_id` 0: nobody yet."""

    row: int
    employee_no: str
    outcome: Outcome
    errors: tuple[FileError, ...]
    person_id: int


@dataclass(frozen=True, slots=True)
class RosterKept:
    """A row for each entry, in their order. `new_units`: paths that were (or would be) made."""

    rows: tuple[RowKept, ...]
    new_units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """`version` is another one as soon as anything of the person, or of what is shown of them, is."""

    kana: str
    site: str
    locale: Locale
    version: str


def keep_people(work: Work, entries: Sequence[Given], locale: Locale, dry_run: bool = False) -> RosterKept:
    """At most PEOPLE_AT_MOST entries; `locale`: of the words for errors. What an entry does not name stays as it is.

    RefusedError(api_scope) for anybody but a token with people:write.
    """
    require_scope(work, Scope.PEOPLE_WRITE)
    people.serialise_imports(work.connection)
    given = people_given(entries, locale)
    known = people.people_numbered(work.connection, [row.employee_no for row in given.rows])
    changes = {
        row.line: compare(row, frozenset(entries[row.line - 1]), known.get(row.employee_no), work.policy.locale)
        for row in given.rows
    }
    _refuse(work, given, changes, known)
    errors: dict[int, list[FileError]] = {}
    for error in given.errors:
        errors.setdefault(error.line, []).append(error)
    good = [row for row in given.rows if row.line not in errors]
    needed = {row.line: changes[row.line] for row in good if changes[row.line].is_needed}
    outcomes = {line: Outcome.UPDATED if change.person_id else Outcome.CREATED for line, change in needed.items()}
    outcomes |= dict.fromkeys(errors, Outcome.REFUSED)
    writing = Writing(work, dry_run)
    writing.prepare(good)
    writing.write(list(needed.values()))
    writing.finish()
    if not dry_run:
        for change in needed.values():
            _write_down(work, change, known.get(change.employee_no))
    rows = tuple(
        RowKept(
            row.line,
            row.employee_no,
            outcomes.get(row.line, Outcome.UNCHANGED),
            tuple(errors.get(row.line, ())),
            changes[row.line].person_id or 0 if row.line in changes else 0,
        )
        for row in sorted((*given.rows, *given.faulty), key=lambda row: row.line)
    )
    return RosterKept(rows, tuple(writing.new_units))


def keep_person(work: Work, entry: Given, locale: Locale, is_expected: IsExpected) -> tuple[RosterKept, str]:
    """As `keep_people`, of one, with the version from now on (empty where they are not with the company).

    InvalidError(api_changed_meanwhile).
    """
    require_scope(work, Scope.PEOPLE_WRITE)
    people.serialise_imports(work.connection)
    employee_no = str(entry[Column.EMPLOYEE_NO])
    _require_expected(work, employee_no, is_expected)
    kept = keep_people(work, [entry], locale)
    return kept, _version(work, employee_no) or ""


def take_off(work: Work, employee_no: str, is_expected: IsExpected) -> bool:
    """They have left the company: not asked, not able to sign in, nothing else is lost. False: they had left before.

    RefusedError(api_scope), NotFoundError(no_person), InvalidError(api_changed_meanwhile, last_safety_admin).
    """
    require_scope(work, Scope.PEOPLE_WRITE)
    people.serialise_imports(work.connection)
    known = people.people_numbered(work.connection, [employee_no]).get(employee_no)
    if known is None:
        raise NotFoundError("no_person")
    _require_expected(work, employee_no, is_expected)
    if not known.active:
        return False
    require_another_admin(work, [known.id])
    people.deactivate(work.connection, [known.id], work.now)
    note(work, "person_deactivated", subject_person_id=known.id)
    return True


def roster_entry(work: Work, employee_no: str) -> RosterEntry:
    """Lane READ. Of somebody who is with the company. RefusedError(api_scope), NotFoundError(no_person)."""
    require_scope(work, Scope.PEOPLE_READ)
    row, version = roster.entry(work.connection, employee_no), _version(work, employee_no)
    if row is None or version is None:
        raise NotFoundError("no_person")
    return RosterEntry(row.kana, row.site, locale_or_default(row.locale, work.policy.locale), version)


def _require_expected(work: Work, employee_no: str, is_expected: IsExpected) -> None:
    if not is_expected(_version(work, employee_no)):
        raise InvalidError("api_changed_meanwhile")


def _version(work: Work, employee_no: str) -> str | None:
    """Tells nothing: no address goes into it, only the number of the newest change of any."""
    row = roster.entry(work.connection, employee_no)
    if row is None:
        return None
    shown = (*row, roster.unit_paths(work.connection, row.id), sorted(work.policy.channels))
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


def _refuse(
    work: Work, given: PeopleGiven, changes: Mapping[int, PersonChange], known: Mapping[str, KnownPerson]
) -> None:
    """What only the company's data show."""
    leaving: dict[int, int] = {}
    for row in given.rows:
        before = known.get(row.employee_no)
        if before is None:
            continue
        if before.role and (where := _reach_changed(changes[row.line], before)) is not None:
            given.complain(row.line, where, "contacts_of_a_manager")
        if row.active and not before.active and account_of_another(work, before):
            given.complain(row.line, Column.ACTIVE, "account_of_another")
        if before.active and not row.active:
            leaving[before.id] = row.line
    admins = roles.active_admins(work.connection)
    if admins and admins <= leaving.keys():
        for person_id in admins:
            given.complain(leaving[person_id], Column.ACTIVE, "last_safety_admin")


def _reach_changed(change: PersonChange, before: KnownPerson) -> Column | None:
    """By which field they would be reached otherwise."""
    if change.facts["email"] != before.email:
        return Column.EMAIL
    numbers = {contact.id for contact in before.contacts if contact.channel is ChannelKind.PHONE}
    added = {channel for channel, _, _ in change.contacts_added}
    if ChannelKind.PHONE in added or numbers & set(change.contacts_removed):
        return Column.PHONES
    return Column.EMERGENCY_EMAILS if added or change.contacts_removed else None


def _write_down(work: Work, change: PersonChange, before: KnownPerson | None) -> None:
    """As by hand (`flows.edit_person`); addresses have a history of their own."""
    if before is None:
        note(work, "person_added", subject_person_id=change.person_id, source="api")
        return
    is_active = change.facts["active"]
    if before.active != is_active:
        note(work, "person_reactivated" if is_active else "person_deactivated", subject_person_id=before.id)
    what = fields_changed(change, before)
    if what := [*what, "contacts"] if change.contacts_added or change.contacts_removed else what:
        note(work, "person_changed", subject_person_id=before.id, what=what)
