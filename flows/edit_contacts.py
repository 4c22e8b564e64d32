"""Register and change the contacts of one person: by themselves, or on their behalf by a manager of theirs.

Whoever edits holds the person's row: two editors come one after the other, and each sees what the other has done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from bot import contacts_columns
from bot import people_columns as rules
from bot.plain import one_line
from bot.vocabulary import ChannelKind, ContactState
from flows.audit import doer_of, note
from flows.contact_change import reach_changed, remove_contacts, void_what_was_sent
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.who import Who, require_own_or_managed
from flows.work import Work
from storage.queries import contact_edits as queries
from storage.queries import people as all_people
from storage.queries import who as people

#: Of one person. A people file may give them more; then none can be added by hand.
CONTACTS_AT_MOST = 20
LABEL_AT_MOST = contacts_columns.LABEL_AT_MOST

_Contact = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class AddContact:
    person_id: int
    channel: ChannelKind
    address: str
    label: str = ""
    plain: bool = False


@dataclass(frozen=True, slots=True)
class SaveContact:
    """What is None stays as it is."""

    person_id: int
    contact_id: int
    address: str | None = None
    label: str | None = None
    plain: bool | None = None


@dataclass(frozen=True, slots=True)
class ContactSaved:
    contact_id: int
    state: ContactState
    #: False where everything was so already.
    changed: bool
    #: It had been suppressed, and is sent to again.
    resumed: bool = False


def add_contact(work: Work, request: AddContact) -> ContactSaved:
    """Unverified, after the person's other contacts. One that is there already stays as it is, or is resumed.

    Mail addresses and phone numbers; a Slack account only by a manager; a LINE account proves itself by its code.
    RefusedError(unknown_person, not_a_manager, outside_units, account_by_manager; contacts_of_a_manager where a unit
    manager would change those of somebody with a role), NotFoundError(no_person),
    InvalidError(bad_mail, bad_phone, bad_slack_account, line_by_code, account_taken, too_many_contacts).
    """
    _one_giver_at_a_time(work, request.channel is ChannelKind.SLACK)
    who = _require(work, request.person_id)
    address = _address(work, who, request.person_id, request.channel, request.address)
    there = queries.contacts_of(work.connection, request.person_id)
    same = _same(there, request.channel, address)
    if same is not None:
        return save_contact(work, SaveContact(request.person_id, same.id))
    if len(there) >= CONTACTS_AT_MOST:
        raise InvalidError("too_many_contacts", limit=CONTACTS_AT_MOST)
    row = {
        "person_id": request.person_id,
        "channel": request.channel,
        "address": address,
        "position": max((one.position for one in there), default=0) + 1,
        "label": one_line(request.label, LABEL_AT_MOST),
        "plain": request.plain and request.channel is ChannelKind.MAIL,
    }
    contact_id = queries.add(work.connection, row, doer_of(work), work.now)
    reach_changed(work, (request.person_id,))
    _note(work, "contact_added", request.person_id, contact_id=contact_id, channel=request.channel)
    return ContactSaved(contact_id, ContactState.UNVERIFIED, changed=True)


def save_contact(work: Work, request: SaveContact) -> ContactSaved:
    """Address, label and option in one press; a new address is unverified, whatever the old one was.

    Saving a suppressed contact resumes it, changed or not: 「変更」 and 「保存」 both do. Idempotent.
    As `add_contact`, and NotFoundError(no_contact), InvalidError(contact_there_already).
    """
    _one_giver_at_a_time(work, rules.is_slack_id(rules.plain(request.address or "")))
    who = _require(work, request.person_id)
    there = queries.contacts_of(work.connection, request.person_id)
    contact = next((one for one in there if one.id == request.contact_id), None)
    if contact is None:
        raise NotFoundError("no_contact")
    options = _save_options(work, contact, request)
    resumed = bool(queries.resume(work.connection, (contact.id,), doer_of(work), work.now))
    is_moved = _save_address(work, who, there, contact, request.address)
    if is_moved or resumed:
        reach_changed(work, (request.person_id,))
    if options or is_moved:
        what = [*options, *(["address"] if is_moved else [])]
        _note(work, "contact_changed", request.person_id, contact_id=contact.id, what=what)
    if resumed:
        _note(work, "contacts_resumed", request.person_id, contacts=1)
    state = next(one.state for one in queries.contacts_of(work.connection, request.person_id) if one.id == contact.id)
    return ContactSaved(contact.id, ContactState(state), bool(options) or is_moved, resumed)


def remove_contact(work: Work, person_id: int, contact_id: int) -> bool:
    """False where the person has no such contact (any more). What waited for it goes to their next contact.

    RefusedError(unknown_person, not_a_manager, outside_units, account_by_manager, contacts_of_a_manager),
    NotFoundError(no_person).
    """
    who = _require(work, person_id)
    contact = next((one for one in queries.contacts_of(work.connection, person_id) if one.id == contact_id), None)
    if contact is None:
        return False
    if contact.channel == ChannelKind.SLACK:
        _require_manager(who)
    remove_contacts(work, ((person_id, contact_id),))
    reach_changed(work, (person_id,))
    _note(work, "contact_removed", person_id, contact_id=contact_id, channel=contact.channel)
    return True


def order_contacts(work: Work, person_id: int, contact_ids: Sequence[int]) -> bool:
    """The order in which the person wants to be reached; those not named follow. False where it is so already.

    RefusedError(unknown_person, not_a_manager, outside_units, contacts_of_a_manager),
    NotFoundError(no_person, no_contact).
    """
    _require(work, person_id)
    before = [one.id for one in queries.contacts_of(work.connection, person_id)]
    named = list(dict.fromkeys(contact_ids))
    if not set(named) <= set(before):
        raise NotFoundError("no_contact")
    after = named + [contact_id for contact_id in before if contact_id not in set(named)]
    moved = [contact_id for place, contact_id in enumerate(after) if before[place] != contact_id]
    if not moved:
        return False
    queries.put_in_order(work.connection, after, moved, doer_of(work), work.now)
    _note(work, "contacts_ordered", person_id)
    return True


def _one_giver_at_a_time(work: Work, is_account: bool) -> None:
    """An account is one person's: of two who give it away at the same instant the second sees what the first has done.

    Before the person's row is held: an import, which waits for nobody's row here, holds this and takes rows then.
    """
    if is_account:
        all_people.serialise_imports(work.connection)


def _require(work: Work, person_id: int) -> Who:
    who = require_own_or_managed(work, person_id)
    if not queries.hold(work.connection, person_id):
        raise NotFoundError("no_person")
    person = people.person_by_id(work.connection, person_id)
    if person is not None and person.role and who.person_id != person_id and not who.may_everything:
        # Whoever can put an address of their own there can sign in with it.
        raise RefusedError("contacts_of_a_manager")
    return who


def _require_manager(who: Who) -> None:
    """Slack accounts are matched by the company: whoever took their own away could not give it back."""
    if not who.role:
        raise RefusedError("account_by_manager")


def _save_options(work: Work, contact: _Contact, request: SaveContact) -> list[str]:
    """Which of them were changed."""
    label = contact.label if request.label is None else one_line(request.label, LABEL_AT_MOST)
    plain = contact.plain if request.plain is None else request.plain and contact.channel == ChannelKind.MAIL
    changed = [name for name, value in (("label", label), ("plain", plain)) if value != getattr(contact, name)]
    if changed:
        reason = " ".join(changed)
        queries.change_options(work.connection, contact.id, label, plain, reason, doer_of(work), work.now)
    return changed


def _save_address(work: Work, who: Who, there: Sequence[_Contact], contact: _Contact, given: str | None) -> bool:
    channel = ChannelKind(contact.channel)
    if given is None or given.strip() == contact.address:
        return False
    address = _address(work, who, contact.person_id, channel, given)
    if _folded(channel, address) == _comparable(contact):
        return False
    same = _same(there, channel, address)
    if same is not None and same.id != contact.id:
        raise InvalidError("contact_there_already")
    queries.change_address(work.connection, contact.id, address, doer_of(work), work.now)
    # One may lie at the old address, or wait to go to the new one, which nobody has proven.
    void_what_was_sent(work, (contact.person_id,))
    return True


@dataclass(frozen=True, slots=True)
class _Rule:
    """As in the people file."""

    read: Callable[[str], str]
    is_good: Callable[[str], bool]
    problem: str


_RULES = {
    ChannelKind.MAIL: _Rule(rules.plain, rules.is_mail_address, "bad_mail"),
    ChannelKind.PHONE: _Rule(rules.plain_phone, rules.is_phone_number, "bad_phone"),
    ChannelKind.SLACK: _Rule(rules.plain, rules.is_slack_id, "bad_slack_account"),
}


def _address(work: Work, who: Who, person_id: int, channel: ChannelKind, given: str) -> str:
    """The address as it is kept."""
    rule = _RULES.get(channel)
    if rule is None:
        raise InvalidError("line_by_code")
    if channel is ChannelKind.SLACK:
        _require_manager(who)
    address = rule.read(given)
    if not rule.is_good(address):
        raise InvalidError(rule.problem)
    if channel is ChannelKind.SLACK and queries.is_taken(work.connection, channel, address, but_by=person_id):
        raise InvalidError("account_taken")
    return address


def _same(there: Sequence[_Contact], channel: ChannelKind, address: str) -> _Contact | None:
    """Mail addresses that differ in upper and lower case only are one."""
    found = (one for one in there if one.channel == channel and _comparable(one) == _folded(channel, address))
    return next(found, None)


def _comparable(contact: _Contact) -> str:
    return _folded(contact.channel, contact.address)


def _folded(channel: str, address: str) -> str:
    return address.casefold() if channel == ChannelKind.MAIL else address


def _note(work: Work, action: str, person_id: int, **details: Any) -> None:
    note(work, action, subject_person_id=person_id, **details)
