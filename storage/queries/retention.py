"""What retention deletes of a closed check: what was said in words, and where. Where people stand is kept, and counted.

The checks, their roll and what was sent stay. A check is done once none of its answers and replies is left, and answers
go last: whatever page a process dies after, the rest is found again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    cast,
    delete,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    update,
)

from storage.among import among
from storage.models import answers, checks, guests, help_cases, roll, unclear_replies

#: What a guest's address becomes, with the row's id: no account of any platform looks like it.
_DELETED = "deleted:"

#: The newest answer of all is kept, without its words: SQLite would give its id to the next one, and whoever looks for
#: answers younger than the last they saw would pass that over.
_NEWEST = select(func.max(answers.c.id)).scalar_subquery()

_SAYS_MORE = or_(roll.c.comment != "", roll.c.can_work != "", roll.c.place != "")
_IS_KNOWN = not_(guests.c.address.startswith(_DELETED, autoescape=True))
_HAS_WORD = help_cases.c.closing_word != ""
_MAY_GO = answers.c.id < _NEWEST

#: Open cases wait for a manager's word (invariant 3), and with them all that was said.
_IN_NEED = exists().where(help_cases.c.check_id == checks.c.id, help_cases.c.closed_at.is_(None))
_UNDONE = or_(
    checks.c.data_deleted_at.is_(None),
    exists().where(answers.c.check_id == checks.c.id, _MAY_GO),
    exists().where(unclear_replies.c.check_id == checks.c.id),
)


def due(connection: Connection, closed_before: datetime, limit: int | None = None) -> Sequence[int]:
    """Checks closed before that moment of which something is left, the oldest first."""
    read = select(checks.c.id).where(checks.c.closed_at < closed_before, not_(_IN_NEED), _UNDONE)
    return connection.execute(read.order_by(checks.c.closed_at, checks.c.id).limit(limit)).scalars().all()


def is_done(connection: Connection, check_id: int) -> bool:
    """Nothing is left of a check that was due."""
    return connection.execute(select(checks.c.id).where(checks.c.id == check_id, _UNDONE)).first() is None


def held(connection: Connection, closed_before: datetime) -> int:
    """How many of them wait because a call for help is open still."""
    read = select(func.count()).select_from(checks)
    return connection.execute(read.where(checks.c.closed_at < closed_before, _IN_NEED, _UNDONE)).scalar_one()


def begin(connection: Connection, check_id: int, now: datetime) -> None:
    """Before anything of it goes: nothing is computed from its answers any more."""
    begun = update(checks).where(checks.c.id == check_id, checks.c.data_deleted_at.is_(None))
    connection.execute(begun.values(data_deleted_at=now))


def count(connection: Connection, check_id: int) -> tuple[int, int, int, int, int]:
    """What of this check would go: words on the roll, guests, words of help cases, unclear replies, answers."""

    def number(which: ColumnElement[bool]) -> int:
        return connection.execute(select(func.count()).where(which)).scalar_one()

    return (
        number(and_(roll.c.check_id == check_id, _SAYS_MORE)),
        number(and_(guests.c.check_id == check_id, _IS_KNOWN)),
        number(and_(help_cases.c.check_id == check_id, _HAS_WORD)),
        number(unclear_replies.c.check_id == check_id),
        number(and_(answers.c.check_id == check_id, _MAY_GO)),
    )


def empty_roll(connection: Connection, check_id: int, at_most: int) -> int:
    """Comments, places and who can work of so many people at most. Of how many."""
    of_check = roll.c.check_id == check_id
    # In the order in which a group of answers takes its rows: two transactions never wait for each other.
    found = select(roll.c.person_id).where(of_check, _SAYS_MORE).order_by(roll.c.person_id).limit(at_most)
    person_ids = connection.execute(found.with_for_update()).scalars().all()
    emptied = update(roll).where(of_check, among(roll.c.person_id, person_ids))
    connection.execute(emptied.values(comment="", comment_at=None, can_work="", place=""))
    return len(person_ids)


def forget_guests(connection: Connection, check_id: int, at_most: int) -> int:
    """Who they were and what they wrote; that somebody stood there is still counted."""
    found = select(guests.c.id).where(guests.c.check_id == check_id, _IS_KNOWN).order_by(guests.c.id).limit(at_most)
    ids = connection.execute(found.with_for_update()).scalars().all()
    nobody = literal(_DELETED) + cast(guests.c.id, Text)
    forgotten = update(guests).where(among(guests.c.id, ids))
    connection.execute(forgotten.values(address=nobody, name="", person_id=None, comment="", comment_at=None))
    return len(ids)


def empty_help_cases(connection: Connection, check_id: int) -> int:
    """The words with which cases were closed: few in any check."""
    closed = update(help_cases).where(help_cases.c.check_id == check_id, _HAS_WORD)
    return connection.execute(closed.values(closing_word="")).rowcount


def delete_replies(connection: Connection, check_id: int, at_most: int) -> int:
    """Mails that said nothing certain, looked at by a manager or not: so many at most. How many went."""
    of_check = select(unclear_replies.c.id).where(unclear_replies.c.check_id == check_id)
    ids = connection.execute(of_check.order_by(unclear_replies.c.id).limit(at_most)).scalars().all()
    return connection.execute(delete(unclear_replies).where(among(unclear_replies.c.id, ids))).rowcount


def delete_answers(connection: Connection, check_id: int, at_most: int) -> int:
    """So many at most. How many went."""
    found = select(answers.c.id).where(answers.c.check_id == check_id, _MAY_GO).order_by(answers.c.id).limit(at_most)
    ids = connection.execute(found).scalars().all()
    return connection.execute(delete(answers).where(among(answers.c.id, ids))).rowcount


def empty_newest_answer(connection: Connection, check_id: int) -> None:
    """The one that is kept says where its person stands, as the roll does, and nothing more."""
    of_check = update(answers).where(answers.c.check_id == check_id, answers.c.id == _NEWEST)
    connection.execute(of_check.values(comment="", can_work="", place=""))
