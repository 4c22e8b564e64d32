"""What was said is appended, where a person stands is projected (invariant 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    insert,
    or_,
    select,
    update,
)

from bot.vocabulary import By, Standing, Status, Via
from storage.models import answers, guests, help_cases, roll
from storage.types import Instant
from storage.upsert import AnyInsert, Upsert

#: At the same moment the lowest counts.
RANK = {By.SELF: 0, By.PEER: 1, By.PROXY: 2}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said about one person (or guest) in one check."""

    check_id: int
    status: Status
    given_at: datetime
    received_at: datetime
    via: Via
    round: int
    late: bool
    comment: str = ""
    by: By = By.SELF
    by_person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """What an answer brings to the person's row: bound values, or columns of many answers at once."""

    status: ColumnElement[str]
    by: ColumnElement[str]
    rank: ColumnElement[int]
    via: ColumnElement[str]
    given_at: ColumnElement[Any]


def said_anew(new: Brought) -> dict[str, ColumnElement[Any]]:
    """The columns of a roll row that follow from an answer, if it is the newest."""
    rank_kept = case(
        (roll.c.said_by == By.SELF, RANK[By.SELF]), (roll.c.said_by == By.PEER, RANK[By.PEER]), else_=RANK[By.PROXY]
    )
    is_newest = or_(
        roll.c.said_at.is_(None),
        roll.c.said_at < new.given_at,
        and_(roll.c.said_at == new.given_at, new.rank <= rank_kept),
    )
    is_first = or_(roll.c.first_answered_at.is_(None), roll.c.first_answered_at > new.given_at)
    # `help` stays until a manager closes the case, and comes back with any new cry, however late it arrives.
    is_help = or_(roll.c.standing == Standing.HELP, new.status == Status.HELP)
    return {
        "standing": case((is_help, Standing.HELP), (is_newest, new.status), else_=roll.c.standing),
        "said": case((is_newest, new.status), else_=roll.c.said),
        "said_by": case((is_newest, new.by), else_=roll.c.said_by),
        "said_via": case((is_newest, new.via), else_=roll.c.said_via),
        "said_at": case((is_newest, new.given_at), else_=roll.c.said_at),
        "first_answered_at": case((is_first, new.given_at), else_=roll.c.first_answered_at),
    }


_given_at = bindparam("new_given_at", type_=Instant())
_comment = bindparam("new_comment", type_=Text())
_BOUND = Brought(
    status=bindparam("new_status", type_=Text()),
    by=bindparam("new_by", type_=Text()),
    rank=bindparam("new_rank", type_=Integer()),
    via=bindparam("new_via", type_=Text()),
    given_at=_given_at,
)
_HAS_NEWEST_COMMENT = and_(_comment != "", or_(roll.c.comment_at.is_(None), roll.c.comment_at <= _given_at))

_PROJECT = (
    update(roll)
    .where(roll.c.check_id == bindparam("of_check"), roll.c.person_id == bindparam("of_person"))
    .values(
        **said_anew(_BOUND),
        comment=case((_HAS_NEWEST_COMMENT, _comment), else_=roll.c.comment),
        comment_at=case((_HAS_NEWEST_COMMENT, _given_at), else_=roll.c.comment_at),
    )
    .returning(roll.c.standing)
)
_STANDING = select(roll.c.standing).where(
    roll.c.check_id == bindparam("of_check"), roll.c.person_id == bindparam("of_person")
)

_APPEND = insert(answers).inline()


def keep(connection: Connection, person_id: int, said: Said) -> Standing | None:
    """Locks the person's roll row, lets it show what was said if that is the newest, appends the answer.

    Where they stand now; None, and nothing written: the person is not on the roll. The lock comes first, so that the
    ids of one person's answers stand in the order of arrival.
    """
    projection = {
        "of_check": said.check_id,
        "of_person": person_id,
        "new_status": str(said.status),
        "new_by": str(said.by),
        "new_rank": RANK[said.by],
        "new_via": str(said.via),
        "new_given_at": said.given_at,
        "new_comment": said.comment,
    }
    standing = connection.execute(_PROJECT, projection).scalar()
    if standing is None:
        return None
    connection.execute(_APPEND, _row(said, person_id))
    return Standing(standing)


