"""Where everybody stands, computed anew from all that was said (invariant 3). Agrees with `storage.queries.answers`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, case, exists, func, select, update

from bot.vocabulary import By, Standing, Status
from storage.models import answers, guests, help_cases, roll
from storage.queries.answers import RANK

_RANK = case((answers.c.by == By.SELF, RANK[By.SELF]), (answers.c.by == By.PEER, RANK[By.PEER]), else_=RANK[By.PROXY])
#: The order in which answers count: by their own time, the person before others, then by arrival.
_NEWEST_FIRST = (answers.c.given_at.desc(), _RANK, answers.c.id.desc())
_NEWEST_WORDS_FIRST = (answers.c.given_at.desc(), answers.c.id.desc())


def lock_roll(connection: Connection, check_id: int) -> int:
    """Nobody's projection changes until this transaction ends; how many are on the roll."""
    rows = select(roll.c.person_id).where(roll.c.check_id == check_id).order_by(roll.c.person_id).with_for_update()
    return connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one()


def rebuild_roll(connection: Connection, check_id: int) -> None:
    """Two statements, whatever the number of people."""
    whose = and_(answers.c.check_id == roll.c.check_id, answers.c.person_id == roll.c.person_id)
    said = and_(whose, answers.c.status != "")
    connection.execute(
        update(roll)
        .where(roll.c.check_id == check_id)
        .values(
            said=func.coalesce(_first(roll, answers.c.status, said, _NEWEST_FIRST), ""),
            said_by=func.coalesce(_first(roll, answers.c.by, said, _NEWEST_FIRST), ""),
            said_via=func.coalesce(_first(roll, answers.c.via, said, _NEWEST_FIRST), ""),
            said_at=_first(roll, answers.c.given_at, said, _NEWEST_FIRST),
            first_answered_at=_first(roll, answers.c.given_at, said, (answers.c.given_at,)),
            comment=_newest_words(roll, whose, answers.c.comment),
            comment_at=_first(roll, answers.c.given_at, and_(whose, answers.c.comment != ""), _NEWEST_WORDS_FIRST),
            can_work=_newest_words(roll, whose, answers.c.can_work),
            place=_newest_words(roll, whose, answers.c.place),
        )
    )
    in_need = exists().where(
        help_cases.c.check_id == roll.c.check_id,
        help_cases.c.person_id == roll.c.person_id,
        help_cases.c.closed_at.is_(None),
    )
    connection.execute(update(roll).where(roll.c.check_id == check_id).values(standing=_standing(roll, in_need)))


def rebuild_guests(connection: Connection, check_id: int) -> None:
    """A guest stands here because of an answer: there is always one."""
    whose = answers.c.guest_id == guests.c.id
    said = and_(whose, answers.c.status != "")
    connection.execute(
        update(guests)
        .where(guests.c.check_id == check_id, exists().where(said))
        .values(
            said=_first(guests, answers.c.status, said, _NEWEST_FIRST),
            said_at=_first(guests, answers.c.given_at, said, _NEWEST_FIRST),
            comment=_newest_words(guests, whose, answers.c.comment),
            comment_at=_first(guests, answers.c.given_at, and_(whose, answers.c.comment != ""), _NEWEST_WORDS_FIRST),
        )
    )
    in_need = exists().where(help_cases.c.guest_id == guests.c.id, help_cases.c.closed_at.is_(None))
    connection.execute(update(guests).where(guests.c.check_id == check_id).values(standing=_standing(guests, in_need)))


def _first(
    table: Table, column: ColumnElement[Any], which: ColumnElement[bool], order: Sequence[ColumnElement[Any]]
) -> ColumnElement[Any]:
    return select(column).where(which).order_by(*order).limit(1).correlate(table).scalar_subquery()


def _newest_words(table: Table, whose: ColumnElement[bool], column: ColumnElement[str]) -> ColumnElement[str]:
    return func.coalesce(_first(table, column, and_(whose, column != ""), _NEWEST_WORDS_FIRST), "")


def _standing(table: Table, in_need: ColumnElement[bool]) -> ColumnElement[str]:
    """A closed case whose person said nothing since leaves `injured`."""
    said = table.c.said
    return case(
        (in_need, Standing.HELP), (said == Status.HELP, Standing.INJURED), (said == "", Standing.SILENT), else_=said
    )
