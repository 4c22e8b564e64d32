"""A check in numbers: each a single query, however many people were asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Row,
    and_,
    distinct,
    func,
    not_,
    or_,
    select,
    union,
)

from bot.vocabulary import WORKING_STATES, CheckState, ContactState, MessageKind, MessageState, Standing
from storage.models import checks, guests, help_cases, memberships, messages, people, roll, unit_closure, units

#: Messages that ask the person; the others tell managers something or edit what was said.
ASKING = (MessageKind.PROMPT, MessageKind.REMINDER)
#: Not something sent to anybody anew: what an earlier message is edited into.
_EDITS = (MessageKind.PROMPT_ANSWERED, MessageKind.HELP_EDITED)
_OF_THE_CONTACT = tuple(state for state in ContactState if state not in WORKING_STATES)
#: The message may still reach its receiver, or has.
_HOPEFUL = tuple(state for state in MessageState if state not in (MessageState.FAILED, MessageState.SKIPPED))

_CHECK = select(checks, people.c.name.label("starter")).outerjoin(people, people.c.id == checks.c.started_by)
_NEWEST_FIRST = (func.coalesce(checks.c.started_at, checks.c.created_at).desc(), checks.c.id.desc())


def check_by_id(connection: Connection, check_id: int) -> Row[*tuple[Any, ...]] | None:
    """The check with its starter's name."""
    return connection.execute(_CHECK.where(checks.c.id == check_id)).first()


def newest_check(connection: Connection) -> Row[*tuple[Any, ...]] | None:
    """The newest of all that have been started and are shown as current, with its starter's name."""
    shown = _CHECK.where(checks.c.started_at.is_not(None), checks.c.cleared_at.is_(None))
    return connection.execute(shown.order_by(*_NEWEST_FIRST).limit(1)).first()


def newest_checks(
    connection: Connection, limit: int, offset: int = 0, current: bool = False
) -> Sequence[Row[*tuple[Any, ...]]]:
    """`current`: not those that were cleared or cancelled."""
    listed = select(
        *(checks.c.id, checks.c.kind, checks.c.title, checks.c.state, checks.c.started_at, checks.c.closed_at),
        *(checks.c.starts_at, checks.c.cleared_at, checks.c.cancel_reason, checks.c.started_by, checks.c.whole_company),
    )
    if current:
        # One that was cleared and is opened again is as current as any.
        is_shown = or_(checks.c.cleared_at.is_(None), checks.c.state == CheckState.ACTIVE)
        listed = listed.where(is_shown, checks.c.state != CheckState.CANCELLED)
    return connection.execute(listed.order_by(*_NEWEST_FIRST).limit(limit).offset(offset)).all()


def standings(connection: Connection, check_id: int) -> dict[str, int]:
    """How many of the roll stand where; standings nobody has are missing."""
    counted = select(roll.c.standing, func.count()).where(roll.c.check_id == check_id).group_by(roll.c.standing)
    return dict(connection.execute(counted).all())


def is_on_roll(connection: Connection, check_id: int, person_id: int) -> bool:
    asked = select(roll.c.person_id).where(roll.c.check_id == check_id, roll.c.person_id == person_id)
    return connection.execute(asked).first() is not None


def guest_count(connection: Connection, check_id: int) -> int:
    """People not on the roll who gave an answer; somebody who only wrote words has not answered yet."""
    counted = select(func.count()).select_from(guests).where(guests.c.check_id == check_id, guests.c.said != "")
    return connection.execute(counted).scalar_one()


def unclaimed_help_count(connection: Connection, check_id: int) -> int:
    """Open help cases nobody has taken."""
    counted = (
        select(func.count())
        .select_from(help_cases)
        .where(help_cases.c.check_id == check_id, help_cases.c.closed_at.is_(None), help_cases.c.taken_at.is_(None))
    )
    return connection.execute(counted).scalar_one()


def message_states(connection: Connection, check_id: int) -> dict[str, int]:
    """How many messages of the check are in which state; edits of earlier ones are not counted."""
    counted = (
        select(messages.c.state, func.count())
        .where(messages.c.check_id == check_id, messages.c.kind.not_in(_EDITS))
        .group_by(messages.c.state)
    )
    return dict(connection.execute(counted).all())