def append_of_guest(connection: Connection, said: Said, guest_id: int, person_id: int | None) -> None:
    connection.execute(_APPEND, _row(said, person_id) | {"guest_id": guest_id})


def _row(said: Said, person_id: int | None) -> dict[str, object]:
    return {
        "check_id": said.check_id,
        "person_id": person_id,
        "round": said.round,
        "status": str(said.status),
        "comment": said.comment,
        "by": str(said.by),
        "by_person_id": said.by_person_id,
        "via": str(said.via),
        "given_at": said.given_at,
        "received_at": said.received_at,
        "late": said.late,
    }


def standing_on_roll(connection: Connection, check_id: int, person_id: int) -> Standing | None:
    standing = connection.execute(_STANDING, {"of_check": check_id, "of_person": person_id}).scalar()
    return None if standing is None else Standing(standing)


def _guest_upsert(start: AnyInsert) -> Executable:
    new = start.excluded
    is_newest = guests.c.said_at <= new.said_at
    has_newest_comment = and_(
        new.comment != "", or_(guests.c.comment_at.is_(None), guests.c.comment_at <= new.comment_at)
    )
    is_help = or_(guests.c.standing == Standing.HELP, new.said == Status.HELP)
    return start.on_conflict_do_update(
        index_elements=["check_id", "channel", "address"],
        set_={
            "standing": case((is_help, Standing.HELP), (is_newest, new.said), else_=guests.c.standing),
            "said": case((is_newest, new.said), else_=guests.c.said),
            "said_at": case((is_newest, new.said_at), else_=guests.c.said_at),
            "comment": case((has_newest_comment, new.comment), else_=guests.c.comment),
            "comment_at": case((has_newest_comment, new.comment_at), else_=guests.c.comment_at),
            "name": case((new.name != "", new.name), else_=guests.c.name),
            "person_id": new.person_id,
        },
    ).returning(guests.c.id, guests.c.standing)


_GUEST = Upsert(guests, _guest_upsert)
_GUEST_OF_PERSON = (
    select(guests.c.channel, guests.c.address)
    .where(guests.c.check_id == bindparam("of_check"), guests.c.person_id == bindparam("of_person"))
    .order_by(guests.c.id)
    .limit(1)
)


def keep_guest(
    connection: Connection, said: Said, channel: str, address: str, name: str, person_id: int | None
) -> tuple[int, Standing]:
    """The guest's id and where they stand. Somebody we know is one guest, whichever account they answer from."""
    if person_id is not None:
        wanted = {"of_check": said.check_id, "of_person": person_id}
        channel, address = connection.execute(_GUEST_OF_PERSON, wanted).first() or (channel, address)
    row = connection.execute(
        _GUEST.on(connection),
        {
            "check_id": said.check_id,
            "channel": channel,
            "address": address,
            "name": name,
            "person_id": person_id,
            "standing": str(said.status),
            "said": str(said.status),
            "said_at": said.given_at,
            "comment": said.comment,
            "comment_at": said.given_at if said.comment else None,
        },
    ).one()
    return row.id, Standing(row.standing)


_OPEN_CASE = Upsert(help_cases, lambda insert: insert.on_conflict_do_nothing().returning(help_cases.c.id))


def open_help_case(
    connection: Connection, check_id: int, person_id: int | None, guest_id: int | None, opened_at: datetime
) -> tuple[int, bool]:
    """The open case of this person or guest, and whether this opened it: one at a time."""
    row = {"check_id": check_id, "person_id": person_id, "guest_id": guest_id, "opened_at": opened_at}
    opened = connection.execute(_OPEN_CASE.on(connection), row).scalar()
    if opened is not None:
        return opened, True
    case_id = open_case_of(connection, check_id, person_id, guest_id)
    assert case_id is not None, "the unique index says that a case is open"
    return case_id, False


def open_case_of(connection: Connection, check_id: int, person_id: int | None, guest_id: int | None) -> int | None:
    whose = help_cases.c.guest_id == guest_id if person_id is None else help_cases.c.person_id == person_id
    return connection.execute(
        select(help_cases.c.id).where(help_cases.c.check_id == check_id, whose, help_cases.c.closed_at.is_(None))
    ).scalar()
