"""`anpi contacts import|export`."""

from __future__ import annotations

from pathlib import Path

import click

from adapters.cli.files import FILE, content_of, faults_as_json, tell_faults, write_privately
from adapters.cli.program import Program
from adapters.cli.terminal import (
    as_json_option,
    operator,
    plain_file_errors,
    plain_refusals,
    print_json,
    show_progress,
)
from bot.vocabulary import Locale
from flows.import_contacts import (
    ContactsImported,
    ContactsToImport,
    export_contacts_file,
    import_contacts,
    note_contacts_tried,
    try_contacts,
)
from flows.work import Begin, Lane


def add_contacts_file_commands(contacts: click.Group, program: Program) -> None:
    @contacts.command("import", short_help="Add and change contacts from a CSV file.")
    @click.argument("file", type=FILE)
    @click.option("--dry-run", is_flag=True, help="Say what would change, change nothing.")
    @click.option("--replace", is_flag=True, help="Whoever is in the file has exactly the file's contacts.")
    @as_json_option
    @click.pass_context
    def import_(context: click.Context, file: Path, dry_run: bool, replace: bool, as_json: bool) -> None:
        """Add and change contacts from a CSV file (UTF-8 or CP932), one line a contact.

        With one bad line nothing is changed. Columns: docs/administrators.md.
        """
        content = content_of(file)
        begin, policy = program.open()
        with plain_refusals(policy.locale):
            done = _tried(begin, content, replace) if dry_run else _imported(begin, content, replace)
        if as_json:
            print_json(import_as_json(done))
        elif done.errors:
            tell_faults(done.errors)
        else:
            _tell(done, dry_run)
        context.exit(1 if done.errors else 0)

    @contacts.command("export", short_help="Write all contacts into a CSV file.")
    @click.argument("file", type=FILE)
    def export(file: Path) -> None:
        """Write all contacts into a CSV file that `import` reads again, readable by you only. In the audit log."""
        begin, policy = program.open()
        with plain_refusals(policy.locale), begin(operator()) as work, plain_file_errors(file):
            write_privately(file, export_contacts_file(work, Locale.EN))
        click.echo(f"Written to {file}.")


def _imported(begin: Begin, content: bytes, replace: bool) -> ContactsImported:
    with begin(operator(), Lane.FANOUT) as work:
        return import_contacts(work, ContactsToImport(content, replace), show_progress)


def _tried(begin: Begin, content: bytes, replace: bool) -> ContactsImported:
    with begin(operator(), Lane.READ) as work:
        tried = try_contacts(work, ContactsToImport(content, replace), show_progress)
    with begin(operator()) as work:
        note_contacts_tried(work, tried)
    return tried


def _tell(done: ContactsImported, dry_run: bool) -> None:
    figures = f"{done.added} added, {done.changed} changed, {done.removed} removed, {done.unchanged} unchanged."
    click.echo(f"Nothing was changed; it would be: {figures}" if dry_run else figures)
    for contact in done.gone:
        click.echo(f"Removed: {contact.employee_no} {contact.channel} {contact.address}")
    if done.removed > len(done.gone):
        click.echo(f"Removed: {done.removed - len(done.gone)} more")


def import_as_json(done: ContactsImported) -> dict[str, object]:
    """`anpi contacts import --json`."""
    return {
        "added": done.added,
        "changed": done.changed,
        "removed": done.removed,
        "unchanged": done.unchanged,
        "people": done.people,
        "errors": faults_as_json(done.errors),
    }
