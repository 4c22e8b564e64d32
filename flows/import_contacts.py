"""Import and export of the contacts file (columns: docs/administrators.md, `bot.contacts_columns`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bot.contacts_columns import ContactColumn
from bot.contacts_file import ContactRow, ContactsFile, read_contacts, write_contacts
from bot.csv_reading import FileError
from bot.vocabulary import ChannelKind, Locale
from flows.audit import note
from flows.contact_rows import ContactsChange, compare
from flows.contact_rows_writing import write
from flows.edit_contacts import CONTACTS_AT_MOST
from flows.who import Who, require_manager
from flows.work import Work
from storage.queries import contact_imports as queries
from storage.queries import contact_lists, people
from storage.queries.contact_lists import WantedContacts

Progress = Callable[[int, int], None]

_ACCOUNTS = (ChannelKind.SLACK, ChannelKind.LINE)
#: Of contacts a file would remove so many are named.
_NAMED_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class ContactsToImport:
    """A file. `replace`: whoever stands in it has exactly its contacts afterwards."""

    content: bytes
    replace: bool = False
    #: Of the words about what is wrong in it; None: the company's.
    locale: Locale | None = None


@dataclass(frozen=True, slots=True)
class RemovedContact:
    employee_no: str
    channel: ChannelKind
    address: str


@dataclass(frozen=True, slots=True)
class ContactsImported:
    """`unchanged` counts contacts the file names that are so already; `people` those of whom something changes."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    people: int = 0
    errors: tuple[FileError, ...] = ()
    #: The first of those removed.
    gone: tuple[RemovedContact, ...] = field(default=())


def try_contacts(work: Work, wanted: ContactsToImport, progress: Progress | None = None) -> ContactsImported:
    """Lane READ. What `import_contacts` would do now. `note_contacts_tried` comes before it is shown. RefusedError."""
    return _compared(work, wanted, progress, for_good=False)[0]


def note_contacts_tried(work: Work, tried: ContactsImported) -> None:
    """It names contacts that would be removed: that they were looked at is in the audit log. RefusedError."""
    require_manager(work)
    if tried.gone:
        note(work, "contacts_import_tried", people=tried.people, contacts_removed=tried.removed)


def import_contacts(work: Work, wanted: ContactsToImport, progress: Progress | None = None) -> ContactsImported:
    """Lane FANOUT. Adds and changes by person, channel and address. With one bad row nothing changes, all are listed.

    A contact keeps its state; one that was stopped by its owner stays so. A unit manager's own people only: of others
    not even whether they exist is told. In the audit log. RefusedError.
    """
    done, changes = _compared(work, wanted, progress, for_good=True)
    write(work, [change for change in changes if change.is_needed])
    if done.people:
        note(
            work,
            "contacts_imported",
            people=done.people,
            contacts_added=done.added,
            contacts_changed=done.changed,
            contacts_removed=done.removed,
        )
    return done


def _compared(
    work: Work, wanted: ContactsToImport, progress: Progress | None, for_good: bool
) -> tuple[ContactsImported, Sequence[ContactsChange]]:
    """`for_good`: whoever stands in the file is held until the end of the transaction. No changes with an error."""
    who = require_manager(work)
    file = read_contacts(wanted.content, wanted.locale or work.policy.locale)
    changes: list[ContactsChange] = []
    if file.is_whole:
        if for_good:
            people.serialise_imports(work.connection)
        comparison = _Comparison(work, who, file, wanted.replace, for_good, progress or (lambda done, of: None))
        changes = comparison.changes()
    if file.errors:
        return ContactsImported(errors=tuple(sorted(file.errors, key=lambda error: error.line))), ()
    return _counted(changes), changes


def _counted(changes: Sequence[ContactsChange]) -> ContactsImported:
    added = sum(len(change.added) for change in changes)
    named = {change.person_id: change.rows[0].employee_no for change in changes}
    gone = [(change.person_id, contact) for change in changes for contact in change.removed]
    changed = sum(len(change.changed) for change in changes)
    return ContactsImported(
        added=added,
        changed=changed,
        removed=len(gone),
        unchanged=sum(len(change.named - change.changed) for change in changes),
        people=sum(change.is_needed for change in changes),
        gone=tuple(
            RemovedContact(named[person_id], ChannelKind(contact.channel), contact.address)
            for person_id, contact in gone[:_NAMED_AT_MOST]
        ),
    )


