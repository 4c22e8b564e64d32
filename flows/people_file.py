"""Import and export of the people file (columns: README, `bot.people_file`)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bot import people_columns as rules
from bot.people_columns import Column
from bot.people_file import FileError, PeopleFile, PersonRow, read_people
from bot.vocabulary import ChannelKind, Role
from flows.audit import note
from flows.people_changes import compare
from flows.people_writing import Writing
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import people as queries
from storage.queries import roles, units

__all__ = ["FileError", "PeopleImported", "export_people", "import_people"]

Progress = Callable[[int, int], None]

_ACCOUNTS = (
    (ChannelKind.SLACK, Column.SLACK_ID),
    (ChannelKind.LINE, Column.LINE_ID),
)
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class PeopleImported:
    """`deactivated` counts people who are missing in the file, nobody else; `new_units` are paths."""

    created: int
    updated: int
    unchanged: int
    deactivated: int
    errors: tuple[FileError, ...] = field(default=())
    new_units: tuple[str, ...] = field(default=())


def import_people(
    work: Work,
    content: bytes,
    dry_run: bool = False,
    deactivate_missing: bool = False,
    progress: Progress | None = None,
) -> PeopleImported:
    """All or nothing: with one bad row nothing changes and every error is listed, those of rows that are bad by
    themselves and those that only the company's data show. `progress(done, of)` now and then.

    A column of the file is the truth about its kind of contact; without that column the kind stays as it is. An address
    that stays keeps its state. A LINE account linked by its owner stays where `line_id` is empty, an account that the
    Slack directory knows as theirs where `slack_id` is.

    RefusedError for anybody but a safety admin or the command line.
    """
    require_safety_admin(work)
    file = read_people(content, work.policy.locale)
    if file.is_whole:
        queries.serialise_imports(work.connection)
        _check_accounts(work, file, deactivate_missing)
        _check_managed_units(work, file)
        _check_admins(work, file, deactivate_missing)
    if file.errors:
        return PeopleImported(0, 0, 0, 0, tuple(sorted(file.errors, key=lambda error: error.line)))
    missing = _missing(work, file) if deactivate_missing else []
    done = _carry_out(work, file, dry_run, progress or (lambda done, of: None))
    unchanged = len(file.rows) - done.created - done.updated
    imported = PeopleImported(done.created, done.updated, unchanged, len(missing), new_units=tuple(done.new_units))
    if not dry_run:
        queries.deactivate(work.connection, missing, work.now)
        note(
            work,
            "people_imported",
            created=imported.created,
            updated=imported.updated,
            unchanged=imported.unchanged,
            deactivated=imported.deactivated,
        )
    return imported


def _carry_out(work: Work, file: PeopleFile, dry_run: bool, progress: Progress) -> Writing:
    writing = Writing(work, dry_run)
    writing.prepare(file.rows)
    columns = frozenset(file.headers)
    done = 0
    for page in queries.pages(file.rows):
        known = queries.people_numbered(work.connection, [row.employee_no for row in page])
        changes = [compare(row, columns, known.get(row.employee_no), work.policy.locale) for row in page]
        writing.write([change for change in changes if change.is_needed])
        done += len(page)
        progress(done, len(file.rows))
    writing.finish()
    return writing


def _missing(work: Work, file: PeopleFile) -> list[int]:
    in_file = {row.employee_no for row in file.rows}
    active = queries.active_employee_numbers(work.connection)
    return [person_id for employee_no, person_id in active.items() if employee_no not in in_file]


def _check_accounts(work: Work, file: PeopleFile, deactivate_missing: bool) -> None:
    """An account of another active person who would still have it after the import is an error."""
    rows = {row.employee_no: row for row in (*file.faulty, *file.rows)}
    for channel, column in _ACCOUNTS:
        givers = {account: row for row in file.rows if row.active for account in _accounts(row, channel)}
        for owner in queries.active_owners(work.connection, channel, list(givers)):
            row = givers[owner.address]
            other = rows.get(owner.employee_no)
            if owner.employee_no != row.employee_no and _keeps(other, owner, deactivate_missing):
                params = {"value": owner.address, "employee_no": owner.employee_no}
                file.complain(row.line, column, "account_taken", **params)


def _check_managed_units(work: Work, file: PeopleFile) -> None:
    """A unit made for its manager alone would have nobody in it: misspelt, it leaves the real one without a manager."""
    named = {path for row in (*file.faulty, *file.rows) for path in row.units}
    there = units.ids_of_paths(work.connection).keys() | {
        above for path in named for above in units.with_all_above(path)
    }
    for row in file.rows:
        for path in row.managed_units:
            if path not in there:
                file.complain(row.line, Column.MANAGED_UNITS, "no_unit", value=path)


def _check_admins(work: Work, file: PeopleFile, deactivate_missing: bool) -> None:
    """As by hand (`flows.organise`): without a safety admin nobody could give roles in the console any longer."""
    if any(row.active and row.role is Role.SAFETY_ADMIN for row in file.rows):
        return
    rows, faulty = {row.employee_no: row for row in file.rows}, {row.employee_no for row in file.faulty}
    losses: list[tuple[int, Column | str]] = []
    for number in roles.admin_numbers(work.connection):
        row = rows.get(number)
        if number in faulty or (row is None and not deactivate_missing):
            return
        if row is None:
            losses.append((1, ""))
        elif not row.active:
            losses.append((row.line, Column.ACTIVE))
        elif Column.ROLE in file.headers:
            losses.append((row.line, Column.ROLE))
        else:
            return
    if losses:
        file.complain(*losses[0], "no_admin_left")


def _accounts(row: PersonRow, channel: ChannelKind) -> tuple[str, ...]:
    return row.slack_ids if channel is ChannelKind.SLACK else row.line_ids


def _keeps(other: PersonRow | None, owner: queries.Owner, deactivate_missing: bool) -> bool:
    """Whether the owner of an account that the file gives to somebody else goes on having it."""
    if other is None:
        return not deactivate_missing
    # Slack: the file is the truth where the directory does not know. LINE: only where it names another account.
    stays = owner.in_directory or owner.channel is ChannelKind.LINE
    return other.active and stays and not _accounts(other, owner.channel)


def export_people(work: Work) -> Iterator[bytes]:
    """The file in pieces, UTF-8 with BOM, formulas defused; importing it again changes nothing. In the audit log.

    RefusedError for anybody but a safety admin or the command line.
    """
    require_safety_admin(work)
    note(work, "people_exported", people=queries.number_of_people(work.connection))
    return _pieces(work)


def _pieces(work: Work) -> Iterator[bytes]:
    yield _lines([[str(column) for column in Column]], before=_BYTE_ORDER_MARK)
    page = queries.people_after(work.connection, 0)
    while page:
        yield _lines([_cells(person) for person in page])
        page = queries.people_after(work.connection, page[-1].id)


def _lines(rows: list[list[str]], before: str = "") -> bytes:
    text = io.StringIO(newline="")
    text.write(before)
    csv.writer(text).writerows([rules.defused(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _cells(person: queries.KnownPerson) -> list[str]:
    is_manager = person.role == Role.UNIT_MANAGER
    values: dict[Column, str] = {
        Column.EMPLOYEE_NO: person.employee_no,
        Column.NAME: person.name,
        Column.KANA: person.kana,
        Column.UNITS: ";".join(person.units),
        Column.SITE: person.site,
        Column.LOCALE: person.locale,
        Column.EMAIL: person.email,
        Column.EMERGENCY_EMAILS: _emergency_mails(person),
        Column.PHONES: ";".join(person.addresses(ChannelKind.PHONE)),
        Column.SLACK_ID: ";".join(person.addresses(ChannelKind.SLACK)),
        Column.LINE_ID: ";".join(person.addresses(ChannelKind.LINE)),
        Column.ROLE: person.role,
        Column.MANAGED_UNITS: ";".join(person.managed_units) if is_manager else "",
        Column.ACTIVE: "1" if person.active else "0",
    }
    return [values[column] for column in Column]


def _emergency_mails(person: queries.KnownPerson) -> str:
    """Empty where the profile address serves, so that the contact goes on following it."""
    mails = person.addresses(ChannelKind.MAIL)
    if [mail.casefold() for mail in mails] == [person.email.casefold()]:
        return ""
    # An empty field would make the profile address a contact again.
    return ";".join(mails) or (rules.NO_MAIL if person.email else "")
