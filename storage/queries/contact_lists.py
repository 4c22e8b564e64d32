"""Contacts of many people as managers look through them, and the people who have none that works."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, exists, func, literal, or_, select, tuple_

from bot.vocabulary import SENDING_CHANNELS, WORKING_STATES, ChannelKind
from storage.models import contacts, people
from storage.position import position_of
from storage.queries.check_names import is_below

#: The blanks people put between family name and given name.
_BLANKS = (" ", "\u3000")
_LETTERS_LOOKED_AT = 3
#: Rows of a long list that are in memory at a time.
_AT_ONCE = 1_000


class ContactKey(NamedTuple):
    """The order of the list: by employee number, each person's contacts in their own order."""

    employee_no: str
    position: int
    contact_id: int


@dataclass(frozen=True, slots=True)
class WantedContacts:
    """`below_units` None: of everybody. `text` is looked for in name, kana, employee number and address."""

    below_units: tuple[int, ...] | None
    states: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    text: str = ""
    #: Only of people whom no contact reaches through these channels.
    unreached_by: frozenset[ChannelKind] | None = None
    #: Only those asked to be proven before that moment, and not proven since.
    unanswered_before: datetime | None = None


def count_contacts(connection: Connection, wanted: WantedContacts) -> int:
    counted = select(func.count()).select_from(contacts.join(people)).where(*_conditions(wanted))
    return connection.execute(counted).scalar_one()


