"""Who cannot be asked: people without any contact that can be sent to, found before the day they are needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.vocabulary import ChannelKind, ContactState
from flows.audit import note
from flows.who import require_manager
from flows.work import Work
from storage.queries import check_names
from storage.queries import contact_lists as queries

PAGE_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class MissingFilter:
    #: `MissingPage.next` of the page before; empty for the first.
    after: str = ""
    limit: int = 100


@dataclass(frozen=True, slots=True)
class KnownState:
    """A contact that does not help: of a kind not sent to, switched off, or one that does not work."""

    channel: ChannelKind
    state: ContactState
    reason: str


@dataclass(frozen=True, slots=True)
class MissingPerson:
    person_id: int
    employee_no: str
    name: str
    units: tuple[str, ...]
    #: The profile address: urging mail goes there.
    email: str
    contacts: tuple[KnownState, ...]


@dataclass(frozen=True, slots=True)
class MissingPage:
    """By employee number. The counts are of all pages together."""

    people: tuple[MissingPerson, ...]
    #: Active people the actor is responsible for.
    everybody: int
    missing: int
    #: Of the missing, those who have given no contact that could be sent to at all.
    unregistered: int
    #: Empty on the last page.
    next: str


def missing_contacts(work: Work, wanted: MissingFilter) -> MissingPage:
    """Lane READ: looking through everybody must hold up no answer. A unit manager's own people only.

    Sent to: contacts that work, of the channels that are switched on. `note_missing_seen` comes before the page is
    shown. RefusedError(unknown_person, not_a_manager).
    """
    counts = count_missing(work)
    people, following = _page(work, wanted)
    return replace(counts, people=people, next=following)


def all_missing_people(work: Work) -> Iterator[MissingPerson]:
    """As `missing_contacts`, every page, for files: to be read inside the unit of work."""
    people, following = _page(work, MissingFilter(limit=PAGE_AT_MOST))
    yield from people
    while following:
        people, following = _page(work, MissingFilter(following, PAGE_AT_MOST))
        yield from people


def _page(work: Work, wanted: MissingFilter) -> tuple[tuple[MissingPerson, ...], str]:
    """The people, and what the next page begins after."""
    who = require_manager(work)
    below_units = None if who.may_everything else who.managed_unit_ids
    limit = max(1, min(wanted.limit, PAGE_AT_MOST))
    rows = queries.page_of_missing(work.connection, below_units, work.policy.channels, wanted.after, limit + 1)
    shown = rows[:limit]
    ids = [row.id for row in shown]
    units = check_names.unit_paths(work.connection, ids)
    states = queries.states_of(work.connection, ids)
    people = tuple(
        MissingPerson(
            person_id=row.id,
            employee_no=row.employee_no,
            name=row.name,
            units=units.get(row.id, ()),
            email=row.email,
            contacts=tuple(
                KnownState(channel, ContactState(state), reason) for channel, state, reason in states.get(row.id, ())
            ),
        )
        for row in shown
    )
    return people, shown[-1].employee_no if rows[limit:] else ""


def note_missing_seen(work: Work, page: MissingPage) -> None:
    """Whose contacts were looked at is in the audit log, one's own left out."""
    who = require_manager(work)
    if seen := sorted({person.person_id for person in page.people} - {who.person_id}):
        note(work, "missing_contacts_viewed", people=seen)


def note_missing_exported(work: Work, people: int) -> None:
    """Before so many are handed out. RefusedError(unknown_person, not_a_manager)."""
    require_manager(work)
    note(work, "missing_contacts_exported", people=people)


def count_missing(work: Work) -> MissingPage:
    """Lane READ. The counts alone: nobody's contacts are looked at. RefusedError(unknown_person, not_a_manager)."""
    who = require_manager(work)
    below_units = None if who.may_everything else who.managed_unit_ids
    return MissingPage((), *queries.count_reached(work.connection, below_units, work.policy.channels), next="")
