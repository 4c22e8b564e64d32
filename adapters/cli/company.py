"""`anpi people import|export`, `anpi admin grant`, `anpi info import`."""

from __future__ import annotations

from pathlib import Path

import click

from adapters.cli.program import Program
from adapters.cli.terminal import operator, plain_errors, print_json, show_progress
from bot.info_file import InfoFileError, read_info
from bot.vocabulary import Locale, Role
from flows.company_info import import_info
from flows.grant_role import GrantRole, grant_role
from flows.people_file import PeopleImported, export_people, import_people
from flows.work import Lane

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def add_company_commands(anpi: click.Group, program: Program) -> None:
    _add_people(anpi, program)
    _add_admin(anpi, program)
    _add_info(anpi, program)


def _add_people(anpi: click.Group, program: Program) -> None:
    @anpi.group()
    def people() -> None:
        """The people file."""

    @people.command("import")
    @click.argument("file", type=_FILE)
    @click.option("--dry-run", is_flag=True, help="Say what would change, change nothing.")
    @click.option("--deactivate-missing", is_flag=True, help="People who are not in the file have left.")
    @click.option("--json", "as_json", is_flag=True)
    @click.pass_context
    def import_(context: click.Context, file: Path, dry_run: bool, deactivate_missing: bool, as_json: bool) -> None:
        """Create and update people from a CSV file; a bad row changes nothing."""
        begin, _ = program.open()
        with plain_errors(), begin(operator(), Lane.FANOUT) as work:
            done = import_people(work, file.read_bytes(), dry_run, deactivate_missing, show_progress)
        if as_json:
            print_json(_import_as_json(done))
        else:
            for error in done.errors:
                where = f"line {error.line}" + (f", {error.column}" if error.column else "")
                click.echo(f"{where}: {error.message}", err=True)
            if done.errors:
                click.echo(f"Nothing was changed: {len(done.errors)} errors.", err=True)
            else:
                click.echo(
                    f"{'Would be: ' if dry_run else ''}{done.created} created, {done.updated} updated, "
                    f"{done.unchanged} unchanged, {done.deactivated} deactivated."
                )
        context.exit(1 if done.errors else 0)

    @people.command("export")
    @click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
    def export(file: Path) -> None:
        """Write everybody into a CSV file that `import` reads again."""
        begin, _ = program.open()
        with plain_errors(), begin(operator()) as work, file.open("wb") as target:
            for piece in export_people(work):
                target.write(piece)
        click.echo(f"Written to {file}.")


def _import_as_json(done: PeopleImported) -> dict[str, object]:
    return {
        "created": done.created,
        "updated": done.updated,
        "unchanged": done.unchanged,
        "deactivated": done.deactivated,
        "errors": [{"line": e.line, "column": e.column, "message": e.message} for e in done.errors],
    }


def _add_admin(anpi: click.Group, program: Program) -> None:
    @anpi.group()
    def admin() -> None:
        """Roles."""

    @admin.command()
    @click.argument("email")
    @click.option("--role", type=click.Choice([Role.SAFETY_ADMIN, Role.UNIT_MANAGER]), default=Role.SAFETY_ADMIN)
    @click.option("--unit", default="", metavar="PATH", help="For a unit manager: the unit and all below.")
    def grant(email: str, role: str, unit: str) -> None:
        """Make the person with this address a safety admin or a unit manager."""
        begin, _ = program.open()
        with plain_errors(), begin(operator()) as work:
            done = grant_role(work, GrantRole(email, Role(role), unit))
        click.echo(f"{done.person_name}: {done.role}" + (f" of {', '.join(done.units)}" if done.units else ""))


def _add_info(anpi: click.Group, program: Program) -> None:
    @anpi.group()
    def info() -> None:
        """The company's emergency contacts, links and evacuation routes."""

    @info.command("import")
    @click.argument("file", type=_FILE)
    def import_(file: Path) -> None:
        """Replace them by what stands in a TOML file."""
        begin, _ = program.open()
        try:
            read = read_info(file.read_bytes(), Locale.EN)
        except InfoFileError as error:
            raise click.ClickException(str(error)) from error
        with plain_errors(), begin(operator()) as work:
            import_info(work, read)
        click.echo(f"{len(read.contacts)} contacts, {len(read.links)} links, {len(read.routes)} routes.")
