"""`anpi people directory`."""

from __future__ import annotations

import sys
from typing import Protocol

import click

from adapters.cli.terminal import as_json_option, operator, plain_refusals, print_json
from flows.directory_proposals import Leaver, deactivate_leavers, name_leavers
from flows.ports import Directory, DirectoryError
from flows.read_directory import DirectoryRead, read_directory
from flows.work import Begin, Lane, Policy


class DirectoryProgram(Protocol):
    """What this command needs of the composition root."""

    def open(self) -> tuple[Begin, Policy]: ...

    def directory(self, begin: Begin) -> Directory | None:
        """Slack's, closed when the command ends; None where Slack is off."""
        ...


def add_directory_command(people: click.Group, program: DirectoryProgram) -> None:
    @people.command(short_help="Read the Slack directory: accounts, new people, leavers.")
    @click.option("--dry-run", is_flag=True, help="Say what would change, change nothing.")
    @click.option("--deactivate-leavers", "deactivates", is_flag=True, help="People whose account is gone have left.")
    @as_json_option
    def directory(dry_run: bool, deactivates: bool, as_json: bool) -> None:
        """Read once who has a Slack account, and match people by mail address.

        People without a Slack contact get the account that has their address; an account deactivated in Slack works
        no more. Whom nobody matches, and whose account is gone, is only named. Slack allows 4,000 accounts a minute.
        """
        begin, policy = program.open()
        source = program.directory(begin)
        if source is None:
            raise click.ClickException("Slack is off: set ANPI_SLACK_BOT_TOKEN first")
        with plain_refusals(policy.locale):
            try:
                read = read_directory(begin, operator(), source, dry_run, _show_accounts)
            except DirectoryError as error:
                raise click.ClickException(f"Slack's directory could not be read to its end: {error}") from error
            finally:
                _end_progress()
            leavers = _leavers(begin, read, deactivates)
        deactivated = len(leavers) if deactivates else 0
        if as_json:
            print_json(_as_json(read, leavers, deactivated))
        else:
            _tell(read, leavers, deactivated)


def _leavers(begin: Begin, read: DirectoryRead, deactivates: bool) -> tuple[Leaver, ...]:
    with begin(operator(), Lane.READ if read.dry_run or not deactivates else Lane.FANOUT) as work:
        if deactivates and not read.dry_run:
            return deactivate_leavers(work, read.leavers.values())
        return name_leavers(work, read.leavers)


def _show_accounts(accounts: int) -> None:
    """How many there are Slack tells only with the last page."""
    if sys.stderr.isatty():
        click.echo(f"\r  {accounts:,} accounts", err=True, nl=False)


def _end_progress() -> None:
    if sys.stderr.isatty():
        click.echo(err=True)


def _tell(read: DirectoryRead, leavers: tuple[Leaver, ...], deactivated: int) -> None:
    figures = (
        f"{read.accounts:,} accounts; linked {read.linked}, back {read.back}, gone {read.gone}, new {len(read.new)}, "
        f"leavers {len(leavers)}" + (", all deactivated." if deactivated else ".")
    )
    click.echo(f"Nothing was changed; it would be: {figures}" if read.dry_run else figures)
    for entry in read.new:
        click.echo(f"New: {entry.slack_id} {entry.name}" + (f" {entry.email}" if entry.email else ""))
    for leaver in leavers:
        click.echo(f"Slack account gone: {leaver.employee_no} {leaver.name}")


def _as_json(read: DirectoryRead, leavers: tuple[Leaver, ...], deactivated: int) -> dict[str, object]:
    return {
        "accounts": read.accounts,
        "linked": read.linked,
        "back": read.back,
        "gone": read.gone,
        "new": [{"slack_id": one.slack_id, "name": one.name, "email": one.email} for one in read.new],
        "leavers": [{"slack_id": one.slack_id, "employee_no": one.employee_no, "name": one.name} for one in leavers],
        "deactivated": deactivated,
    }