def page_of_contacts(
    connection: Connection, wanted: WantedContacts, after: ContactKey | None, limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """In the order of `ContactKey`."""
    key = tuple_(people.c.employee_no, contacts.c.position, contacts.c.id)
    read = _contacts(wanted).limit(limit)
    if after is not None:
        read = read.where(key > tuple_(literal(after.employee_no), literal(after.position), literal(after.contact_id)))
    return connection.execute(read).all()


def every_contact(connection: Connection, wanted: WantedContacts) -> Iterator[Row[*tuple[Any, ...]]]:
    """All of them, a thousand in memory at a time. The connection belongs to it until its end."""
    yield from connection.execute(_contacts(wanted), execution_options={"yield_per": _AT_ONCE})


def _contacts(wanted: WantedContacts) -> Select[Any]:
    return (
        select(contacts, people.c.employee_no, people.c.name)
        .join(people, people.c.id == contacts.c.person_id)
        .where(*_conditions(wanted))
        .order_by(people.c.employee_no, contacts.c.position, contacts.c.id)
    )


def _conditions(wanted: WantedContacts) -> list[ColumnElement[bool]]:
    conditions = _responsible_for(wanted.below_units)
    if wanted.states:
        conditions.append(contacts.c.state.in_(wanted.states))
    if wanted.channels:
        conditions.append(contacts.c.channel.in_(wanted.channels))
    if wanted.text:
        # People are looked through once, not once for each of their contacts.
        named = select(people.c.id).where(is_named(wanted.text))
        conditions.append(or_(contacts.c.person_id.in_(named), _holds(contacts.c.address, wanted.text)))
    if wanted.unreached_by is not None:
        conditions.append(~_is_reached(wanted.unreached_by))
    if wanted.unanswered_before is not None:
        asked_at, confirmed_at = contacts.c.proof_asked_at, contacts.c.confirmed_at
        conditions += [asked_at <= wanted.unanswered_before, contacts.c.state.in_(WORKING_STATES)]
        conditions.append(confirmed_at.is_(None) | (confirmed_at < asked_at))
    return conditions


def is_named(text: str) -> ColumnElement[bool]:
    """In a person's name, with or without blanks, its reading, or the employee number."""
    together = _without_blanks(people.c.name)
    closed_up = text
    for blank in _BLANKS:
        closed_up = closed_up.replace(blank, "")
    return and_(
        *_may_be_named(closed_up),
        or_(
            _holds(together, closed_up),
            _holds(_without_blanks(people.c.kana), closed_up),
            _holds(people.c.employee_no, text),
        ),
    )


def _may_be_named(text: str) -> Iterator[ColumnElement[bool]]:
    """Somewhere each of the first letters occurs: most people are passed over by that, in a tenth of the time."""
    for letter in dict.fromkeys(text[:_LETTERS_LOOKED_AT]):
        ways = {letter, letter.lower(), letter.upper()}
        # What has no two cases, and the plain alphabet: others (İ, ß) change their length.
        if letter.isascii() or len(ways) == 1:
            columns = (people.c.name, people.c.kana, people.c.employee_no)
            yield or_(*(position_of(column, way) > 0 for column in columns for way in sorted(ways)))


def _without_blanks(column: ColumnElement[str]) -> ColumnElement[str]:
    for blank in _BLANKS:
        column = func.replace(column, blank, "")
    return column


def _holds(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    return position_of(func.lower(column), text.lower()) > 0


def _is_reached(channels: Iterable[ChannelKind]) -> ColumnElement[bool]:
    its = contacts.alias("reaching")
    return exists(
        select(its.c.id)
        .where(its.c.person_id == people.c.id, its.c.channel.in_(sorted(channels)), its.c.state.in_(WORKING_STATES))
        .correlate(people)
    )


def _has_any() -> ColumnElement[bool]:
    its = contacts.alias("registered")
    return exists(
        select(its.c.id).where(its.c.person_id == people.c.id, its.c.channel.in_(SENDING_CHANNELS)).correlate(people)
    )


def _responsible_for(below_units: tuple[int, ...] | None) -> list[ColumnElement[bool]]:
    """Active people, of these units and below (None: all)."""
    return [people.c.active] if below_units is None else [people.c.active, is_below(people.c.id, below_units)]


def is_unreached(
    below_units: tuple[int, ...] | None, channels: Iterable[ChannelKind]
) -> tuple[ColumnElement[bool], ...]:
    """Active people of these units and below (None: all) whom no contact reaches."""
    return (*_responsible_for(below_units), ~_is_reached(channels))


def count_reached(
    connection: Connection, below_units: tuple[int, ...] | None, channels: Iterable[ChannelKind]
) -> tuple[int, int, int]:
    """Active people, those among them no contact reaches, and those of these who have given none to send to."""
    missing = ~_is_reached(channels)
    sums = select(
        func.count(),
        func.coalesce(func.sum(case((missing, 1), else_=0)), 0),
        func.coalesce(func.sum(case((and_(missing, ~_has_any()), 1), else_=0)), 0),
    ).select_from(people)
    counted = connection.execute(sums.where(*_responsible_for(below_units))).one()
    return int(counted[0]), int(counted[1]), int(counted[2])


def page_of_missing(
    connection: Connection,
    below_units: tuple[int, ...] | None,
    channels: Iterable[ChannelKind],
    after: str,
    limit: int,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Active people no contact reaches, by employee number."""
    read = select(people.c.id, people.c.employee_no, people.c.name, people.c.kana, people.c.email, people.c.locale)
    read = read.where(*_responsible_for(below_units), ~_is_reached(channels))
    if after:
        read = read.where(people.c.employee_no > after)
    return connection.execute(read.order_by(people.c.employee_no).limit(limit)).all()


def states_of(
    connection: Connection, person_ids: Collection[int]
) -> dict[int, tuple[tuple[ChannelKind, str, str], ...]]:
    """(channel, state, reason) of each contact of these people, in their own order."""
    read = (
        select(contacts.c.person_id, contacts.c.channel, contacts.c.state, contacts.c.state_reason)
        .where(contacts.c.person_id.in_(person_ids))
        .order_by(contacts.c.person_id, contacts.c.position, contacts.c.id)
    )
    found: dict[int, tuple[tuple[ChannelKind, str, str], ...]] = {}
    for person_id, channel, state, reason in connection.execute(read):
        found[person_id] = (*found.get(person_id, ()), (ChannelKind(channel), state, reason))
    return found


@dataclass(frozen=True, slots=True)
class WantedPeople:
    """`text` as in `WantedContacts`, but in no address. Both lists of units mean these units and all below."""

    below_units: tuple[int, ...] | None
    text: str = ""
    in_units: tuple[int, ...] | None = None
    #: False: those who have left the company.
    active: bool = True
    #: The one with exactly this number.
    employee_no: str = ""


def page_of_people(
    connection: Connection, wanted: WantedPeople, after: str, limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """By employee number."""
    read = select(
        people.c.id, people.c.employee_no, people.c.name, people.c.role, people.c.leave_from, people.c.leave_until
    ).where(people.c.active if wanted.active else ~people.c.active)
    for unit_ids in (wanted.below_units, wanted.in_units):
        if unit_ids is not None:
            read = read.where(is_below(people.c.id, unit_ids))
    if wanted.text:
        read = read.where(is_named(wanted.text))
    if wanted.employee_no:
        read = read.where(people.c.employee_no == wanted.employee_no)
    if after:
        read = read.where(people.c.employee_no > after)
    return connection.execute(read.order_by(people.c.employee_no).limit(limit)).all()
