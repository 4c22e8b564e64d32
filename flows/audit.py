"""Who did what: the log an outsider could be shown."""

from __future__ import annotations

from traceback import walk_tb
from typing import Any

from sqlalchemy import insert

from flows.errors import RefusedError
from flows.who import who_is
from flows.work import ApiToken, Operator, Sender, SignedIn, System, TokenHolder, Work
from storage.models import audit
from storage.queries.contact_history import Doer


def note(
    work: Work,
    action: str,
    check_id: int | None = None,
    subject_person_id: int | None = None,
    **details: Any,
) -> None:
    """Writes one row in the transaction of the deed itself: no deed without its row, no row without its deed.

    `details` are small JSON values: ids, numbers, statuses, states. Never an address, a phone number, a token or a
    person's words; a name is reached through its id.
    """
    doer = doer_of(work)
    work.connection.execute(
        insert(audit).values(
            at=work.now,
            person_id=doer.person_id,
            actor=doer.door,
            action=action,
            check_id=check_id,
            subject_person_id=subject_person_id,
            details=details or None,
        )
    )


def doer_of(work: Work) -> Doer:
    """Whoever acts, as the audit log and the history of contacts name them."""
    who = who_is(work)
    person_id = None if who is None else who.person_id
    return Doer(person_id, _actor(work, is_known=person_id is not None))


def note_refusal(work: Work, error: RefusedError) -> None:
    """What the actor tried and may not. In a transaction of its own, since that of the refused deed was rolled back."""
    note(work, "refused", attempted=_flow_of(error), code=error.code)


def _flow_of(error: RefusedError) -> str:
    """The use case that refused: the outermost function of this floor the error came through."""
    names = (
        frame.f_code.co_name
        for frame, _ in walk_tb(error.__traceback__)
        if frame.f_globals.get("__name__", "").startswith("flows.") and frame.f_globals["__name__"] != "flows.begin"
    )
    return next(names, "")


def _actor(work: Work, is_known: bool) -> str:
    """The door for people we know, the account for strangers: it is all they are known by."""
    match work.actor:
        case Operator(name) | System(name):
            return name
        case ApiToken(name=name):
            return f"api:{name}"
        case TokenHolder():
            return "link"
        case SignedIn():
            return "console"
        case Sender(channel, address):
            return str(channel) if is_known else f"{channel}:{address}"
