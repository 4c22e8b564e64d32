"""Writes what a contacts file changes, a page of people at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.vocabulary import ChannelKind, ContactState
from flows.audit import doer_of
from flows.contact_change import reach_changed, remove_contacts
from flows.contact_rows import ContactsChange
from flows.work import Work
from storage.queries import contact_imports as queries
from storage.queries import people


def write(work: Work, changes: Sequence[ContactsChange]) -> None:
    """Those changed are held already. What waits for a contact that is removed goes to another, a new one too."""
    connection, doer, now = work.connection, doer_of(work), work.now
    for page in people.pages(changes):
        people.add_contacts(connection, _added(work, page), doer, now)
        _write_options(work, page)
        places = [place for change in page for place in change.places]
        queries.put_in_place(connection, places, [moved for change in page for moved in change.moved], doer, now)
        remove_contacts(work, [(change.person_id, contact.id) for change in page for contact in change.removed])
    reach_changed(work, sorted(change.person_id for change in changes if change.added or change.removed))


def _added(work: Work, changes: Sequence[ContactsChange]) -> list[dict[str, Any]]:
    return [
        {
            "person_id": change.person_id,
            "channel": row.channel,
            "address": row.address,
            "position": position,
            "label": row.label or "",
            "plain": bool(row.plain) and row.channel is ChannelKind.MAIL,
            "state": ContactState.UNVERIFIED,
            "state_since": work.now,
        }
        for change in changes
        for row, position in change.added
    ]


def _write_options(work: Work, changes: Sequence[ContactsChange]) -> None:
    by_what: dict[str, list[tuple[int, str, bool]]] = {}
    for change in changes:
        for contact, label, plain, what in change.options:
            by_what.setdefault(what, []).append((contact.id, label, plain))
    for what, options in sorted(by_what.items()):
        queries.change_options(work.connection, options, what, doer_of(work), work.now)
