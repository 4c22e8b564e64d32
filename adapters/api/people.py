"""Who is with the company, and how they can be reached."""

from __future__ import annotations

from adapters.api import told
from adapters.api.asked import PeopleAsked, from_cursor, to_cursor
from adapters.api.endpoint import Ask
from flows.errors import NotFoundError
from flows.find_person import PersonRef, find_person
from flows.list_people import PeopleFilter, PersonLine, list_people
from flows.show_contacts import show_contacts
from flows.work import Work


def people(work: Work, ask: Ask) -> told.PeopleTold:
    wanted = ask.of(PeopleAsked)
    page = list_people(work, PeopleFilter(wanted.text, from_cursor(wanted.cursor), wanted.limit))
    return told.PeopleTold(items=[_person(line) for line in page.people], next=to_cursor(page.next))


def person(work: Work, ask: Ask) -> told.PersonTold:
    found = list_people(work, PeopleFilter(employee_no=ask.employee_no)).people
    if not found or not ask.employee_no:
        raise NotFoundError("no_person")
    return _person(found[0])


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
