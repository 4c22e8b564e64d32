"""Help cases: read, taken, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    and_,
    case,
    func,
    select,
    update,
)

from bot.vocabulary import (
    ChannelKind,
    CheckKind,
    ContactState,
    Standing,
)
from storage.models import (
    answers,
    checks,
    contacts,
    guests,
    help_cases,
    memberships,
    people,
    roll,
    unit_closure,
    units,
)

_TAKER = people.alias("taker")
_CLOSER = people.alias("closer")
_SUBJECT = people.alias("subject")

#: The person a case is about: on the roll, or a guest whom the company knows.
_SUBJECT_ID: ColumnElement[int] = func.coalesce(help_cases.c.person_id, guests.c.person_id)

#: Where a guest last said that they are: of people on the roll their own row tells it.
_GUEST_PLACE = (
    select(answers.c.place)
    .where(
        answers.c.check_id == help_cases.c.check_id,
        answers.c.guest_id == help_cases.c.guest_id,
        answers.c.place != "",
    )
    .order_by(answers.c.given_at.desc(), answers.c.id.desc())
    .limit(1)
    .scalar_subquery()
)

_CASE = (
    select(
        help_cases,
        checks.c.title.label("check_title"),
        checks.c.kind.label("check_kind"),
        _SUBJECT_ID.label("subject_id"),
        func.coalesce(_SUBJECT.c.name, guests.c.name).label("subject_name"),
        _SUBJECT.c.locale.label("subject_locale"),
        guests.c.channel.label("guest_channel"),
        guests.c.address.label("guest_address"),
        func.coalesce(roll.c.comment, guests.c.comment).label("comment"),
        func.coalesce(roll.c.place, _GUEST_PLACE, "").label("place"),
        _TAKER.c.name.label("taker_name"),
        _CLOSER.c.name.label("closer_name"),
    )
    .join(checks, checks.c.id == help_cases.c.check_id)
    .outerjoin(guests, guests.c.id == help_cases.c.guest_id)
    .outerjoin(_SUBJECT, _SUBJECT.c.id == _SUBJECT_ID)
    .outerjoin(roll, and_(roll.c.check_id == help_cases.c.check_id, roll.c.person_id == help_cases.c.person_id))
    .outerjoin(_TAKER, _TAKER.c.id == help_cases.c.taken_by)
    .outerjoin(_CLOSER, _CLOSER.c.id == help_cases.c.closed_by)
)

_REAL_FIRST = case((checks.c.kind == CheckKind.REAL, 0), else_=1)
_NEWEST_TAKEN = (help_cases.c.taken_at.desc(), help_cases.c.id.desc())


def case_by_id(connection: Connection, help_case_id: int) -> Row[*tuple[Any, ...]] | None:
    """The case with its check, its person or guest, and the names of whoever took and closed it."""
    return connection.execute(_CASE.where(help_cases.c.id == help_case_id)).first()


def oldest_unclaimed(connection: Connection, below_units: tuple[int, ...] | None) -> int | None:
    """The first of `unclaimed`."""
    return next(iter(unclaimed(connection, below_units, 1)), None)


def unclaimed(connection: Connection, below_units: tuple[int, ...] | None, limit: int) -> Sequence[int]:
    """Open cases nobody has taken, for longest first, among the people of these units and below (None: anybody).

    Those of a real check come before those of a drill.
    """
    found = (
        select(help_cases.c.id)
        .join(checks, checks.c.id == help_cases.c.check_id)
        .outerjoin(guests, guests.c.id == help_cases.c.guest_id)
        .where(help_cases.c.closed_at.is_(None), help_cases.c.taken_at.is_(None))
        .order_by(_REAL_FIRST, help_cases.c.opened_at, help_cases.c.id)
        .limit(limit)
    )
    if below_units is not None:
        members = (
            select(memberships.c.person_id)
            .join(unit_closure, unit_closure.c.descendant_id == memberships.c.unit_id)
            .where(unit_closure.c.ancestor_id.in_(below_units))
        )
        found = found.where(_SUBJECT_ID.in_(members))
    return connection.execute(found).scalars().all()


def newest_taken_by(connection: Connection, person_id: int | None) -> int | None:
    """The case this manager took last, whatever has become of it."""
    taken = select(help_cases.c.id).where(help_cases.c.taken_by == person_id)
    return connection.execute(taken.order_by(*_NEWEST_TAKEN).limit(1)).scalar()


def taken_and_open(connection: Connection, person_id: int | None) -> int | None:
    """The case this manager took last of those still open; one of a real check before one of a drill."""
    taken = (
        select(help_cases.c.id)
        .join(checks, checks.c.id == help_cases.c.check_id)
        .where(help_cases.c.taken_by == person_id, help_cases.c.closed_at.is_(None))
    )
    return connection.execute(taken.order_by(_REAL_FIRST, *_NEWEST_TAKEN).limit(1)).scalar()


def newest_closed_by(connection: Connection, person_id: int | None) -> int | None:
    """The case this manager closed last."""
    closed = select(help_cases.c.id).where(help_cases.c.closed_by == person_id)
    newest_first = (help_cases.c.closed_at.desc(), help_cases.c.id.desc())
    return connection.execute(closed.order_by(*newest_first).limit(1)).scalar()


def newest_of_person(connection: Connection, person_id: int) -> int | None:
    """The person's open case, else the one closed last; as a guest too."""
    return _newest(connection, _SUBJECT_ID.in_((person_id,)))


