"""The `anpi` command: groups and the commands that run the product."""

from __future__ import annotations

import click

from adapters.cli.checks import add_check_commands
from adapters.cli.company import add_company_commands
from adapters.cli.program import Program
from adapters.cli.terminal import print_json


def create_cli(program: Program) -> click.Group:
    """`program` makes the parts; nothing is opened before a command runs."""

    @click.group(context_settings={"help_option_names": ["-h", "--help"]})
    @click.version_option(package_name="anpi")
    def anpi() -> None:
        """Anpi (安否): asks everybody in Slack, LINE and mail whether they are safe."""

    _add_running_commands(anpi, program)
    _add_doctor(anpi, program)
    add_check_commands(anpi, program)
    add_company_commands(anpi, program)
    return anpi


def _add_running_commands(anpi: click.Group, program: Program) -> None:
    @anpi.command()
    @click.option("--once", is_flag=True, help="Play the story and end; exit 0 only if every step held.")
    @click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535))
    @click.option("--sabotage", type=click.Choice(program.sabotages), help="Break a part, to see the step named.")
    @click.pass_context
    def demo(context: click.Context, once: bool, port: int, sabotage: str | None) -> None:
        """A sample company, asked and answering, with stand-ins for Slack, LINE and mail."""
        context.exit(program.demo(once, port, sabotage or ""))

    @anpi.command()
    @click.option("--host", default="127.0.0.1", show_default=True)
    @click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535))
    def serve(host: str, port: int) -> None:
        """Web and cycle in one process."""
        program.serve(host, port)

    @anpi.command()
    def worker() -> None:
        """The cycle only: a second process beside `anpi serve`, on the same database."""
        program.worker()

    @anpi.command()
    @click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535))
    def sandbox(port: int) -> None:
        """The stand-ins and the page with their phones, with an empty product to press on."""
        program.sandbox(port)

    @anpi.group()
    def db() -> None:
        """The database."""

    @db.command()
    def upgrade() -> None:
        """Bring the database to this program's revision."""
        changed = program.upgrade_database()
        click.echo("The database was upgraded." if changed else "The database is up to date.")


def _add_doctor(anpi: click.Group, program: Program) -> None:
    @anpi.command()
    @click.option("--mail-to", default="", metavar="ADDRESS", help="Send a test mail there.")
    @click.option("--json", "as_json", is_flag=True)
    @click.pass_context
    def doctor(context: click.Context, mail_to: str, as_json: bool) -> None:
        """Prove each part with a real call and say what to do."""
        findings = []
        for finding in program.doctor(mail_to):
            findings.append(finding)
            if not as_json:
                click.echo(f"{'✓' if finding.ok else '✗'} {finding.name}: {finding.detail}")
        ok = all(finding.ok for finding in findings)
        if as_json:
            print_json(
                {"ok": ok, "checks": [{"name": f.name, "ok": f.ok, "detail": f.detail} for f in findings]},
            )
        context.exit(0 if ok else 1)
