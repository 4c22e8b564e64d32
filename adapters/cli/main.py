"""The `anpi` command: groups and the commands that run the product."""

from __future__ import annotations

from collections.abc import Iterator

import click

from adapters.cli.api import add_api_commands
from adapters.cli.checks import add_check_commands
from adapters.cli.company import add_company_commands
from adapters.cli.contacts import add_contact_commands
from adapters.cli.line_menu import add_line_commands
from adapters.cli.message import add_message_commands
from adapters.cli.program import Finding, Program
from adapters.cli.retention import add_retention_command
from adapters.cli.terminal import PlainGroup, as_json_option, print_json

_port_option = click.option(
    "--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one."
)


def create_cli(program: Program) -> click.Group:
    """`program` makes the parts; nothing is opened before a command runs."""

    @click.group(cls=PlainGroup, context_settings={"help_option_names": ["-h", "--help"]})
    @click.version_option(package_name="anpi")
    def anpi() -> None:
        """Anpi (安否): asks everybody in Slack, LINE and mail whether they are safe.

        Try `anpi demo` first. Settings come from the environment or a .env file: see README.md.
        """

    anpi.plain_errors = program.plain_errors
    _add_trying_commands(anpi, program)
    _add_running_commands(anpi, program)
    _add_doctor(anpi, program)
    add_check_commands(anpi, program)
    add_company_commands(anpi, program)
    add_retention_command(anpi, program)
    add_contact_commands(anpi, program)
    add_message_commands(anpi, program)
    add_line_commands(anpi, program)
    add_api_commands(anpi, program)
    return anpi


def _add_trying_commands(anpi: click.Group, program: Program) -> None:
    @anpi.command(short_help="See a sample company asked and answering.")
    @click.option("--once", is_flag=True, help="Play the story and end; exit 0 only if every step held.")
    @_port_option
    @click.option("--sabotage", type=click.Choice(program.sabotages), help="Break a part, to see the step named.")
    @click.pass_context
    def demo(context: click.Context, once: bool, port: int, sabotage: str | None) -> None:
        """Play one safety check from start to close in the terminal, then keep the board and the phones open.

        A sample company of 40, on stand-ins for Slack, LINE and a mail server. Nothing leaves this computer, and no
        setting of yours is used.
        """
        context.exit(program.demo(once, port, sabotage or ""))

    @anpi.command(short_help="The phones of the demo, nothing played.")
    @_port_option
    def sandbox(port: int) -> None:
        """The sample company and the page with its phones, to play a safety check by hand."""
        program.sandbox(port)


def _add_running_commands(anpi: click.Group, program: Program) -> None:
    @anpi.command(short_help="Run the product: web and cycle.")
    @click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 listens on every address.")
    @_port_option
    def serve(host: str, port: int) -> None:
        """Web and cycle in one process. SIGTERM or Ctrl+C: what was begun is finished, then it ends."""
        program.serve(host, port)

    @anpi.command(short_help="Run the cycle only, beside `anpi serve`.")
    def worker() -> None:
        """The cycle only: another process that sends and reminds, on the same database as `anpi serve`."""
        program.worker()

    @anpi.group(short_help="The database: upgrade.")
    def db() -> None:
        """The database."""

    @db.command()
    def upgrade() -> None:
        """Bring the database to this program's revision; a new one is made."""
        changed = program.upgrade_database()
        click.echo("The database was upgraded." if changed else "The database is up to date.")


def _add_doctor(anpi: click.Group, program: Program) -> None:
    @anpi.command(short_help="Prove each part with a real call.")
    @click.option("--mail-to", default="", metavar="ADDRESS", help="Send a test mail there.")
    @as_json_option
    @click.pass_context
    def doctor(context: click.Context, mail_to: str, as_json: bool) -> None:
        """Prove each part with a real call and say in one line each what to do. Exit 1 where a part is not well."""
        findings = []
        for finding in _findings(program, mail_to):
            findings.append(finding)
            if not as_json:
                click.echo(f"{'✓' if finding.ok else '✗'} {finding.name}: {finding.detail}")
        ok = all(finding.ok for finding in findings)
        if as_json:
            checks = [{"name": one.name, "ok": one.ok, "detail": one.detail} for one in findings]
            print_json({"ok": ok, "checks": checks})
        context.exit(0 if ok else 1)


def _findings(program: Program, mail_to: str) -> Iterator[Finding]:
    """Settings that cannot be used are a finding like any other: the JSON is printed all the same."""
    try:
        yield from program.doctor(mail_to)
    except program.plain_errors as error:
        yield Finding("settings", False, str(error))
