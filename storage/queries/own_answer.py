"""A person's own answer: what they said in one check, and what they add to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from bot.vocabulary import By, CheckState, ContactState, Standing
from storage.models import answers, checks, contacts, guests, help_cases, people, roll
from storage.queries.checks import meant_first
from storage.types import EPOCH, Id, Instant
from storage.upsert import Upsert

#: Put together once: everybody opens their page in the same minute, and that takes longer than to run it.
_CHECK, _PERSON = bindparam("of_check", type_=Id), bindparam("of_person", type_=Id)
#: Only of somebody who is not on the roll: there may be hundreds of guests to look through.
_GUEST_ID = case(
    (
        roll.c.person_id.is_(None),
        select(func.min(guests.c.id))
        .where(guests.c.check_id == _CHECK, guests.c.person_id == _PERSON)
        .scalar_subquery(),
    )
)
_PAGE = (
    select(
        checks.c.kind,
        checks.c.title,
        checks.c.message,
        checks.c.level,
        checks.c.action,
        checks.c.state,
        checks.c.started_at,
        checks.c.round,
        people.c.name,
        people.c.locale,
        func.coalesce(roll.c.standing, guests.c.standing, Standing.SILENT).label("standing"),
        func.coalesce(roll.c.said, guests.c.said, "").label("said"),
        func.coalesce(roll.c.said_at, guests.c.said_at).label("said_at"),
        func.coalesce(roll.c.comment, guests.c.comment, "").label("comment"),
        func.coalesce(roll.c.can_work, "").label("can_work"),
        func.coalesce(roll.c.place, "").label("place"),
        exists()
        .where(contacts.c.person_id == _PERSON, contacts.c.state == ContactState.SUPPRESSED)
        .label("has_stopped"),
    )
    .select_from(checks)
    .join(people, people.c.id == _PERSON)
    .outerjoin(roll, and_(roll.c.check_id == checks.c.id, roll.c.person_id == people.c.id))
    .outerjoin(guests, guests.c.id == _GUEST_ID)
    .where(checks.c.id == _CHECK, checks.c.data_deleted_at.is_(None))
)
_OPENED = (
    update(roll)
    .where(roll.c.check_id == _CHECK, roll.c.person_id == _PERSON, roll.c.opened_at.is_(None))
    .values(opened_at=bindparam("moment", type_=Instant()))
)


def page(connection: Connection, check_id: int, person_id: int) -> Row[*tuple[Any, ...]] | None:
    """The check, the person and what they said, on the roll or as a guest; None where either, or its data, is gone."""
    return connection.execute(_PAGE, {"of_check": check_id, "of_person": person_id}).first()


def open_case(connection: Connection, check_id: int, person_id: int) -> Row[*tuple[Any, ...]] | None:
    """(case_id, taker) of the person, on the roll or as a guest; `taker` is a name, None where nobody has taken it."""
    of_guest = and_(help_cases.c.guest_id == guests.c.id, guests.c.person_id == person_id)
    return connection.execute(
        select(help_cases.c.id.label("case_id"), people.c.name.label("taker"))
        .outerjoin(guests, of_guest)
        .outerjoin(people, people.c.id == help_cases.c.taken_by)
        .where(
            help_cases.c.check_id == check_id,
            help_cases.c.closed_at.is_(None),
            or_(help_cases.c.person_id == person_id, guests.c.id.is_not(None)),
        )
    ).first()


def opened(connection: Connection, pages: Iterable[tuple[int, int, datetime]]) -> None:
    """(check_id, person_id, when); the first time counts. Always in the same order: rows are locked one by one."""
    rows = [{"of_check": check, "of_person": person, "moment": moment} for check, person, moment in sorted(pages)]
    connection.execute(_OPENED, rows)


def check_for(connection: Connection, check_id: int | None, person_id: int | None) -> Row[*tuple[Any, ...]] | None:
    """That check, whatever has become of it; without a number an active one (`checks.meant_first`)."""
    read = select(checks.c.id, checks.c.kind, checks.c.title, checks.c.message, checks.c.round)
    if check_id is not None:
        return connection.execute(read.where(checks.c.id == check_id)).first()
    is_asked = exists().where(roll.c.check_id == checks.c.id, roll.c.person_id == person_id)
    return connection.execute(
        read.where(checks.c.state == CheckState.ACTIVE).order_by(*meant_first(is_asked)).limit(1)
    ).first()


def said_by(
    connection: Connection, check_id: int, person_id: int | None, channel: str, address: str
) -> Row[*tuple[Any, ...]] | None:
    """(said, said_at, comment, can_work, place): on the roll, else as a guest. None: nothing yet."""
    if person_id is not None:
        on_roll = select(roll.c.said, roll.c.said_at, roll.c.comment, roll.c.can_work, roll.c.place).where(
            roll.c.check_id == check_id, roll.c.person_id == person_id
        )
        found = connection.execute(on_roll).first()
        if found is not None:
            return found
    kept_for_nobody = (literal("").label("can_work"), literal("").label("place"))
    as_guest = select(guests.c.said, guests.c.said_at, guests.c.comment, *kept_for_nobody)
    return connection.execute(as_guest.where(_guest(check_id, person_id, channel, address)).limit(1)).first()


@dataclass(frozen=True, slots=True)
class Details:
    """What is added to an answer; None leaves it as it is. `given_at` is the platform's own time."""

    check_id: int
    round: int
    given_at: datetime
    received_at: datetime
    via: str
    late: bool
    comment: str | None
    can_work: str | None
    place: str | None


