"""`anpi retention`."""

from __future__ import annotations

from dataclasses import asdict

import click

from adapters.cli.program import Program
from adapters.cli.terminal import as_json_option, operator, plain_refusals, print_json, show_progress
from flows.retention import DAYS_AT_MOST, Deleted, Forecast, delete_page, forecast
from flows.work import Begin, Lane


def add_retention_command(anpi: click.Group, program: Program) -> None:
    @anpi.command(short_help="Delete what was said in checks closed long ago.")
    @click.option("--dry-run", is_flag=True, help="Say what would go, delete nothing.")
    @click.option("--days", type=click.IntRange(0, DAYS_AT_MOST), help="Closed more than N days ago; 0: nothing.")
    @as_json_option
    def retention(dry_run: bool, days: int | None, as_json: bool) -> None:
        """Delete comments, places, answers and guests' data of checks closed more than N days ago.

        N is ANPI_RETENTION_DAYS where it is not given; `anpi serve` and `anpi worker` do the same once a day. The
        checks stay with their counts. What was deleted cannot be brought back: try --dry-run first.
        """
        begin, policy = program.open()
        kept_for = policy.retention_days if days is None else days
        with plain_refusals(policy.locale):
            with begin(operator(), Lane.READ) as work:
                expected = forecast(work, days)
            done = expected.would_go if dry_run else _delete(begin, days, expected.would_go)
        if as_json:
            print_json({"days": kept_for, "dry_run": dry_run, "held": expected.held, **asdict(done)})
        else:
            _tell(done, expected, kept_for, dry_run)


def _delete(begin: Begin, days: int | None, expected: Deleted) -> Deleted:
    done = Deleted()
    while True:
        with begin(operator(), Lane.FANOUT) as work:
            page = delete_page(work, days)
        if page is None:
            return done
        done += page
        show_progress(_rows(done), _rows(expected))


def _rows(deleted: Deleted) -> int:
    return deleted.answers + deleted.details + deleted.guests + deleted.help_words + deleted.replies


def _tell(done: Deleted, expected: Forecast, days: int, dry_run: bool) -> None:
    if not days:
        click.echo("Nothing is deleted: everything is kept for ever.")
        return
    figures = (
        f"checks closed more than {days} days ago: {done.checks}, answers {done.answers}, details {done.details}, "
        f"guests {done.guests}, words on calls for help {done.help_words}, unclear mails {done.replies}."
    )
    click.echo(f"Nothing was deleted; it would be: {figures}" if dry_run else f"Deleted of {figures}")
    if expected.held:
        click.echo(f"Kept until their calls for help are closed: {expected.held}")
