"""The status list on paper, for the day when nothing works: with phone numbers, and so in the audit log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from flows.audit import note
from flows.status_list import PAGE_AT_MOST, StatusFilter, StatusPage, status_list
from flows.work import Work
from storage.queries import phones


@dataclass(frozen=True, slots=True)
class PrintedList:
    """`phones`: person -> their numbers, in their own order."""

    page: StatusPage
    phones: dict[int, tuple[str, ...]]
    printed_at: datetime


def print_list(work: Work, wanted: StatusFilter) -> PrintedList:
    """The first PAGE_AT_MOST of the list as it was narrowed; a manager's own people only.

    RefusedError, NotFoundError(no_check).
    """
    page = status_list(work, replace(wanted, limit=PAGE_AT_MOST))
    numbers = phones.of_people(work.connection, [line.person.person_id for line in page.lines if line.person.person_id])
    note(work, "status_printed", check_id=page.check_id, people=len(page.lines))
    return PrintedList(page, numbers, work.now)
