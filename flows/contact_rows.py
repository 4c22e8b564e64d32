"""What the rows of a contacts file change about one person: a comparison, nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

from bot.contacts_file import ContactRow, comparable

Known = Row[*tuple[Any, ...]]


@dataclass(slots=True)
class ContactsChange:
    """Of one person. Contacts added stand with their place in the order."""

    person_id: int
    rows: Sequence[ContactRow]
    #: Contacts there already that the rows name.
    named: set[int] = field(default_factory=set)
    added: list[tuple[ContactRow, int]] = field(default_factory=list)
    #: Contact, label and option as they will be, and which of them is another now.
    options: list[tuple[Known, str, bool, str]] = field(default_factory=list)
    removed: list[Known] = field(default_factory=list)
    #: Contact id and place, where that is another number now.
    places: list[tuple[int, int]] = field(default_factory=list)
    #: Contacts that stand in another order among themselves.
    moved: list[int] = field(default_factory=list)

    @property
    def is_needed(self) -> bool:
        return any((self.added, self.options, self.removed, self.moved))

    @property
    def changed(self) -> set[int]:
        """Contacts that stay and are not as they were."""
        return {contact.id for contact, *_ in self.options} | set(self.moved)


def compare(person_id: int, rows: Sequence[ContactRow], known: Sequence[Known], replaces: bool) -> ContactsChange:
    """`known`: in the person's own order. `replaces`: what the rows do not name is removed."""
    change = ContactsChange(person_id, rows)
    there = {(contact.channel, comparable(contact.channel, contact.address)): contact for contact in known}
    named = {(row.channel, comparable(row.channel, row.address)): row for row in rows}
    for key, row in named.items():
        if key in there:
            change.named.add(there[key].id)
            _compare_options(change, row, there[key])
    change.removed = [contact for key, contact in there.items() if replaces and key not in named]
    stays = [contact for contact in known if contact not in change.removed]
    new = [row for key, row in named.items() if key not in there]
    _put_in_order(change, named, stays, new)
    return change


def _compare_options(change: ContactsChange, row: ContactRow, contact: Known) -> None:
    label = contact.label if row.label is None else row.label
    plain = contact.plain if row.plain is None else row.plain
    what = [name for name, value in (("label", label), ("plain", plain)) if value != getattr(contact, name)]
    if what:
        change.options.append((contact, label, plain, " ".join(what)))


def _put_in_order(
    change: ContactsChange, named: dict[tuple[Any, str], ContactRow], stays: list[Known], new: list[ContactRow]
) -> None:
    """Those with an order of their own are put there, the first first; the others keep theirs, new ones behind."""
    items: list[Known | ContactRow] = [*stays, *new]
    wanted: dict[int, int] = {}
    for place, item in enumerate(items):
        row = named.get((item.channel, comparable(item.channel, item.address)))
        if row is not None and row.order is not None:
            wanted[place] = row.order
    after = [item for place, item in enumerate(items) if place not in wanted]
    for place in sorted(wanted, key=wanted.__getitem__):
        after.insert(wanted[place] - 1, items[place])
    if not wanted or all(one is other for one, other in zip(items, after, strict=True)):
        last = max((contact.position for contact in stays), default=0)
        change.added = [(row, last + number) for number, row in enumerate(new, start=1)]
        return
    for position, item in enumerate(after, start=1):
        if isinstance(item, ContactRow):
            change.added.append((item, position))
        elif item.position != position:
            change.places.append((item.id, position))
    still = [item for item in after if not isinstance(item, ContactRow)]
    change.moved = [contact.id for contact, before in zip(still, stays, strict=True) if contact is not before]