class _Comparison:
    """All rows beside what is there; whatever must not be is complained about."""

    def __init__(
        self, work: Work, who: Who, file: ContactsFile, replace: bool, holds: bool, progress: Progress
    ) -> None:
        self._work = work
        self._who = who
        self._file = file
        self._replace = replace
        self._holds = holds
        self._progress = progress

    def changes(self) -> list[ContactsChange]:
        ordered = sorted(self._file.rows, key=lambda row: row.employee_no)
        rows_of = {number: list(rows) for number, rows in groupby(ordered, key=lambda row: row.employee_no)}
        known = queries.people_numbered(self._work.connection, list(rows_of))
        mine = self._mine([person.id for person in known.values()])
        changes: list[ContactsChange] = []
        done = 0
        for page in people.pages(list(rows_of)):
            ids = [known[number].id for number in page if number in known]
            if self._holds:
                queries.hold(self._work.connection, ids)
            there = queries.contacts_of(self._work.connection, ids)
            for number in page:
                person = known.get(number)
                if person is None or person.id not in mine:
                    self._refuse(rows_of[number], is_known=False)
                    continue
                change = compare(person.id, rows_of[number], there.get(person.id, []), self._replace)
                self._check(change, person.role, len(there.get(person.id, [])))
                changes.append(change)
            done += len(page)
            self._progress(done, len(rows_of))
        self._check_accounts(changes)
        return changes

    def _mine(self, person_ids: Sequence[int]) -> set[int]:
        if self._who.may_everything:
            return set(person_ids)
        below = queries.those_below(self._work.connection, person_ids, self._who.managed_unit_ids)
        return below | {person_id for person_id in person_ids if person_id == self._who.person_id}

    def _refuse(self, rows: Sequence[ContactRow], is_known: bool) -> None:
        problem = "of_a_manager" if is_known else self._unknown
        for row in rows:
            self._file.complain(row.line, ContactColumn.EMPLOYEE_NO, problem, value=row.employee_no)

    @property
    def _unknown(self) -> str:
        return "no_such_person" if self._who.may_everything else "not_your_person"

    def _check(self, change: ContactsChange, role: str, there: int) -> None:
        who = self._who
        if role and change.is_needed and not who.may_everything and change.person_id != who.person_id:
            # Whoever can put an address of their own there can sign in with it.
            self._refuse(change.rows, is_known=True)
            return
        room = CONTACTS_AT_MOST - there + len(change.removed)
        for row, _ in sorted(change.added, key=lambda one: one[0].line)[max(room, 0) :]:
            self._file.complain(row.line, ContactColumn.ADDRESS, "too_many_contacts", limit=CONTACTS_AT_MOST)
        if not who.may_everything:
            for row, _ in change.added:
                if row.channel is ChannelKind.LINE:
                    self._file.complain(row.line, ContactColumn.CHANNEL, "line_by_owner")

    def _check_accounts(self, changes: Sequence[ContactsChange]) -> None:
        """An account of another active person who would still have it after the import is an error."""
        freed = {contact.id for change in changes for contact in change.removed}
        for channel in _ACCOUNTS:
            new = [(row, change) for change in changes for row, _ in change.added if row.channel is channel]
            addresses = sorted({row.address for row, _ in new})
            had_by: dict[str, set[int]] = {}
            for owner in queries.owners(self._work.connection, channel, addresses):
                if owner.id not in freed:
                    had_by.setdefault(owner.address, set()).add(owner.person_id)
            for row, change in sorted(new, key=lambda one: one[0].line):
                if had_by.get(row.address, set()) - {change.person_id}:
                    self._file.complain(row.line, ContactColumn.ADDRESS, "account_of_another", value=row.address)
                had_by.setdefault(row.address, set()).add(change.person_id)


def export_contacts_file(work: Work, locale: Locale) -> Iterator[bytes]:
    """The contacts of the actor's active people as a file that `import_contacts` reads again: that changes nothing.

    Read inside the unit of work. In the audit log. RefusedError.
    """
    who = require_manager(work)
    wanted = WantedContacts(None if who.may_everything else who.managed_unit_ids)
    note(work, "contacts_exported", contacts=contact_lists.count_contacts(work.connection, wanted))
    return write_contacts(_file_rows(contact_lists.every_contact(work.connection, wanted)), locale)


def _file_rows(rows: Iterator[queries.AnyRow]) -> Iterator[ContactRow]:
    for employee_no, of_person in groupby(rows, key=lambda row: row.employee_no):
        for order, row in enumerate(of_person, start=1):
            channel = ChannelKind(row.channel)
            yield ContactRow(0, employee_no, channel, row.address, row.label, order, row.plain)
