"""What a row of the people file changes about one person: a comparison, nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.people_columns import Column
from bot.people_file import PersonRow
from bot.vocabulary import ChannelKind, Locale, Role
from storage.queries.people import KnownContact, KnownPerson

#: Columns that are one field of the person each.
_FIELDS = (Column.NAME, Column.KANA, Column.SITE, Column.EMAIL, Column.ROLE, Column.ACTIVE)
_EMPTY: dict[str, Any] = {"name": "", "kana": "", "site": "", "email": "", "role": "", "active": True}


@dataclass(slots=True)
class PersonChange:
    """`facts` are all fields as they will be; units and managed units are paths."""

    employee_no: str
    #: None for somebody new.
    person_id: int | None
    facts: dict[str, Any]
    old_role: str = ""
    changes_facts: bool = False
    units_added: list[str] = field(default_factory=list)
    units_removed: list[str] = field(default_factory=list)
    managed_added: list[str] = field(default_factory=list)
    managed_removed: list[str] = field(default_factory=list)
    #: Channel, address and position of each.
    contacts_added: list[tuple[ChannelKind, str, int]] = field(default_factory=list)
    contacts_removed: list[int] = field(default_factory=list)

    @property
    def is_needed(self) -> bool:
        return (
            self.person_id is None
            or self.changes_facts
            or any((self.units_added, self.units_removed, self.managed_added, self.managed_removed))
            or any((self.contacts_added, self.contacts_removed))
        )


def compare(
    row: PersonRow, columns: frozenset[Column], known: KnownPerson | None, default_locale: Locale
) -> PersonChange:
    """`columns` are those of the file: what is not among them stays as it is."""
    before = _facts(known, default_locale)
    facts = before | {column: getattr(row, column) for column in _FIELDS if column in columns}
    if Column.LOCALE in columns:
        facts["locale"] = row.locale or default_locale
    change = PersonChange(
        row.employee_no,
        known.id if known else None,
        facts,
        old_role=before["role"],
        changes_facts=facts != before,
    )
    if Column.UNITS in columns:
        change.units_added, change.units_removed = _difference(row.units, known.units if known else [])
    _compare_managed_units(change, row, columns, known)
    _compare_contacts(change, row, columns, known)
    return change


def fields_changed(change: PersonChange, known: KnownPerson) -> list[str]:
    """The names of what is not as it was before: fields, units."""
    fields = ("name", "kana", "site", "locale", "email")
    what = [name for name in fields if change.facts[name] != getattr(known, name)]
    return what + (["units"] if change.units_added or change.units_removed else [])


def _facts(known: KnownPerson | None, default_locale: Locale) -> dict[str, Any]:
    if known is None:
        return _EMPTY | {"locale": default_locale}
    return {name: getattr(known, name) for name in (*_EMPTY, "locale")}


def _difference(wanted: tuple[str, ...], there: list[str]) -> tuple[list[str], list[str]]:
    return [path for path in wanted if path not in there], [path for path in there if path not in wanted]


def _compare_managed_units(
    change: PersonChange, row: PersonRow, columns: frozenset[Column], known: KnownPerson | None
) -> None:
    """Units left over from a role given back earlier mean nothing and are left alone."""
    there = known.managed_units if known else []
    if Role.UNIT_MANAGER not in (change.facts["role"], change.old_role):
        return
    if change.facts["role"] != Role.UNIT_MANAGER:
        change.managed_removed = list(there)
    elif Column.MANAGED_UNITS in columns:
        change.managed_added, change.managed_removed = _difference(row.managed_units, there)


def _compare_contacts(
    change: PersonChange, row: PersonRow, columns: frozenset[Column], known: KnownPerson | None
) -> None:
    """An address that stays keeps its row, and with it its state and place in the order."""
    there = known.contacts if known else []
    position = max((contact.position for contact in there), default=0)
    for channel, wanted in _wanted(row, columns, change.facts["email"], known).items():
        kept = {_same(contact) for contact in there if contact.channel is channel}
        for address in wanted:
            if _comparable(channel, address) not in kept:
                position += 1
                change.contacts_added.append((channel, address, position))
        wanted_now = {_comparable(channel, address) for address in wanted}
        change.contacts_removed += [
            contact.id for contact in there if contact.channel is channel and _same(contact) not in wanted_now
        ]


def _wanted(
    row: PersonRow, columns: frozenset[Column], email: str, known: KnownPerson | None
) -> dict[ChannelKind, tuple[str, ...]]:
    """The addresses of every channel the file speaks about, in the order a new person is reached."""
    wanted: dict[ChannelKind, tuple[str, ...]] = {}
    if Column.SLACK_ID in columns:
        # What the Slack directory has found an empty field does not undo.
        wanted[ChannelKind.SLACK] = row.slack_ids or _found_in_slack(known)
    # A LINE account is mostly linked by its owner: an empty field does not undo that.
    if row.line_ids:
        wanted[ChannelKind.LINE] = row.line_ids
    profile = (email,) if email else ()
    if Column.EMERGENCY_EMAILS in columns:
        wanted[ChannelKind.MAIL] = profile if row.emergency_emails is None else row.emergency_emails
    elif Column.EMAIL in columns and _has_only_the_profile_address(known):
        wanted[ChannelKind.MAIL] = profile
    if Column.PHONES in columns:
        wanted[ChannelKind.PHONE] = row.phones
    return wanted


def _found_in_slack(known: KnownPerson | None) -> tuple[str, ...]:
    return tuple(contact.address for contact in (known.contacts if known else ()) if contact.in_directory)


def _has_only_the_profile_address(known: KnownPerson | None) -> bool:
    """Then the mail contact follows the profile; what was chosen is not touched by a file that does not speak of it.

    A profile address beside no mail contact is a choice too: `-`, no mail at all.
    """
    if known is None:
        return True
    profile = [known.email.casefold()] if known.email else []
    return [mail.casefold() for mail in known.addresses(ChannelKind.MAIL)] == profile


def _same(contact: KnownContact) -> str:
    return _comparable(contact.channel, contact.address)


def _comparable(channel: ChannelKind, address: str) -> str:
    return address.casefold() if channel is ChannelKind.MAIL else address
