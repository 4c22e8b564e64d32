"""`anpi check start|list|show|remind|close`."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import click
from click.core import ParameterSource

from adapters.cli.program import Program
from adapters.cli.terminal import as_json_option, operator, plain_refusals, print_json
from adapters.cli.units import ids_of_units, unit_option
from bot.boards import stopped_channel
from bot.commands import speaks_of_a_drill
from bot.durations import parse_duration
from bot.schedule import ReminderPlan
from bot.vocabulary import CheckKind, Locale, Reach
from flows.board_link import manager_to_link
from flows.close_check import CloseCheck, close_check
from flows.find_person import PersonRef
from flows.offer_start import offer_start
from flows.remind import RemindNow, remind_now
from flows.show_check import CheckLine, CheckView, list_checks, show_check
from flows.start_check import CheckStarted, SimilarActive, StartCheck, start_check
from flows.work import Begin, Lane, Policy

#: As many bits as an id has in the database.
_check_argument = click.argument("check_id", type=click.IntRange(1, 2**63 - 1))


class Duration(click.ParamType[timedelta]):
    """`45s`, `10m`, `2h`, `1d`."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        if isinstance(value, timedelta):
            return value
        try:
            return parse_duration(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def add_check_commands(anpi: click.Group, program: Program) -> None:
    @anpi.group(short_help="Safety checks: start, list, show, remind, close.")
    def check() -> None:
        """Safety checks: start one, see it, ask the silent again, close it."""

    _add_start(check, program)
    _add_show(check, program)
    _add_remind_and_close(check, program)


def _add_start(check: click.Group, program: Program) -> None:
    @check.command()
    @click.argument("title")
    @click.option("--kind", type=click.Choice(_words(CheckKind)), default="real", show_default=True)
    @click.option("--drill", is_flag=True, help="The same as --kind drill.")
    @click.option("--message", default="", help="A few words to everybody asked.")
    @unit_option
    @click.option(
        "--reach",
        type=click.Choice(_words(Reach)),
        default="all",
        show_default=True,
        help="All contacts of a person at once, or the next one with each reminder.",
    )
    @click.option("--remind-first", type=Duration(), help="The first reminder after, such as 10m.")
    @click.option(
        "--remind-every", type=Duration(), multiple=True, help="The next ones after; repeatable, the last one repeats."
    )
    @click.option("--remind-most", type=click.IntRange(0, 50), help="At most so many reminders; 0 for none.")
    @click.option("--close-after", type=Duration(), help="Close by itself after, such as 2d.")
    @click.option("--channel", default="", metavar="ID", help="A Slack channel for the prompt and the board.")
    @click.option("--yes", is_flag=True, help="Start although a similar check is active.")
    @as_json_option
    @click.pass_context
    def start(
        context: click.Context,
        title: str,
        kind: str,
        drill: bool,
        message: str,
        units: tuple[str, ...],
        reach: str,
        remind_first: timedelta | None,
        remind_every: tuple[timedelta, ...],
        remind_most: int | None,
        close_after: timedelta | None,
        channel: str,
        yes: bool,
        as_json: bool,
    ) -> None:
        """Ask everybody, or the people of some units. TITLE says what has happened; give it in quotes."""
        begin, policy = program.open()
        check_kind = CheckKind.DRILL if drill else CheckKind(kind)
        with plain_refusals(policy.locale):
            with begin(operator(), Lane.READ) as work:
                unit_ids = ids_of_units(offer_start(work).units, units, policy.locale)
            request = StartCheck(
                kind=check_kind,
                title=title,
                message=message,
                unit_ids=unit_ids,
                reach=Reach(reach),
                plan=_plan(policy.plans[check_kind], remind_first, remind_every, remind_most),
                closes_after=close_after,
                slack_channel=channel,
                confirmed=yes,
            )
            with begin(operator(), Lane.FANOUT) as work:
                started = start_check(work, request)
        if isinstance(started, SimilarActive):
            raise click.ClickException(
                f"check {started.check_id} 「{started.title}」 already asks some of these people "
                f"({started.silent} silent); add --yes to start another one"
            )
        if as_json:
            with begin(operator(), Lane.READ) as work:
                print_json(view_as_json(show_check(work, started.check_id)))
        else:
            click.echo(f"Check {started.check_id} 「{started.title}」 asks {started.roll} people.")
            if speaks_of_a_drill(title) and not drill and not _was_typed(context, "kind"):
                click.echo("It is a real check. If it is meant as a drill, close it and add --drill.", err=True)
            _tell_who_is_missed(started)


def _tell_who_is_missed(started: CheckStarted) -> None:
    if started.on_leave:
        click.echo(f"On leave, not asked: {started.on_leave}.")
    if started.unreachable:
        has = "has" if started.unreachable == 1 else "have"
        click.echo(f"{started.unreachable} of them {has} no working contact.", err=True)


def _was_typed(context: click.Context, option: str) -> bool:
    return context.get_parameter_source(option) is ParameterSource.COMMANDLINE


def _words(choices: type[StrEnum]) -> list[str]:
    """What may be typed: the words themselves, not the names of the members."""
    return [choice.value for choice in choices]


def _local(moment: datetime | None, policy: Policy) -> str:
    return moment.astimezone(policy.zone).strftime("%m-%d %H:%M") if moment else ""


def _plan(
    usual: ReminderPlan, first: timedelta | None, every: tuple[timedelta, ...], most: int | None
) -> ReminderPlan | None:
    if first is None and not every and most is None:
        return None
    return ReminderPlan(
        first or usual.first_after,
        every or usual.every,
        usual.at_most if most is None else most,
        usual.quiet_from,
        usual.quiet_until,
    )


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
            started = _local(line.started_at, policy)
            click.echo(f"{line.check_id:>5}  {started:<11}  {line.state:<9}  {line.kind:<5}  {line.title}")

    @check.command()
    @_check_argument
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
    @_check_argument
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
    @_check_argument
    @click.option("--tell", is_flag=True, help="Tell everybody who was asked that it is over, once each.")
    def close(check_id: int, tell: bool) -> None:
        """Ask nobody any more; answers go on being accepted."""
        begin, policy = program.open()
        with plain_refusals(policy.locale), begin(operator(), Lane.FANOUT) as work:
            done = close_check(work, CloseCheck(check_id, tell=tell))
        told = "; everybody who was asked is told" if tell and not done.already else ""
        click.echo(f"Check {done.check_id} {'had been closed already' if done.already else 'is closed'}{told}.")


def line_as_json(line: CheckLine) -> dict[str, Any]:
    """One row of `anpi check list --json`."""
    return {
        "id": line.check_id,
        "kind": line.kind,
        "title": line.title,
        "state": line.state,
        "started_at": line.started_at,
    }


def view_as_json(view: CheckView) -> dict[str, Any]:
    """`anpi check show --json`: the five counts add up to `roll`."""
    return {
        "id": view.check_id,
        "kind": view.kind,
        "title": view.title,
        "state": view.state,
        "started_at": view.started_at,
        "closed_at": view.closed_at,
        "roll": view.roll,
        "counts": {standing.value: count for standing, count in view.counts.items()},
        "guests": view.guests,
        "unclaimed_help": view.unclaimed_help,
        "reminders_sent": view.reminders_sent,
        "next_reminder_at": view.next_reminder_at,
        "deliveries": view.deliveries,
        "unreachable": view.unreachable,
        "stopped_channels": [{"channel": one.channel, "reason": one.reason} for one in view.stopped_channels],
        "boards_maybe_doubled": view.boards_maybe_doubled,
    }
