"""A person's entry on the staff list, made and changed by hand: the same changes a line of the people file makes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.csv_reading import CONTROL
from bot.people_cells import EMPLOYEE_NO_AT_MOST
from bot.people_columns import MAX_TEXT, MAX_VALUES, Column, is_mail_address, plain
from bot.people_file import PersonRow
from bot.vocabulary import ChannelKind, Locale
from flows.audit import note
from flows.errors import InvalidError, NotFoundError
from flows.grant_role import units_named
from flows.organise import organiser, require_another_admin
from flows.people_changes import PersonChange, compare, fields_changed
from flows.people_writing import Writing
from flows.work import Work
from storage.queries import contact_edits, people, sites
from storage.queries.people import KnownPerson

#: What is written by hand; roles have a form of their own (`flows.grant_role`), contacts too.
_COLUMNS = frozenset((Column.NAME, Column.KANA, Column.UNITS, Column.SITE, Column.LOCALE, Column.EMAIL, Column.ACTIVE))
#: Nobody else active may have these accounts.
_ACCOUNTS = (ChannelKind.SLACK, ChannelKind.LINE)


@dataclass(frozen=True, slots=True)
class EditPerson:
    """All of an entry as it shall be. `person_id` None: somebody new."""

    person_id: int | None
    employee_no: str
    name: str
    kana: str = ""
    email: str = ""
    locale: Locale | None = None
    #: None: no site.
    site_id: int | None = None
    #: Of units that exist.
    unit_paths: tuple[str, ...] = ()
    #: False: has left the company.
    active: bool = True


def edit_person(work: Work, request: EditPerson) -> int:
    """The person's id. Where the profile address was their only mail contact, the contact follows it. In the audit log.

    RefusedError but for a safety admin, NotFoundError(no_person), InvalidError(bad_employee_no, employee_no_taken,
    name_needed, text_too_long, bad_mail, unknown_unit, too_many_units, unknown_site, last_safety_admin, account_taken).
    """
    organiser(work)
    known = _known(work, request.person_id)
    row = _row(work, request)
    other = people.people_numbered(work.connection, [row.employee_no]).get(row.employee_no)
    if other is not None and other.id != request.person_id:
        raise InvalidError("employee_no_taken", employee_no=row.employee_no)
    if known is not None and known.active and not row.active:
        require_another_admin(work, [known.id])
    if known is not None and row.active and not known.active and account_of_another(work, known):
        raise InvalidError("account_taken")
    change = compare(row, _COLUMNS, known, work.policy.locale)
    return _write(work, row, change, known)


def _known(work: Work, person_id: int | None) -> KnownPerson | None:
    if person_id is None:
        return None
    # The person themselves may be changing their contacts at this moment.
    contact_edits.hold(work.connection, person_id)
    known = people.known_person(work.connection, person_id)
    if known is None:
        raise NotFoundError("no_person")
    return known


def _row(work: Work, request: EditPerson) -> PersonRow:
    number = plain(request.employee_no)
    if not number or len(number) > EMPLOYEE_NO_AT_MOST or CONTROL.search(number):
        raise InvalidError("bad_employee_no")
    name = _text(request.name)
    if not name:
        raise InvalidError("name_needed")
    email = plain(request.email)
    if email and not is_mail_address(email):
        raise InvalidError("bad_mail")
    paths = tuple(units_named(work, request.unit_paths))
    if len(paths) > MAX_VALUES:
        raise InvalidError("too_many_units", limit=MAX_VALUES)
    return PersonRow(
        line=0,
        employee_no=number,
        name=name,
        kana=_text(request.kana),
        units=paths,
        site=_site(work, request.site_id),
        locale=request.locale,
        email=email,
        active=request.active,
    )


def _text(typed: str) -> str:
    text = typed.strip()
    if len(text) > MAX_TEXT or CONTROL.search(text):
        raise InvalidError("text_too_long", limit=MAX_TEXT)
    return text


def _site(work: Work, site_id: int | None) -> str:
    if site_id is None:
        return ""
    site = sites.site(work.connection, site_id)
    if site is None:
        raise InvalidError("unknown_site")
    return str(site.name)


def account_of_another(work: Work, person: KnownPerson) -> bool:
    """Who comes back may find that somebody else has got a Slack or LINE account of theirs meanwhile."""
    return any(
        contact_edits.is_taken(work.connection, channel, address, but_by=person.id)
        for channel in _ACCOUNTS
        for address in person.addresses(channel)
    )


def _write(work: Work, row: PersonRow, change: PersonChange, known: KnownPerson | None) -> int:
    writing = Writing(work, dry_run=False)
    writing.prepare([row])
    if change.is_needed:
        writing.write([change])
        writing.finish()
    person_id = change.person_id or 0
    if known is None:
        note(work, "person_added", subject_person_id=person_id, source="console")
        return person_id
    if known.employee_no != row.employee_no:
        people.renumber(work.connection, person_id, row.employee_no, work.now)
    if known.active != row.active:
        note(work, "person_reactivated" if row.active else "person_deactivated", subject_person_id=person_id)
    renumbered = ["employee_no"] if known.employee_no != row.employee_no else []
    if what := [*fields_changed(change, known), *renumbered]:
        note(work, "person_changed", subject_person_id=person_id, what=what)
    return person_id
