"""`anpi people import|export`, `anpi admin grant|revoke`, `anpi info import`."""

from __future__ import annotations

from pathlib import Path

import click

from adapters.cli.directory import add_directory_command
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
from bot.info_file import InfoFileError, read_info
from bot.places_file import read_places
from bot.vocabulary import Role
from flows.company_info import import_info
from flows.find_person import PersonRef, find_person
from flows.grant_role import GrantRole, grant_role
from flows.line_linking import mail_link_code
from flows.people_file import PeopleImported, export_people, import_people
from flows.places import by_municipality, import_places
from flows.work import Lane


def add_company_commands(anpi: click.Group, program: Program) -> None:
    _add_people(anpi, program)
    _add_admin(anpi, program)
    _add_info(anpi, program)


def _add_people(anpi: click.Group, program: Program) -> None:
    @anpi.group(short_help="The people file: import, export; Slack's directory; link LINE by mail.")
    def people() -> None:
        """Who there is and how to reach them. Columns of the people file: docs/administrators.md."""

    _add_people_file(people, program)
    _add_link(people, program)
    add_directory_command(people, program)


def _add_people_file(people: click.Group, program: Program) -> None:
    @people.command("import", short_help="Create and update people from a CSV file.")
    @click.argument("file", type=FILE)
    @click.option("--dry-run", is_flag=True, help="Say what would change, change nothing.")
    @click.option("--deactivate-missing", is_flag=True, help="People who are not in the file have left.")
    @as_json_option
    @click.pass_context
    def import_(context: click.Context, file: Path, dry_run: bool, deactivate_missing: bool, as_json: bool) -> None:
        """Create and update people from a CSV file (UTF-8 or CP932). With one bad row nothing is changed."""
        content = content_of(file)
        begin, policy = program.open()
        with plain_refusals(policy.locale), begin(operator(), Lane.FANOUT) as work:
            done = import_people(work, content, dry_run, deactivate_missing, show_progress)
        if as_json:
            print_json(_import_as_json(done))
        else:
            _tell(done, dry_run)
        context.exit(1 if done.errors else 0)

    @people.command("export", short_help="Write everybody into a CSV file.")
    @click.argument("file", type=FILE)
    def export(file: Path) -> None:
        """Write everybody into a CSV file that `import` reads again; only you can read it. Noted in the audit log."""
        begin, policy = program.open()
        with plain_refusals(policy.locale), begin(operator()) as work, plain_file_errors(file):
            write_privately(file, export_people(work))
        click.echo(f"Written to {file}.")


def _add_link(people: click.Group, program: Program) -> None:
    @people.command(short_help="Mail people a code that links their LINE.")
    @click.argument("employee_no", nargs=-1, required=True)
    def link(employee_no: tuple[str, ...]) -> None:
        """Mail each of these people a code. Typed into the LINE chat within 24 hours it links their LINE account.

        `anpi serve` or `anpi worker` sends the mail. In Slack people get a code by themselves: /safety link.
        """
        begin, policy = program.open()
        for number in employee_no:
            with plain_refusals(policy.locale), begin(operator()) as work:
                person = find_person(work, PersonRef(employee_no=number))
                mail_link_code(work, person.id)
            click.echo(f"{number} {person.name}: a code is on its way by mail.")


def _tell(done: PeopleImported, dry_run: bool) -> None:
    if done.errors:
        tell_faults(done.errors)
        return
    figures = (
        f"{done.created} created, {done.updated} updated, {done.unchanged} unchanged, {done.deactivated} deactivated."
    )
    click.echo(f"Nothing was changed; it would be: {figures}" if dry_run else figures)
    for path in done.new_units:
        click.echo(f"New unit: {path}")


def _import_as_json(done: PeopleImported) -> dict[str, object]:
    return {
        "created": done.created,
        "updated": done.updated,
        "unchanged": done.unchanged,
        "deactivated": done.deactivated,
        "errors": faults_as_json(done.errors),
        "new_units": list(done.new_units),
    }


def _add_admin(anpi: click.Group, program: Program) -> None:
    @anpi.group(short_help="Roles: grant, revoke.")
    def admin() -> None:
        """Who may do what."""

    @admin.command()
    @click.argument("email")
    @click.option(
        "--role",
        type=click.Choice([Role.SAFETY_ADMIN.value, Role.UNIT_MANAGER.value]),
        default=Role.SAFETY_ADMIN.value,
        show_default=True,
    )
    @click.option("--unit", default="", metavar="PATH", help="For a unit manager: the unit, with all below.")
    def grant(email: str, role: str, unit: str) -> None:
        """Make the person with this address a safety admin or a unit manager."""
        begin, policy = program.open()
        with plain_refusals(policy.locale), begin(operator()) as work:
            done = grant_role(work, GrantRole(email, Role(role), unit))
        click.echo(f"{done.person_name}: {done.role}" + (f" of {', '.join(done.units)}" if done.units else ""))

    @admin.command()
    @click.argument("email")
    def revoke(email: str) -> None:
        """Take the role away from the person with this address. The last safety admin stays one."""
        begin, policy = program.open()
        with plain_refusals(policy.locale), begin(operator()) as work:
            done = grant_role(work, GrantRole(email, Role.NONE))
        click.echo(f"{done.person_name}: no role any more")


def _add_info(anpi: click.Group, program: Program) -> None:
    @anpi.group(short_help="Emergency contacts, links, routes, places: import.")
    def info() -> None:
        """The company's emergency contacts, links and evacuation routes."""

    @info.command("import")
    @click.argument("file", type=FILE)
    def import_(file: Path) -> None:
        """Replace those of the whole company by what stands in a TOML file. Example: docs/examples/info.toml.

        What belongs to a site, and bulletins, stay as they are in the console.
        """
        content = content_of(file)
        begin, policy = program.open()
        try:
            read = read_info(content, policy.locale)
        except InfoFileError as error:
            raise click.ClickException(f"{file}: nothing was changed\n{error}") from error
        with plain_refusals(policy.locale), begin(operator()) as work:
            before = import_info(work, read)
        click.echo(f"{len(read.contacts)} contacts, {len(read.links)} links, {len(read.routes)} routes.")
        click.echo(f"Replaced: {before.contacts} contacts, {before.links} links, {before.routes} routes.")
        if before.of_sites:
            click.echo(f"Of sites, and still there: {before.of_sites}.")

    @info.group(short_help="Official places to flee to: import.")
    def places() -> None:
        """Places to flee to (指定緊急避難場所), as the state and municipalities publish them."""

    @places.command("import", short_help="Take over a public CSV of places.")
    @click.argument("file", type=FILE)
    @click.pass_context
    def import_places_(context: click.Context, file: Path) -> None:
        """Take over a public CSV; it replaces what is known of the municipalities in it.

        Read are the 指定緊急避難場所 CSV of 国土地理院 and the 自治体標準オープンデータセット of a municipality
        (UTF-8 or CP932).
        """
        content = content_of(file)
        begin, policy = program.open()
        read = read_places(content, policy.locale)
        if read.errors:
            tell_faults(read.errors)
            context.exit(1)
        done = []
        for part in by_municipality(read.places):
            with plain_refusals(policy.locale), begin(operator(), Lane.FANOUT) as work:
                done.append(import_places(work, part))
        cities, replaced = sum(one.cities for one in done), sum(one.replaced for one in done)
        click.echo(f"{len(read.places)} places of {cities} municipalities; {replaced} were replaced.")
        if left_out := len(read.rows) - len(read.places):
            click.echo(f"Left out, without a name or coordinates: {left_out} rows.")
