"""Writes what the people file changes, a page of people at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.people_file import PersonRow
from bot.vocabulary import ContactState
from flows.audit import doer_of, note
from flows.contact_change import reach_changed, remove_contacts
from flows.people_changes import PersonChange
from flows.work import Work
from storage.queries import people as queries
from storage.queries import units


class Writing:
    """Counts as it goes; a dry run only counts."""

    def __init__(self, work: Work, dry_run: bool) -> None:
        self.created = 0
        self.updated = 0
        #: Paths, those above before those below.
        self.new_units: list[str] = []
        self._work = work
        self._dry_run = dry_run
        self._units: dict[str, int] = {}
        self._sites: dict[str, int] = {}
        self._reached_anew: list[int] = []

    def prepare(self, rows: Sequence[PersonRow]) -> None:
        """Units and sites that the file names and nobody has yet. A managed unit makes none: it may be misspelt."""
        connection = self._work.connection
        paths = {path for row in rows for path in row.units}
        self.new_units = units.missing_paths(connection, paths)
        if self._dry_run:
            return
        self._units = units.add_paths(connection, paths)
        named = {row.site for row in rows if row.site}
        queries.add_sites(connection, sorted(named - queries.ids_of_sites(connection).keys()))
        self._sites = queries.ids_of_sites(connection)

    def write(self, changes: Sequence[PersonChange]) -> None:
        new = [change for change in changes if change.person_id is None]
        old = [change for change in changes if change.person_id is not None]
        self.created += len(new)
        self.updated += len(old)
        if self._dry_run:
            return
        connection = self._work.connection
        ids = queries.add_people(connection, [self._new_row(change) for change in new])
        for change in new:
            change.person_id = ids[change.employee_no]
        queries.change_people(connection, [self._changed_row(change) for change in old])
        self._write_units(changes)
        self._write_contacts(changes)
        self._note_roles(changes)

    def finish(self) -> None:
        """After the last page: the boards of active checks follow."""
        reach_changed(self._work, self._reached_anew)

    def _facts(self, change: PersonChange) -> dict[str, Any]:
        facts = {name: value for name, value in change.facts.items() if name != "site"}
        return facts | {"site_id": self._sites.get(change.facts["site"]), "updated_at": self._work.now}

    def _new_row(self, change: PersonChange) -> dict[str, Any]:
        return self._facts(change) | {"employee_no": change.employee_no, "created_at": self._work.now}

    def _changed_row(self, change: PersonChange) -> dict[str, Any]:
        return self._facts(change) | {"person_id": change.person_id}

    def _write_units(self, changes: Sequence[PersonChange]) -> None:
        connection = self._work.connection
        queries.remove_memberships(connection, self._pairs(changes, lambda change: change.units_removed))
        queries.add_memberships(connection, self._pairs(changes, lambda change: change.units_added))
        queries.remove_managed_units(connection, self._pairs(changes, lambda change: change.managed_removed))
        queries.add_managed_units(connection, self._pairs(changes, lambda change: change.managed_added))

    def _pairs(
        self, changes: Sequence[PersonChange], paths_of: Callable[[PersonChange], list[str]]
    ) -> list[dict[str, Any]]:
        return [
            {"person_id": change.person_id, "unit_id": self._units[path]}
            for change in changes
            for path in paths_of(change)
        ]

    def _write_contacts(self, changes: Sequence[PersonChange]) -> None:
        connection, doer, now = self._work.connection, doer_of(self._work), self._work.now
        gone = [(change.person_id or 0, contact) for change in changes for contact in change.contacts_removed]
        # Added first: what waits for an address that is replaced goes on to the new one.
        queries.add_contacts(
            connection,
            [
                {
                    "person_id": change.person_id,
                    "channel": channel,
                    "address": address,
                    "position": position,
                    "state": ContactState.UNVERIFIED,
                    "state_since": now,
                }
                for change in changes
                for channel, address, position in change.contacts_added
            ],
            doer,
            now,
        )
        remove_contacts(self._work, gone)
        self._reached_anew += {change.person_id or 0 for change in changes if change.contacts_added} | {
            person_id for person_id, _ in gone
        }

    def _note_roles(self, changes: Sequence[PersonChange]) -> None:
        for change in changes:
            if change.facts["role"] != change.old_role:
                note(self._work, "role_changed", subject_person_id=change.person_id, role=change.facts["role"])
