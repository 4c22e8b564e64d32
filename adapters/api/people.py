"""Who is with the company, how they can be reached, and the staff list as the HR system keeps it."""

from __future__ import annotations

from collections import Counter

from adapters.api import told
from adapters.api.asked import PeopleAsked, PeopleGiven, PersonAsked, from_cursor, to_cursor
from adapters.api.endpoint import Ask, Shown
from adapters.api.problems import FieldError, ProblemError
from bot.people_file import FileError
from flows.find_person import PersonRef, find_person
from flows.list_people import PeopleFilter, PersonLine, list_people
from flows.roster import Outcome, keep_people, keep_person, roster_entry, take_off
from flows.show_contacts import show_contacts
from flows.work import Work


def people(work: Work, ask: Ask) -> told.PeopleTold:
    wanted = ask.of(PeopleAsked)
    page = list_people(work, PeopleFilter(wanted.text, from_cursor(wanted.cursor), wanted.limit))
    return told.PeopleTold(items=[_person(line) for line in page.people], next=to_cursor(page.next))


def person(work: Work, ask: Ask) -> Shown:
    entry = roster_entry(work, ask.employee_no)
    line = list_people(work, PeopleFilter(employee_no=ask.employee_no)).people[0]
    facts = _person(line).model_dump()
    return Shown(told.PersonEntry(**facts, kana=entry.kana, site=entry.site, locale=entry.locale), etag=entry.version)


def keep(work: Work, ask: Ask) -> Shown:
    """201 where they are new; ProblemError(422) where the entry cannot stand as it is."""
    wanted = ask.of(PersonAsked)
    kept, version = keep_person(work, wanted.given(ask.employee_no), ask.locale, ask.is_expected)
    row = kept.rows[0]
    if row.errors:
        raise ProblemError(422, "api_invalid", errors=list(map(_error, row.errors)))
    reply = told.PersonKept(
        id=row.person_id,
        employee_no=row.employee_no,
        outcome=row.outcome,
        active=wanted.active,
        new_units=list(kept.new_units),
    )
    return Shown(reply, 201 if row.outcome is Outcome.CREATED else 200, version)


def keep_many(work: Work, ask: Ask) -> told.PeopleKept:
    wanted = ask.of(PeopleGiven)
    entries = [one.given(one.employee_no) for one in wanted.people]
    kept = keep_people(work, entries, ask.locale, wanted.dry_run)
    counts = Counter(row.outcome for row in kept.rows)
    rows = [
        told.RowTold(
            row=row.row, employee_no=row.employee_no, outcome=row.outcome, errors=list(map(_error, row.errors))
        )
        for row in kept.rows
    ]
    numbers = {outcome.value: counts[outcome] for outcome in Outcome}
    return told.PeopleKept(dry_run=wanted.dry_run, **numbers, new_units=list(kept.new_units), rows=rows)


def leave(work: Work, ask: Ask) -> told.PersonLeft:
    was_here = take_off(work, ask.employee_no, ask.is_expected)
    return told.PersonLeft(employee_no=ask.employee_no, already=not was_here)


def _error(error: FileError) -> FieldError:
    return FieldError(where=error.column, code=error.code, message=error.message)


def contacts(work: Work, ask: Ask) -> told.ContactsTold:
    found = show_contacts(work, find_person(work, PersonRef(employee_no=ask.employee_no)).id)
    items = [
        told.ContactTold(
            channel=one.channel,
            address=one.address,
            label=one.label,
            state=one.state,
            reason=one.reason,
            since=one.since,
            confirmed_at=one.confirmed_at,
        )
        for one in found.contacts
    ]
    return told.ContactsTold(employee_no=found.employee_no, email=found.email, items=items)


def _person(line: PersonLine) -> told.PersonTold:
    return told.PersonTold(
        id=line.person_id,
        employee_no=line.employee_no,
        name=line.name,
        units=list(line.units),
        role=line.role,
        reached_by=list(line.reached_by),
        stopped=line.stopped,
        failing=line.failing,
        leave_from=line.leave_from,
        leave_until=line.leave_until,
    )
