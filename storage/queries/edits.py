"""Prompts that have been answered and can be edited to say so: once each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
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

from bot.vocabulary import PRIORITY, ChannelKind, CheckState, MessageKind, MessageState, Via
from storage.among import among
from storage.models import answers, checks, messages, roll

#: pg_advisory_xact_lock key.
_EDITING = 0x616E7072

#: Who answered in Slack has the thank-you in the question's place by then; the edit is for those who have not.
_SEEN_TO_MEANWHILE = timedelta(seconds=10)

_ASKING = (MessageKind.PROMPT, MessageKind.REMINDER)
_SENT = (MessageState.ACCEPTED, MessageState.DELIVERED)
_COPIED = ["check_id", "round", "person_id", "contact_id", "channel", "locale"]


def serialise(connection: Connection) -> None:
    """Two processes would write the same edit twice: the second waits, and then sees what the first has written."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_EDITING)))


def settled_answers(connection: Connection, after: int, now: datetime, settle: timedelta) -> int:
    """The newest answer id, such that no smaller one is younger than `settle`: it may not be committed yet."""
    young = select(func.min(answers.c.id)).where(answers.c.id > after, answers.c.received_at > now - settle)
    newest = select(func.max(answers.c.id)).where(answers.c.id > after)
    first_young, last = connection.execute(select(young.scalar_subquery(), newest.scalar_subquery())).one()
    if first_young is not None:
        return int(first_young) - 1
    return after if last is None else int(last)


def edit_after_answers(connection: Connection, after: int, upto: int, now: datetime, at_most: int) -> int:
    """For everybody who gave one of these answers. How many edits were written."""
    spoke = (
        select(answers.c.check_id, answers.c.person_id)
        .where(answers.c.id > after, answers.c.id <= upto, answers.c.person_id.is_not(None))
        .distinct()
        .subquery("spoke")
    )
    of_speaker = exists().where(spoke.c.check_id == messages.c.check_id, spoke.c.person_id == messages.c.person_id)
    people_ = select(spoke.c.person_id)
    return _write(connection, and_(messages.c.person_id.in_(people_), of_speaker), now, at_most)


def edit_all(connection: Connection, closed_after: datetime, now: datetime, at_most: int) -> int:
    """For everybody in checks that are active or were closed after that moment. How many edits were written."""
    recent = select(checks.c.id).where((checks.c.state == CheckState.ACTIVE) | (checks.c.closed_at > closed_after))
    return _write(connection, messages.c.check_id.in_(recent), now, at_most)


def edit_attempted(connection: Connection, attempt_ids: Sequence[int], now: datetime) -> int:
    """For prompts that reached their platform only after they had been answered. How many edits were written."""
    return _write(connection, among(messages.c.attempt_id, attempt_ids), now, len(attempt_ids))


_OF_PROMPT = (
    messages.c.person_id == bindparam("of_person"),
    messages.c.check_id == bindparam("of_check"),
)
_FORGET = update(messages).where(*_OF_PROMPT, messages.c.platform_ref == bindparam("ref")).values(platform_ref="")
_DROP = (
    update(messages)
    .where(
        *_OF_PROMPT,
        messages.c.kind == MessageKind.PROMPT_ANSWERED,
        messages.c.state == MessageState.QUEUED,
        messages.c.address == bindparam("ref"),
    )
    .values(state=MessageState.SKIPPED, reason="replaced")
)


def forget(connection: Connection, prompts: Sequence[tuple[int, int, str]]) -> None:
    """(check, person, what the platform calls the prompt): its place is taken, an edit is not needed any more."""
    if prompts:
        rows = [{"of_check": check, "of_person": person, "ref": ref} for check, person, ref in sorted(prompts)]
        connection.execute(_FORGET, rows)
        connection.execute(_DROP, rows)


def _write(connection: Connection, which: ColumnElement[bool], now: datetime, at_most: int) -> int:
    edit = messages.alias("edit")
    is_edited = (
        exists()
        .where(
            edit.c.person_id == messages.c.person_id,
            edit.c.check_id == messages.c.check_id,
            edit.c.kind == MessageKind.PROMPT_ANSWERED,
            edit.c.address == messages.c.platform_ref,
        )
        .correlate(messages)
    )
    # Who had answered before it came is to read it all the same.
    answered_correction = and_(messages.c.kind == MessageKind.CORRECTION, roll.c.said_at > messages.c.accepted_at)
    rows = (
        select(
            literal(MessageKind.PROMPT_ANSWERED),
            *(messages.c[name] for name in _COPIED),
            messages.c.platform_ref,
            literal(PRIORITY[MessageKind.PROMPT_ANSWERED]),
            literal(MessageState.QUEUED),
            case(
                (roll.c.said_via == Via.SLACK, literal(now + _SEEN_TO_MEANWHILE, messages.c.due_at.type)),
                else_=literal(now, messages.c.due_at.type),
            ),
            literal(now, messages.c.created_at.type),
        )
        .join(roll, and_(roll.c.check_id == messages.c.check_id, roll.c.person_id == messages.c.person_id))
        .where(
            which,
            messages.c.channel == ChannelKind.SLACK,
            or_(messages.c.kind.in_(_ASKING), answered_correction),
            messages.c.state.in_(_SENT),
            messages.c.platform_ref != "",
            roll.c.said != "",
            ~is_edited,
        )
        .order_by(messages.c.id)
        .limit(at_most)
    )
    columns = ["kind", *_COPIED, "address", "priority", "state", "due_at", "created_at"]
    statement = insert(messages).from_select(columns, rows).execution_options(preserve_rowcount=True)
    return connection.execute(statement).rowcount
