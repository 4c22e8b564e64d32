"""The status list of a check: where each of a manager's people stands, and how they can be reached (seed 002, 13)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import islice

from bot.vocabulary import WORKING_STATES, By, ChannelKind, CheckKind, CheckState, ContactState, Standing
from flows.audit import note
from flows.check_people import PersonLine, roll_people
from flows.find_check import is_responsible_for, require_check
from flows.missing_contacts import KnownState
from flows.who import Who, require_manager, require_manager_of
from flows.work import Work
from storage.queries import check_counts, contact_lists
from storage.queries import status_list as queries
from storage.queries.status_list import WantedStandings

PAGE_AT_MOST = 500
_TEXT_AT_MOST = 200
#: Lines of a file: what is asked of the whole check for each piece is asked less often.
_READ_TOGETHER = 3_000


class Only(StrEnum):
    """Which people. `opened`: silent, and the answer page was shown to them; `unopened`: silent, and it was not."""

    HELP = "help"
    INJURED = "injured"
    SILENT = "silent"
    UNOPENED = "unopened"
    OPENED = "opened"
    UNREACHABLE = "unreachable"
    AWAY = "away"
    SAFE = "safe"


@dataclass(frozen=True, slots=True)
class StatusFilter:
    """What is empty or None does not narrow the list."""

    check_id: int
    only: Only | None = None
    #: This unit and all below.
    unit_id: int | None = None
    #: Of the unit, only those who are in none below it.
    directly: bool = False
    #: A part of a name, its reading or an employee number.
    text: str = ""
    #: `StatusPage.next` of the page before; empty for the first. What cannot be read means the first as well.
    after: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class StatusLine:
    """`spoken_for_by`: who answered for them, where their newest answer is not their own. Contacts in their order."""

    person: PersonLine
    spoken_for_by: str
    contacts: tuple[KnownState, ...]

    @property
    def stopped(self) -> int:
        """Contacts their owner has stopped: 配信停止中."""
        return sum(contact.state is ContactState.SUPPRESSED for contact in self.contacts)

    @property
    def failing(self) -> int:
        """Contacts that do not work for another reason."""
        return sum(contact.state not in WORKING_STATES for contact in self.contacts) - self.stopped


@dataclass(frozen=True, slots=True)
class StatusPage:
    """`counts`: of everybody the unit and the text leave, whatever `only` says. Guests are on the board alone."""

    check_id: int
    kind: CheckKind
    title: str
    state: CheckState
    lines: tuple[StatusLine, ...]
    counts: dict[Only, int]
    #: Empty on the last page.
    next: str
    #: Whether the actor may remind the silent of the whole check, not of their own units alone.
    is_responsible: bool
    #: When it was read.
    as_of: datetime


def status_list(work: Work, wanted: StatusFilter) -> StatusPage:
    """Lane READ. Worst first. A unit manager's own people only. No addresses.

    RefusedError, NotFoundError(no_check).
    """
    who = require_manager(work)
    check = require_check(work, wanted.check_id)
    in_storage = _wanted(who, wanted)
    limit = max(1, min(wanted.limit, PAGE_AT_MOST))
    found = queries.page(work.connection, in_storage, _key(wanted.after), limit + 1)
    following = f"{found[limit - 1][0]}.{found[limit - 1][1]}" if found[limit:] else ""
    return StatusPage(
        check_id=check.id,
        kind=CheckKind(check.kind),
        title=check.title,
        state=CheckState(check.state),
        lines=_lines(work, check.id, [person_id for _, person_id in found[:limit]]),
        counts=_counts(work, _wanted(who, replace(wanted, only=None))),
        next=following,
        is_responsible=is_responsible_for(work, who, check),
        as_of=work.now,
    )


def note_status_exported(work: Work, check_id: int) -> None:
    """Before names and words are handed out as a file. RefusedError, NotFoundError(no_check)."""
    require_manager(work)
    require_check(work, check_id)
    note(work, "status_exported", check_id=check_id)


def every_status(work: Work, wanted: StatusFilter) -> Iterator[StatusLine]:
    """As `status_list`, every page, for files: to be read inside the unit of work."""
    who = require_manager(work)
    require_check(work, wanted.check_id)
    person_ids = queries.every_person(work.connection, _wanted(who, wanted))
    while some := list(islice(person_ids, _READ_TOGETHER)):
        yield from _lines(work, wanted.check_id, some)


@dataclass(frozen=True, slots=True)
class PersonInCheck:
    check_id: int
    title: str
    is_active: bool
    line: StatusLine


def person_in_check(work: Work, check_id: int, person_id: int) -> PersonInCheck | None:
    """Lane READ. None: not on the roll. RefusedError, NotFoundError(no_check)."""
    require_manager_of(work, person_id)
    check = require_check(work, check_id)
    if not check_counts.is_on_roll(work.connection, check_id, person_id):
        return None
    [line] = _lines(work, check_id, [person_id])
    return PersonInCheck(check.id, check.title, check.state == CheckState.ACTIVE, line)


def _wanted(who: Who, wanted: StatusFilter) -> WantedStandings:
    match wanted.only:
        case None:
            standings = tuple(Standing)
        case Only.UNOPENED | Only.OPENED | Only.UNREACHABLE:
            standings = (Standing.SILENT,)
        case only:
            standings = (Standing(only),)
    return WantedStandings(
        check_id=wanted.check_id,
        below_units=None if who.may_everything else who.managed_unit_ids,
        standings=standings,
        opened={Only.OPENED: True, Only.UNOPENED: False}.get(wanted.only) if wanted.only else None,
        unreachable=wanted.only is Only.UNREACHABLE,
        unit_id=wanted.unit_id,
        directly=wanted.directly,
        text=unicodedata.normalize("NFKC", wanted.text[:_TEXT_AT_MOST]).strip(),
    )


def _counts(work: Work, wanted: WantedStandings) -> dict[Only, int]:
    counted = queries.counts(work.connection, wanted)
    opened = queries.count_opened(work.connection, wanted)
    return {
        Only.UNOPENED: counted.get(Standing.SILENT, 0) - opened,
        Only.OPENED: opened,
        Only.UNREACHABLE: queries.count_unreachable(work.connection, wanted),
        **{Only(standing): counted.get(standing, 0) for standing in Standing},
    }


def _lines(work: Work, check_id: int, person_ids: Sequence[int]) -> tuple[StatusLine, ...]:
    states = contact_lists.states_of(work.connection, person_ids)
    speakers = queries.answered_for(work.connection, check_id, person_ids)
    people = roll_people(work.connection, check_id, person_ids)
    return tuple(
        StatusLine(
            person=person,
            spoken_for_by=speakers.get(person_id, "") if person.by not in (None, By.SELF) else "",
            contacts=tuple(
                KnownState(ChannelKind(channel), ContactState(state), reason)
                for channel, state, reason in states.get(person_id, ())
            ),
        )
        for person_id, person in zip(person_ids, people, strict=True)
    )


def _key(cursor: str) -> tuple[Standing, int] | None:
    standing, _, person_id = cursor.partition(".")
    is_ours = standing in list(Standing) and person_id.isascii() and person_id.isdecimal() and len(person_id) <= 18
    return (Standing(standing), int(person_id)) if is_ours else None
