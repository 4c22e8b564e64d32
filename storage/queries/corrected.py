"""Whether whoever is to get a correction got the words it corrects: told from the message that said them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, exists, func, select

from bot.vocabulary import MessageKind, MessageState
from storage.models import attempts, check_corrections, checks, messages

#: What tells of a check's words having been wrong, or the check itself.
CORRECTING = (MessageKind.CORRECTION, MessageKind.CANCELLATION)
#: What says a check's words: bytes of these are of one version of them.
SAYING = (MessageKind.PROMPT, MessageKind.REMINDER, MessageKind.CHANNEL_PROMPT, MessageKind.CORRECTION)
#: The platform has it, or may have.
GOT = (MessageState.ACCEPTED, MessageState.DELIVERED, MessageState.UNKNOWN)
#: Not a reason to drop a correction: what it corrects is on its way, and may come to nothing.
WAITS = "waits"
#: What it corrects never went out, or only with the right words.
NOT_SENT = "first_not_sent"


def version_said(attempt_version: ColumnElement[int | None]) -> ColumnElement[int]:
    """Of an attempt. Attempts older than versions are of the first one."""
    return func.coalesce(attempt_version, 1)


def why_not() -> ScalarSelect[str]:
    """Of a message of CORRECTING: empty, WAITS or NOT_SENT."""
    first = messages.alias("first")
    said_since = version_said(attempts.c.check_version) >= check_corrections.c.version
    why = case(
        (first.c.state == MessageState.CLAIMED, WAITS),
        (said_since, NOT_SENT),
        (first.c.state == MessageState.SENDING, WAITS),
        (first.c.state.in_(GOT), ""),
        else_=NOT_SENT,
    )
    told_from = first.outerjoin(attempts, attempts.c.id == first.c.attempt_id)
    return (
        select(why)
        .select_from(told_from)
        .join(check_corrections, check_corrections.c.id == messages.c.correction_id)
        .where(first.c.id == messages.c.corrects_id)
        .correlate(messages)
        .scalar_subquery()
    )


def is_replaced() -> ColumnElement[bool]:
    """A correction whose check has been corrected once more, or called off."""
    newer = exists().where(
        check_corrections.c.id == messages.c.correction_id,
        checks.c.id == check_corrections.c.check_id,
        checks.c.version > check_corrections.c.version,
    )
    return and_(messages.c.kind == MessageKind.CORRECTION, newer.correlate(messages))