def newest_of_account(connection: Connection, channel: str, address: str) -> int | None:
    """As `newest_of_person`, for a guest nobody knows."""
    return _newest(connection, and_(guests.c.channel == channel, guests.c.address == address))


def take(connection: Connection, help_case_id: int, taker_id: int | None, now: datetime) -> bool:
    """Compare-and-set: False where somebody has it already, or it is closed."""
    taken = (
        update(help_cases)
        .where(help_cases.c.id == help_case_id, help_cases.c.taken_at.is_(None), help_cases.c.closed_at.is_(None))
        .values(taken_at=now, taken_by=taker_id)
    )
    return connection.execute(taken).rowcount == 1


def close(connection: Connection, help_case_id: int, closer_id: int | None, word: str, now: datetime) -> bool:
    """Compare-and-set: False where it is closed already."""
    closed = (
        update(help_cases)
        .where(help_cases.c.id == help_case_id, help_cases.c.closed_at.is_(None))
        .values(closed_at=now, closed_by=closer_id, closing_word=word)
    )
    return connection.execute(closed).rowcount == 1


def lock_standing(connection: Connection, case_row: Row[*tuple[Any, ...]]) -> None:
    """The lock on the roll row comes first, as for an answer: else the two could wait for each other (PostgreSQL)."""
    whose: ColumnElement[bool]
    if case_row.guest_id is not None:
        table, whose = guests, guests.c.id == case_row.guest_id
    else:
        table, whose = roll, and_(roll.c.check_id == case_row.check_id, roll.c.person_id == case_row.person_id)
    connection.execute(select(table.c.standing).where(whose).with_for_update())


def stand_as_said(connection: Connection, case_row: Row[*tuple[Any, ...]]) -> None:
    """Without the case the person counts as what they last said; `help` has been seen to and leaves `injured`."""
    if case_row.guest_id is not None:
        connection.execute(update(guests).where(guests.c.id == case_row.guest_id).values(standing=_as_said(guests)))
        return
    connection.execute(
        update(roll)
        .where(roll.c.check_id == case_row.check_id, roll.c.person_id == case_row.person_id)
        .values(standing=_as_said(roll))
    )


def phones_of(connection: Connection, person_id: int) -> tuple[str, ...]:
    """Numbers to call, in the person's own order."""
    read = (
        select(contacts.c.address)
        .where(
            contacts.c.person_id == person_id,
            contacts.c.channel == ChannelKind.PHONE,
            contacts.c.state != ContactState.GONE,
        )
        .order_by(contacts.c.position, contacts.c.id)
    )
    return tuple(connection.execute(read).scalars())


def unit_paths_of(connection: Connection, person_id: int) -> tuple[str, ...]:
    read = (
        select(units.c.path)
        .join(memberships, memberships.c.unit_id == units.c.id)
        .where(memberships.c.person_id == person_id)
        .order_by(units.c.path)
    )
    return tuple(connection.execute(read).scalars())


def _as_said(table: Table) -> ColumnElement[str]:
    said = table.c.said
    return case((said == Standing.HELP, Standing.INJURED), (said == "", Standing.SILENT), else_=said)


def _newest(connection: Connection, whose: ColumnElement[bool]) -> int | None:
    found = (
        select(help_cases.c.id)
        .outerjoin(guests, guests.c.id == help_cases.c.guest_id)
        .where(whose)
        .order_by(help_cases.c.closed_at.is_not(None), help_cases.c.opened_at.desc(), help_cases.c.id.desc())
        .limit(1)
    )
    return connection.execute(found).scalar()
