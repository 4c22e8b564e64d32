"""A session of the console: it lasts while its person is active and has not signed out everywhere."""

from __future__ import annotations

from flows.audit import note
from flows.errors import RefusedError
from flows.who import Who, who_is
from flows.work import SignedIn, Work
from storage.queries import sessions


def open_session(work: Work, by: str) -> int:
    """The actor has signed in, `by` mail or slack: the epoch their session belongs to. RefusedError(unknown_person)."""
    epoch = sessions.epoch_of(work.connection, _person_id(work))
    if epoch is None:
        raise RefusedError("unknown_person")
    note(work, "signed_in", by=by)
    return epoch


def session_holder(work: Work, epoch: int) -> Who | None:
    """Lane READ. The actor, if a session of that epoch still counts."""
    if sessions.epoch_of(work.connection, _person_id(work)) != epoch:
        return None
    return who_is(work)


def sign_out_everywhere(work: Work) -> None:
    """No session of the actor counts any longer, on whatever device; they may sign in again."""
    sessions.end_epoch(work.connection, _person_id(work))
    note(work, "signed_out_everywhere")


def _person_id(work: Work) -> int:
    match work.actor:
        case SignedIn(person_id):
            return person_id
        case _:
            raise TypeError("only a person signs in")
