"""`anpi check list|show|remind|close`; what starts one is in `check_start`, what puts one right in `check_correct`."""

from __future__ import annotations

from datetime import datetime

import click

from adapters.cli.check_correct import add_correct_commands
from adapters.cli.check_json import line_as_json, view_as_json
from adapters.cli.check_start import add_start_commands, check_argument
from adapters.cli.program import Program
from adapters.cli.terminal import as_json_option, operator, plain_refusals, print_json
from bot.boards import stopped_channel
from bot.vocabulary import Locale
from flows.board_link import manager_to_link
from flows.close_check import CloseCheck, close_check
from flows.find_person import PersonRef
from flows.remind import RemindNow, remind_now
from flows.show_check import CheckView, list_checks, show_check
from flows.work import Begin, Lane, Policy


def add_check_commands(anpi: click.Group, program: Program) -> None:
    @anpi.group(short_help="Safety checks: start, list, show, remind, correct, cancel, close.")
    def check() -> None:
        """Safety checks: start one, see it, ask the silent again, put it right, close it."""

    add_start_commands(check, program)
    add_correct_commands(check, program)
    _add_show(check, program)
    _add_remind_and_close(check, program)


def _local(moment: datetime | None, policy: Policy) -> str:
    return moment.astimezone(policy.zone).strftime("%m-%d %H:%M") if moment else ""


def _add_show(check: click.Group, program: Program) -> None:
    @check.command("list")
    @as_json_option
    def list_(as_json: bool) -> None:
        """Checks, newest first."""
        begin, policy = program.open()
        with begin(operator(), Lane.READ) as work:
            lines = list_checks(work)
        if as_json:
            print_json([line_as_json(line) for line in lines])
            return
        if not lines:
            click.echo("No check has been started yet: anpi check start 'title'")
        for line in lines:
            started = _local(line.started_at or line.starts_at, policy)
            click.echo(f"{line.check_id:>5}  {started:<11}  {line.state:<9}  {line.kind:<5}  {line.title}")

    @check.command()
    @check_argument
    @click.option(
        "--link-for", "manager", default="", metavar="WHO", help="A manager's own link to the board: address or number."
    )
    @as_json_option
    def show(check_id: int, manager: str, as_json: bool) -> None:
        """The state of one check.

        --link-for prints the link to the web board for a manager, named by mail address or employee number. It is good
        for 12 hours and theirs alone; that it was made is in the audit log.
        """
        begin, policy = program.open()
        with plain_refusals(policy.locale):
            with begin(operator(), Lane.READ) as work:
                view = show_check(work, check_id)
            link = _link(program, begin, check_id, manager) if manager else ""
        if as_json:
            print_json(view_as_json(view) | ({"board_url": link} if link else {}))
            return
        _tell(view, policy)
        if link:
            click.echo(f"  board: {link}")


def _link(program: Program, begin: Begin, check_id: int, manager: str) -> str:
    who = PersonRef(email=manager) if "@" in manager else PersonRef(employee_no=manager)
    with begin(operator()) as work:
        person_id = manager_to_link(work, check_id, who)
    return program.board_link(check_id, person_id)


def _tell(view: CheckView, policy: Policy) -> None:
    since = f", since {_local(view.started_at, policy)}" if view.started_at else ""
    click.echo(f"Check {view.check_id} 「{view.title}」: {view.kind}, {view.state}{since}, {view.roll} people asked")
    for standing, count in view.counts.items():
        click.echo(f"  {standing:<8} {count:>7}")
    click.echo(
        f"  guests {view.guests}, help without an owner {view.unclaimed_help}, unreachable {view.unreachable}, "
        f"reminders sent {view.reminders_sent}"
    )
    click.echo("  messages: " + ", ".join(f"{state} {count}" for state, count in view.deliveries.items()))
    for stopped in view.stopped_channels:
        click.echo("  " + stopped_channel(stopped.channel, stopped.reason, Locale.EN))
    if view.boards_maybe_doubled:
        click.echo(f"  boards that may stand in Slack twice: {view.boards_maybe_doubled}")


def _add_remind_and_close(check: click.Group, program: Program) -> None:
    @check.command()
    @check_argument
    def remind(check_id: int) -> None:
        """Ask the silent again now."""
        begin, policy = program.open()
        with plain_refusals(policy.locale), begin(operator(), Lane.FANOUT) as work:
            done = remind_now(work, RemindNow(check_id))
        if done.just_before:
            click.echo("A reminder has just gone out: nothing was sent. Wait a minute.")
        elif done.already:
            click.echo("A reminder is already under way: nothing more was sent.")
        else:
            click.echo(f"Asked again: {done.people} (round {done.round}). No contact works: {done.out_of_reach}.")

    @check.command()
    @check_argument
    @click.option("--tell", is_flag=True, help="Tell everybody who was asked that it is over, once each.")
    def close(check_id: int, tell: bool) -> None:
        """Ask nobody any more; answers go on being accepted."""
        begin, policy = program.open()
        with plain_refusals(policy.locale), begin(operator(), Lane.FANOUT) as work:
            done = close_check(work, CloseCheck(check_id, tell=tell))
        told = "; everybody who was asked is told" if tell and not done.already else ""
        click.echo(f"Check {done.check_id} {'had been closed already' if done.already else 'is closed'}{told}.")
