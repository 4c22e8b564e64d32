"""A person's own contacts that messages are stopped to (配信停止中): told in chat, resumed there by one press."""

from __future__ import annotations

from dataclasses import dataclass

from bot.stopped import address_hint
from bot.vocabulary import ContactState, Locale
from flows.audit import doer_of
from flows.errors import NotFoundError, RefusedError
from flows.resume_contacts import follow_resumed
from flows.who import who_is
from flows.work import Work
from storage.queries import contact_edits as queries


@dataclass(frozen=True, slots=True)
class OwnResumed:
    """`addresses`: of the contacts that are sent to again now; empty where none was stopped."""

    locale: Locale
    addresses: tuple[str, ...]


def stopped_of(work: Work, person_id: int) -> tuple[str, ...]:
    """Lane READ. The addresses, in the person's order. Only for that person's own eyes: the caller knows who reads."""
    return tuple(
        one.address for one in queries.contacts_of(work.connection, person_id) if one.state == ContactState.SUPPRESSED
    )


def stopped_hints(work: Work, person_id: int) -> tuple[str, ...]:
    """Lane READ. As `stopped_of`, masked: for whoever holds a link that was made for the person."""
    there = queries.contacts_of(work.connection, person_id)
    return tuple(address_hint(one.channel, one.address) for one in there if one.state == ContactState.SUPPRESSED)


def own_stopped(work: Work) -> tuple[str, ...]:
    """Lane READ. Of the actor; none for somebody we do not know."""
    who = who_is(work)
    return () if who is None or who.person_id is None else stopped_of(work, who.person_id)


def resume_own(work: Work) -> OwnResumed:
    """Whatever the actor had stopped is sent to again. Idempotent. In the audit log and in each one's history.

    RefusedError(unknown_person), NotFoundError(no_person).
    """
    who = who_is(work)
    if who is None or who.person_id is None:
        raise RefusedError("unknown_person")
    if not queries.hold(work.connection, who.person_id):
        raise NotFoundError("no_person")
    there = queries.contacts_of(work.connection, who.person_id)
    resumed = queries.resume(work.connection, [one.id for one in there], doer_of(work), work.now)
    follow_resumed(work, resumed)
    ids = {row.id for row in resumed}
    return OwnResumed(who.locale, tuple(one.address for one in there if one.id in ids))