def add_to_roll(connection: Connection, person_id: int, details: Details) -> Row[*tuple[Any, ...]] | None:
    """(comment, can_work, place) as they stand now; None: not on the roll. Something newer said before is kept."""
    changes: dict[str, Any] = {}
    if details.comment is not None:
        is_newest = or_(roll.c.comment_at.is_(None), roll.c.comment_at <= details.given_at)
        changes["comment"] = case((is_newest, details.comment), else_=roll.c.comment)
        changes["comment_at"] = case((is_newest, literal(details.given_at, Instant())), else_=roll.c.comment_at)
    for name in ("can_work", "place"):
        value = getattr(details, name)
        if value is not None:
            newer = exists().where(
                answers.c.check_id == details.check_id,
                answers.c.person_id == person_id,
                answers.c[name] != "",
                answers.c.given_at > details.given_at,
            )
            changes[name] = case((newer, roll.c[name]), else_=literal(value, Text()))
    whose = and_(roll.c.check_id == details.check_id, roll.c.person_id == person_id)
    shown = (roll.c.comment, roll.c.can_work, roll.c.place)
    if not changes:
        return connection.execute(select(*shown).where(whose)).first()
    return connection.execute(update(roll).where(whose).values(**changes).returning(*shown)).first()


_NEW_GUEST = Upsert(guests, lambda start: start.on_conflict_do_nothing())


def add_to_guest(
    connection: Connection, person_id: int | None, channel: str, address: str, name: str, details: Details
) -> int:
    """The guest's id. Somebody who has not answered yet is kept as `silent`, for their words' sake."""
    whose = _guest(details.check_id, person_id, channel, address)
    read = select(guests.c.id).where(whose).order_by(guests.c.id).limit(1)
    guest_id: int | None = connection.execute(read).scalar()
    if guest_id is None:
        row = {
            "check_id": details.check_id,
            "channel": channel,
            "address": address,
            "name": name,
            "person_id": person_id,
            "standing": Standing.SILENT,
            "said": "",
            # Older than any answer: a press still on its way counts.
            "said_at": EPOCH,
        }
        connection.execute(_NEW_GUEST.on(connection), row)
        guest_id = connection.execute(read).scalar_one()
    if details.comment is not None:
        is_newest = or_(guests.c.comment_at.is_(None), guests.c.comment_at <= details.given_at)
        words = {"comment": details.comment, "comment_at": details.given_at}
        connection.execute(update(guests).where(guests.c.id == guest_id, is_newest).values(words))
    return guest_id


def append(connection: Connection, details: Details, person_id: int | None, guest_id: int | None) -> None:
    """An answer without a status: only details were given."""
    connection.execute(
        insert(answers).values(
            check_id=details.check_id,
            person_id=person_id,
            guest_id=guest_id,
            round=details.round,
            comment=details.comment or "",
            can_work=details.can_work or "",
            place=details.place or "",
            by=By.SELF,
            via=details.via,
            given_at=details.given_at,
            received_at=details.received_at,
            late=details.late,
        )
    )


def _guest(check_id: int, person_id: int | None, channel: str, address: str) -> ColumnElement[bool]:
    account = and_(guests.c.channel == channel, guests.c.address == address)
    whose = account if person_id is None else or_(guests.c.person_id == person_id, account)
    return and_(guests.c.check_id == check_id, whose)
