"""Read the Slack directory beside our people: who has an account, who is new, whose account is gone.

Nobody is made or deactivated here: new people and leavers are proposed (`flows.directory_proposals`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.vocabulary import ChannelKind, ContactState
from flows.audit import doer_of, note
from flows.contact_change import contacts_stopped, reach_changed
from flows.ports import Directory, DirectoryEntry
from flows.who import require_safety_admin
from flows.work import Actor, Begin, Lane, Work
from storage.queries import directory as queries
from storage.queries import people
from storage.queries.contact_history import Doer
from storage.queries.directory import Entry, EntryState, SlackContact

#: `contacts.state_reason` of an account found by its owner's address.
FOUND = "directory"
#: And of one deactivated in Slack.
LEFT_SLACK = "left_slack"


@dataclass(slots=True)
class DirectoryRead:
    """What one reading did, or with `dry_run` would do."""

    dry_run: bool = False
    #: Accounts looked at: people of our workspaces, deactivated ones among them.
    accounts: int = 0
    #: People who were given the account that has their address.
    linked: int = 0
    #: Accounts given up on as deactivated, which are active again.
    back: int = 0
    #: Contacts that work no more, their account being deactivated.
    gone: int = 0
    #: Accounts nobody matches, without those a manager ignores.
    new: list[DirectoryEntry] = field(default_factory=list)
    #: Person id → account of people whose account is deactivated, without another one and not ignored.
    leavers: dict[int, str] = field(default_factory=dict)
    #: What earlier pages gave and took, which a dry run does not find written: person id → accounts, and accounts.
    given: dict[int, set[str]] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)


def read_directory(
    begin: Begin,
    actor: Actor,
    directory: Directory,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda accounts: None,
) -> DirectoryRead:
    """Page by page: what was read before a failure stays, and reading again changes nothing more.

    `progress` is told how many accounts were looked at. RefusedError for anybody but a safety admin, the command line
    and the cycle; DirectoryError.
    """
    read = DirectoryRead(dry_run)
    for page in directory.pages():
        # The deactivated first: whoever changed accounts has lost the old one when the new one is looked at. Each in a
        # transaction of its own: the roll is locked once in each, before the boards (flows.contact_change).
        for is_active in (False, True):
            part = [entry for entry in page if entry.is_active is is_active]
            with begin(actor, Lane.READ if dry_run else Lane.FANOUT) as work:
                require_safety_admin(work)
                if not dry_run:
                    people.serialise_imports(work.connection)
                _Page(work, part, read).carry_out()
        progress(read.accounts)
    return read


class _Page:
    """What a page of accounts changes is gathered first and written at the end, or not at all."""

    def __init__(self, work: Work, page: Sequence[DirectoryEntry], read: DirectoryRead) -> None:
        self._work = work
        self._page = page
        self._read = read
        connection, ids = work.connection, [entry.slack_id for entry in page]
        self._owners: dict[str, list[SlackContact]] = {}
        for contact in queries.contacts_at(connection, ids):
            self._owners.setdefault(contact.address, []).append(contact)
        self._known = queries.entries(connection, ids)
        self._by_email = queries.people_with_emails(connection, {entry.email.lower() for entry in page if entry.email})
        #: Through which accounts people are reached, as it will be after this page.
        self._working = self._accounts_of_all()
        self._kept: list[Entry] = []
        self._given: list[tuple[int, str]] = []
        self._back: list[SlackContact] = []
        self._gone: list[SlackContact] = []

    def carry_out(self) -> None:
        for entry in self._page:
            if entry.is_active:
                self._look_at_active(entry)
            else:
                self._look_at_deactivated(entry)
        read = self._read
        read.accounts += len(self._page)
        read.linked += len(self._given)
        read.back += len(self._back)
        read.gone += len(self._gone)
        for person_id, accounts in self._working.items():
            if accounts:
                read.leavers.pop(person_id, None)
        if not read.dry_run:
            self._write()

    def _accounts_of_all(self) -> dict[int, set[str]]:
        mentioned = {person_id for person_ids in self._by_email.values() for person_id in person_ids}
        mentioned |= {contact.person_id for owned in self._owners.values() for contact in owned}
        working = queries.working_accounts(self._work.connection, mentioned)
        read = self._read
        return {
            person_id: (working.get(person_id, set()) | read.given.get(person_id, set())) - read.lost
            for person_id in mentioned
        }

    def _look_at_active(self, entry: DirectoryEntry) -> None:
        if owned := self._owners.get(entry.slack_id):
            back = [one for one in owned if one.state == ContactState.GONE and one.reason == LEFT_SLACK]
            self._back += back
            for contact in back:
                self._works(contact.person_id, entry.slack_id)
            self._keep(entry, EntryState.MATCHED, owned[0].person_id)
            return
        person_id = self._person_with(entry.email)
        if person_id is None:
            self._propose(entry)
            return
        if not self._working[person_id]:
            self._given.append((person_id, entry.slack_id))
            self._works(person_id, entry.slack_id)
        self._keep(entry, EntryState.MATCHED, person_id)

    def _works(self, person_id: int, slack_id: str) -> None:
        self._working[person_id].add(slack_id)
        self._read.given.setdefault(person_id, set()).add(slack_id)

    def _propose(self, entry: DirectoryEntry) -> None:
        known = self._known.get(entry.slack_id)
        # Ignored as a new person; not as a leaver, who is back.
        if known is not None and known.state is EntryState.IGNORED and known.person_id is None:
            self._keep(entry, EntryState.IGNORED, None)
            return
        self._read.new.append(entry)
        self._keep(entry, EntryState.NEW, None)

    def _look_at_deactivated(self, entry: DirectoryEntry) -> None:
        owned = self._owners.get(entry.slack_id, [])
        self._gone += [contact for contact in owned if contact.state != ContactState.GONE]
        self._read.lost.add(entry.slack_id)
        for contact in owned:
            self._working[contact.person_id].discard(entry.slack_id)
        if owned:
            person_id = next((contact.person_id for contact in owned if contact.is_active), None)
        else:
            person_id = self._person_with(entry.email)
        known = self._known.get(entry.slack_id)
        if person_id is None:
            # An account nobody ever had here is none of our business.
            if known is not None:
                self._keep(entry, EntryState.LEFT, known.person_id)
        elif known is not None and known.state is EntryState.IGNORED and known.person_id == person_id:
            self._keep(entry, EntryState.IGNORED, person_id)
        else:
            self._read.leavers[person_id] = entry.slack_id
            self._keep(entry, EntryState.LEFT, person_id)

    def _person_with(self, email: str) -> int | None:
        """The one active person with this address; none where several share it."""
        found = self._by_email.get(email.lower(), ()) if email else ()
        return found[0] if len(found) == 1 else None

    def _keep(self, entry: DirectoryEntry, state: EntryState, person_id: int | None) -> None:
        self._kept.append(Entry(entry.slack_id, entry.name, entry.email, state, person_id))

    def _write(self) -> None:
        work, doer = self._work, doer_of(self._work)
        gone, back = [contact.id for contact in self._gone], [contact.id for contact in self._back]
        queries.change_states(work.connection, gone, ContactState.GONE, LEFT_SLACK, doer, work.now)
        queries.change_states(work.connection, back, ContactState.UNVERIFIED, FOUND, doer, work.now)
        self._write_given(doer)
        queries.keep_entries(work.connection, self._kept, work.now)
        contacts_stopped(work, gone, LEFT_SLACK)
        reached = {contact.person_id for contact in self._back} | {person_id for person_id, _ in self._given}
        reach_changed(work, sorted(reached))
        if self._given or gone or back:
            note(work, "directory_read", linked=len(self._given), gone=len(gone), back=len(back))

    def _write_given(self, doer: Doer) -> None:
        work = self._work
        positions = queries.last_positions(work.connection, [person_id for person_id, _ in self._given])
        rows = [
            {
                "person_id": person_id,
                "channel": ChannelKind.SLACK,
                "address": slack_id,
                "position": positions.get(person_id, 0) + 1,
                "state": ContactState.UNVERIFIED,
                "state_reason": FOUND,
                "state_since": work.now,
            }
            for person_id, slack_id in self._given
        ]
        people.add_contacts(work.connection, rows, doer, work.now)
