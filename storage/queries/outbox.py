"""Messages on their way: what is due, who holds it, what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    or_,
    select,
    update,
)

from bot.vocabulary import (
    WORKING_STATES,
    ChannelKind,
    CheckState,
    MessageKind,
    MessageState,
    Standing,
)
from storage.among import IDS, among
from storage.models import attempts, bulletin_pushes, bulletins, checks, contacts, help_cases, messages, people, roll
from storage.queries.corrected import CORRECTING, is_replaced, why_not
from storage.types import Instant

_ASKING = (MessageKind.PROMPT, MessageKind.REMINDER)
_QUESTIONS = (*_ASKING, MessageKind.CHANNEL_PROMPT)
#: Not yet with the platform.
WAITING_STATES = (MessageState.QUEUED, MessageState.CLAIMED, MessageState.SENDING)


#: Statements of the sending loop are built once: building them costs more than running them.
_NOW = bindparam("now", type_=Instant())


def _is(state: MessageState) -> ColumnElement[bool]:
    return and_(messages.c.channel == bindparam("of_channel"), messages.c.state == state)


def _attempt_is_due() -> ColumnElement[bool]:
    """Frozen and open, its time has come, and nobody holds it (any more)."""
    return and_(
        attempts.c.channel == bindparam("of_channel"),
        attempts.c.state == MessageState.SENDING,
        attempts.c.due_at <= _NOW,
        attempts.c.lease_until.is_(None) | (attempts.c.lease_until <= _NOW),
    )


def _is_edited_anew() -> ColumnElement[bool]:
    newer = messages.alias("newer")
    anew = exists().where(
        newer.c.check_id == messages.c.check_id,
        # Named for the sake of the index.
        newer.c.state.in_(list(MessageState)),
        newer.c.kind == MessageKind.HELP_EDITED,
        newer.c.help_case_id == messages.c.help_case_id,
        newer.c.address == messages.c.address,
        newer.c.id > messages.c.id,
    )
    return and_(messages.c.kind == MessageKind.HELP_EDITED, anew.correlate(messages))


def _pointless() -> ColumnElement[str]:
    """Why it need not go out any longer: closed, answered, inactive, replaced, what its contact is; else empty."""
    check_over = exists().where(checks.c.id == messages.c.check_id, checks.c.state != CheckState.ACTIVE)
    answered = exists().where(
        roll.c.check_id == messages.c.check_id,
        roll.c.person_id == messages.c.person_id,
        roll.c.standing != Standing.SILENT,
    )
    case_over = exists().where(help_cases.c.id == messages.c.help_case_id, help_cases.c.closed_at.is_not(None))
    gone = exists().where(people.c.id == messages.c.person_id, people.c.active.is_(False))
    spoilt = (
        select(contacts.c.state)
        .where(contacts.c.id == messages.c.contact_id, contacts.c.state.not_in(WORKING_STATES))
        .correlate(messages)
        .scalar_subquery()
    )
    is_asking = messages.c.kind.in_(_ASKING)
    is_about_contacts = messages.c.kind.in_((MessageKind.CONTACT_PROOF, MessageKind.CONTACT_URGE))
    is_bulletin = messages.c.kind == MessageKind.BULLETIN
    is_alarm = messages.c.kind.in_((MessageKind.HELP_ALERT, MessageKind.HELP_TAKEN))
    is_note = messages.c.kind == MessageKind.MANAGER_NOTE
    is_correcting = messages.c.kind.in_(CORRECTING)
    is_for_staff = or_(is_asking, is_about_contacts, is_bulletin, is_note, is_correcting)
    asks = or_(messages.c.kind.in_(_QUESTIONS), messages.c.kind == MessageKind.CORRECTION)
    # Only such a message names a sending: of all others no index entry is read.
    withdrawn = exists().where(
        bulletin_pushes.c.id == messages.c.bulletin_push_id,
        bulletins.c.id == bulletin_pushes.c.bulletin_id,
        bulletins.c.withdrawn_at.is_not(None),
    )
    return case(
        # Asked for by the person, who may have stopped all other mail to this address.
        (messages.c.kind == MessageKind.SIGN_IN, ""),
        (_is_edited_anew(), "replaced"),
        (is_replaced(), "superseded"),
        (and_(asks, check_over.correlate(messages)), "closed"),
        (and_(is_asking, answered.correlate(messages)), "answered"),
        (and_(is_bulletin, withdrawn.correlate(messages)), "withdrawn"),
        (and_(is_for_staff, gone.correlate(messages)), "inactive"),
        (and_(is_alarm, case_over.correlate(messages)), "closed"),
        # One that waits may be spoilt by then, or need not be sent at all.
        (is_correcting, func.coalesce(spoilt, why_not(), "")),
        else_=func.coalesce(spoilt, ""),
    )


ATTEMPT_IS_DUE = _attempt_is_due()
POINTLESS = _pointless()


def _counted(due: Select[tuple[int]]) -> ScalarSelect[int]:
    some = due.limit(bindparam("at_most")).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


_COUNT_DUE = select(
    _counted(select(messages.c.id).where(_is(MessageState.QUEUED), messages.c.due_at <= _NOW)),
    _counted(select(messages.c.id).where(_is(MessageState.CLAIMED), messages.c.lease_until <= _NOW)),
    _counted(select(attempts.c.id).where(ATTEMPT_IS_DUE)),
)
_REQUEUE = (
    update(messages)
    .where(_is(MessageState.CLAIMED), messages.c.lease_until <= _NOW)
    .values(state=MessageState.QUEUED, lease_token="", lease_until=None)
)
_DUE = (
    select(messages.c.id)
    .where(_is(MessageState.QUEUED), messages.c.due_at <= _NOW)
    .order_by(messages.c.priority, messages.c.due_at, messages.c.id)
    .limit(bindparam("at_most"))
    .with_for_update(skip_locked=True)
    .cte("due")
)
_CLAIM = (
    update(messages)
    .where(messages.c.id.in_(select(_DUE.c.id)), messages.c.state == MessageState.QUEUED)
    .values(
        state=MessageState.CLAIMED,
        lease_token=bindparam("token"),
        lease_until=bindparam("until", type_=Instant()),
    )
    .returning(messages.c.id)
)
_READ = (
    select(
        messages.c.id,
        messages.c.kind,
        messages.c.check_id,
        messages.c.round,
        messages.c.person_id,
        messages.c.contact_id,
        messages.c.help_case_id,
        messages.c.address,
        messages.c.locale,
        messages.c.params,
        messages.c.priority,
        messages.c.created_at,
        func.coalesce(people.c.name, "").label("name"),
        func.coalesce(contacts.c.plain, false()).label("plain"),
        POINTLESS.label("pointless"),
    )
    .outerjoin(people, people.c.id == messages.c.person_id)
    .outerjoin(contacts, contacts.c.id == messages.c.contact_id)
    .where(among(messages.c.id, IDS))
    .order_by(messages.c.priority, messages.c.due_at, messages.c.id)
)
_HELD = (
    select(messages.c.id, POINTLESS.label("why"))
    .where(
        among(messages.c.id, IDS),
        messages.c.lease_token == bindparam("token"),
        messages.c.state == MessageState.CLAIMED,
    )
    .with_for_update(of=messages)
)


def count_due(connection: Connection, channel: ChannelKind, now: datetime, at_most: int) -> int:
    """How many messages and attempts could be claimed now, `at_most` of each: a few index entries are read."""
    wanted = {"of_channel": channel, "now": now, "at_most": at_most}
    return sum(connection.execute(_COUNT_DUE, wanted).one())


def requeue_abandoned(connection: Connection, channel: ChannelKind, now: datetime) -> None:
    """Claimed by a process that died before it froze anything."""
    connection.execute(_REQUEUE, {"of_channel": channel, "now": now})


def claim(
    connection: Connection, channel: ChannelKind, limit: int, now: datetime, token: str, lease_until: datetime
) -> Sequence[int]:
    """At most `limit` due messages, from now on leased under `token`: lowest priority number, due time, id first."""
    wanted = {"of_channel": channel, "now": now, "at_most": limit, "token": token, "until": lease_until}
    return connection.execute(_CLAIM, wanted).scalars().all()


def read(connection: Connection, message_ids: Sequence[int]) -> Sequence[Row[*tuple[Any, ...]]]:
    """These messages in sending order, with the receiver's name and wish for plain mail, and why they are `pointless`.

    Empty: they are not.
    """
    return connection.execute(_READ, {"ids": list(message_ids)}).all()


def held(connection: Connection, message_ids: Sequence[int], token: str) -> dict[int, str]:
    """Of these, the ones still leased under `token`, each with why it has become pointless (else empty)."""
    return dict(connection.execute(_HELD, {"ids": list(message_ids), "token": token}).all())


def skip(connection: Connection, reasons: Mapping[int, str]) -> None:
    """Message id -> why it is not sent."""
    for reason in sorted(set(reasons.values())):
        ids = [message_id for message_id, why in reasons.items() if why == reason]
        settle(connection, ids, MessageState.SKIPPED, reason)


def checks_of(connection: Connection, message_ids: Sequence[int]) -> Sequence[int]:
    """The checks these messages belong to, in ascending order."""
    found = select(messages.c.check_id).where(among(messages.c.id, message_ids), messages.c.check_id.is_not(None))
    return connection.execute(found.distinct().order_by(messages.c.check_id)).scalars().all()


def checks_waiting(connection: Connection, channel: ChannelKind) -> Sequence[int]:
    """The checks of which something waits to be sent through that channel, in ascending order."""
    found = select(messages.c.check_id).where(
        messages.c.channel == channel, messages.c.state.in_(WAITING_STATES), messages.c.check_id.is_not(None)
    )
    return connection.execute(found.distinct().order_by(messages.c.check_id)).scalars().all()


def channels_waiting(connection: Connection, check_id: int) -> Sequence[str]:
    """The channels through which something of this check waits to be sent, in order of their names."""
    found = select(messages.c.channel).where(messages.c.check_id == check_id, messages.c.state.in_(WAITING_STATES))
    return connection.execute(found.distinct().order_by(messages.c.channel)).scalars().all()


def settle(connection: Connection, message_ids: Sequence[int], state: MessageState, reason: str) -> None:
    """Ends these messages. What only their wording needed (a code …) goes."""
    _settle(connection, among(messages.c.id, message_ids), state, reason)


def settle_attempted(connection: Connection, attempt_ids: Sequence[int], state: MessageState, reason: str) -> None:
    """As `settle`, for the messages of these attempts."""
    _settle(connection, among(messages.c.attempt_id, attempt_ids), state, reason)


def _settle(connection: Connection, which: ColumnElement[bool], state: MessageState, reason: str) -> None:
    connection.execute(
        update(messages).where(which).values(state=state, reason=reason, params=None, lease_token="", lease_until=None)
    )


def give_back(connection: Connection, token: str, message_ids: Sequence[int]) -> None:
    """Claimed under `token` and not frozen: queued again."""
    connection.execute(
        update(messages)
        .where(
            among(messages.c.id, message_ids),
            messages.c.state == MessageState.CLAIMED,
            messages.c.lease_token == token,
        )
        .values(state=MessageState.QUEUED, lease_token="", lease_until=None)
    )


def put_off(connection: Connection, message_ids: Sequence[int], until: datetime) -> None:
    """Claimed, and waiting for another message: queued again, due then."""
    later = update(messages).where(among(messages.c.id, message_ids))
    connection.execute(later.values(state=MessageState.QUEUED, due_at=until, lease_token="", lease_until=None))


def skip_questions(connection: Connection, check_id: int, reason: str) -> int:
    """What is still queued of a check that asks nobody any more. How many."""
    return connection.execute(
        update(messages)
        .where(
            messages.c.check_id == check_id,
            messages.c.state == MessageState.QUEUED,
            messages.c.kind.in_(_QUESTIONS),
        )
        .values(state=MessageState.SKIPPED, reason=reason)
    ).rowcount