def unreachable_people(check_id: int) -> CompoundSelect[int]:
    """Silent people whom nothing reaches (invariant 12): no working contact, or every try at asking them has failed.

    Somebody who has answered, or was answered for, is accounted for and not looked for here. Of the whole check: for
    few people `is_unreachable` costs less.
    """
    silent = (roll.c.check_id == check_id, roll.c.standing == Standing.SILENT)
    without_contact = select(roll.c.person_id).where(*silent, not_(roll.c.reachable))
    asked_in_vain = select(messages.c.person_id).where(_in_vain(check_id))
    not_reached = (roll.c.person_id.in_(asked_in_vain), not_(_is_asked_hopefully(check_id)))
    return union(without_contact, select(roll.c.person_id).where(*silent, *not_reached))


def is_unreachable(check_id: int) -> ColumnElement[bool]:
    """As `unreachable_people`, of one row of the roll: what it costs does not grow with the check."""
    theirs = select(messages.c.id).where(messages.c.person_id == roll.c.person_id, _in_vain(check_id))
    is_asked_in_vain = theirs.correlate(roll).exists()
    return and_(
        roll.c.check_id == check_id,
        roll.c.standing == Standing.SILENT,
        or_(not_(roll.c.reachable), and_(is_asked_in_vain, not_(_is_asked_hopefully(check_id)))),
    )


def _in_vain(check_id: int) -> ColumnElement[bool]:
    return and_(
        messages.c.check_id == check_id,
        messages.c.state.in_((MessageState.FAILED, MessageState.SKIPPED)),
        messages.c.kind.in_(ASKING),
        # Not sent because of the contact: `reachable` tells whether another one works, or this one again.
        messages.c.reason.not_in(_OF_THE_CONTACT),
    )


def _is_asked_hopefully(check_id: int) -> ColumnElement[bool]:
    other = messages.alias("other")
    hopeful = select(other.c.id).where(
        other.c.person_id == roll.c.person_id,
        other.c.check_id == check_id,
        other.c.kind.in_(ASKING),
        other.c.state.in_(_HOPEFUL),
    )
    return hopeful.correlate(roll).exists()


def unreachable_count(connection: Connection, check_id: int) -> int:
    nobody_reaches = unreachable_people(check_id).subquery()
    return connection.execute(select(func.count()).select_from(nobody_reaches)).scalar_one()


def unit_standings(connection: Connection, check_id: int, depth_at_most: int) -> list[tuple[str, int, str, int]]:
    """(path, depth, standing, people) in path order for every unit that high in the tree, those below it counted in.

    Members are added up unit by unit, and those who belong to several units below one are taken off again: with
    100,000 people a quarter of the time that counting distinct people takes.
    """
    in_unit = (
        select(memberships.c.unit_id, roll.c.standing, func.count().label("members"))
        .join(roll, roll.c.person_id == memberships.c.person_id)
        .where(roll.c.check_id == check_id)
        .group_by(memberships.c.unit_id, roll.c.standing)
        .subquery()
    )
    added_up = (
        select(units.c.path, units.c.depth, in_unit.c.standing, func.sum(in_unit.c.members))
        .select_from(in_unit)
        .join(unit_closure, unit_closure.c.descendant_id == in_unit.c.unit_id)
        .join(units, and_(units.c.id == unit_closure.c.ancestor_id, units.c.depth <= depth_at_most))
        .group_by(units.c.path, units.c.depth, in_unit.c.standing)
        .order_by(units.c.path)
    )
    twice = _counted_again(connection, check_id, depth_at_most)
    return [
        (path, depth, standing, int(members) - twice.get((path, standing), 0))
        for path, depth, standing, members in connection.execute(added_up)
    ]


def _counted_again(connection: Connection, check_id: int, depth_at_most: int) -> dict[tuple[str, str], int]:
    """How many memberships too many (path, standing) has, because of people in several units below it."""
    in_several = (
        select(memberships.c.person_id).group_by(memberships.c.person_id).having(func.count() > 1).scalar_subquery()
    )
    too_many = func.count() - func.count(distinct(roll.c.person_id))
    counted = (
        select(units.c.path, roll.c.standing, too_many)
        .select_from(roll)
        .join(memberships, memberships.c.person_id == roll.c.person_id)
        .join(unit_closure, unit_closure.c.descendant_id == memberships.c.unit_id)
        .join(units, and_(units.c.id == unit_closure.c.ancestor_id, units.c.depth <= depth_at_most))
        .where(roll.c.check_id == check_id, roll.c.person_id.in_(in_several))
        .group_by(units.c.path, roll.c.standing)
        .having(too_many > 0)
    )
    return {(path, standing): number for path, standing, number in connection.execute(counted)}
