"""`anpi check start`: at once, at a moment to come, or only told what it would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any

import click
from click.core import ParameterSource

from adapters.cli.check_json import view_as_json
from adapters.cli.program import Program
from adapters.cli.terminal import as_json_option, operator, plain_refusals, print_json
from adapters.cli.units import ids_of_units, unit_option
from bot.commands import speaks_of_a_drill
from bot.durations import parse_duration
from bot.local_times import as_typed, moment_in
from bot.outlook import start_outlook
from bot.schedule import ReminderPlan
from bot.short_form import LEVELS
from bot.vocabulary import CheckKind, CheckState, Locale, Reach
from flows.offer_start import offer_start
from flows.paces import Paces
from flows.plan_check import PlanCheck, plan_check
from flows.preflight import Outlook, Preflight, preflight
from flows.show_check import show_check
from flows.start_check import CheckStarted, SimilarActive, StartCheck, start_check, title_of
from flows.telling_board import outlook_facts
from flows.work import Begin, Lane, Policy

#: As many bits as an id has in the database.
check_argument = click.argument("check_id", type=click.IntRange(1, 2**63 - 1))


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


@dataclass(frozen=True, slots=True)
class _Options:
    """What was typed beside the title. `at`, `close_at`: on the company's clock."""

    kind: str
    drill: bool
    message: str
    level: str
    action: str
    units: tuple[str, ...]
    reach: str
    remind_first: timedelta | None
    remind_every: tuple[timedelta, ...]
    remind_most: int | None
    close_after: timedelta | None
    close_at: str
    at: str
    channel: str
    yes: bool
    dry_run: bool
    as_json: bool


def add_start_commands(check: click.Group, program: Program) -> None:
    @check.command()
    @click.argument("title")
    @click.option("--kind", type=click.Choice(_words(CheckKind)), default="real", show_default=True)
    @click.option("--drill", is_flag=True, help="The same as --kind drill.")
    @click.option("--message", default="", help="A few words to everybody asked.")
    @click.option(
        "--level",
        type=click.Choice(["0", *map(str, LEVELS)]),
        default="0",
        help="The warning level (警戒レベル), if any.",
    )
    @click.option("--action", default="", help="What to do, in a few words: shown in notices and subjects.")
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
    @click.option("--close-at", default="", metavar="MOMENT", help="Close by itself then, such as 2026-11-20T18:00.")
    @click.option("--at", default="", metavar="MOMENT", help="Start then, such as 2026-11-20T15:00, by itself.")
    @click.option("--channel", default="", metavar="ID", help="A Slack channel for the prompt and the board.")
    @click.option("--yes", is_flag=True, help="Start although a similar check is active.")
    @click.option("--dry-run", is_flag=True, help="Start nothing: tell who would be asked, how, and how long it takes.")
    @as_json_option
    @click.pass_context
    def start(context: click.Context, /, title: str, **typed: Any) -> None:
        """Ask everybody, or the people of some units. TITLE says what has happened; give it in quotes.

        Moments are on the company's own clock (ANPI_TIMEZONE). What is planned with --at is started by anpi serve or
        anpi worker; it is changed in the console and cancelled there or with anpi check cancel.
        """
        _carry_out(context, program, title, _Options(**typed))


def _carry_out(context: click.Context, program: Program, title: str, typed: _Options) -> None:
    begin, policy = program.open()
    kind = CheckKind.DRILL if typed.drill else CheckKind(typed.kind)
    with plain_refusals(policy.locale):
        with begin(operator(), Lane.READ) as work:
            unit_ids, now = ids_of_units(offer_start(work).units, typed.units, policy.locale), work.now
        starts_at = _moment(typed.at, policy.zone, "--at")
        request = StartCheck(
            kind=kind,
            title=title,
            message=typed.message,
            level=int(typed.level),
            action=typed.action,
            unit_ids=unit_ids,
            reach=Reach(typed.reach),
            plan=_plan(policy.plans[kind], typed.remind_first, typed.remind_every, typed.remind_most),
            closes_after=_closes_after(typed, policy.zone, starts_at or now),
            slack_channel=typed.channel,
            confirmed=typed.yes,
        )
        if typed.dry_run:
            _tell_outlook(program, begin, request, typed.as_json)
        elif starts_at is not None:
            _plan_for_later(begin, policy, request, starts_at, typed.as_json)
        else:
            _start(begin, request, typed.as_json)
    if not typed.dry_run and not typed.as_json and _may_be_a_drill(context, title, kind):
        click.echo("It is a real check. If it is meant as a drill, close it and add --drill.", err=True)


def _start(begin: Begin, request: StartCheck, as_json: bool) -> None:
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
        return
    click.echo(f"Check {started.check_id} 「{started.title}」 asks {started.roll} people.")
    _tell_who_is_missed(started)


def _tell_who_is_missed(started: CheckStarted) -> None:
    if started.on_leave:
        click.echo(f"On leave, not asked: {started.on_leave}.")
    if started.unreachable:
        has = "has" if started.unreachable == 1 else "have"
        click.echo(f"{started.unreachable} of them {has} no working contact.", err=True)


def _plan_for_later(begin: Begin, policy: Policy, request: StartCheck, starts_at: datetime, as_json: bool) -> None:
    with begin(operator(), Lane.FANOUT) as work:
        planned = plan_check(work, PlanCheck(request, starts_at))
    if as_json:
        facts = {"id": planned.check_id, "kind": planned.kind, "title": planned.title, "state": CheckState.SCHEDULED}
        print_json(facts | {"starts_at": planned.starts_at})
        return
    when = as_typed(planned.starts_at, policy.zone).replace("T", " ")
    click.echo(f"Check {planned.check_id} 「{planned.title}」 starts by itself at {when} ({policy.zone}).")


def _paces(program: Program) -> Paces:
    """Without them as many people are told, and no times."""
    try:
        return program.whole().paces
    except program.plain_errors as error:
        click.echo(f"How long it takes is not told: {error}", err=True)
        return Paces(())


def _tell_outlook(program: Program, begin: Begin, request: StartCheck, as_json: bool) -> None:
    title_of(request)
    paces = _paces(program)
    known = paces.now()
    with begin(operator(), Lane.READ) as work:
        outlook = preflight(work, Preflight(request.unit_ids, request.reach), known, paces.in_force)
    if as_json:
        print_json(_outlook_as_json(outlook))
        return
    click.echo("Nothing was started. If it were started now:")
    click.echo(start_outlook(outlook_facts(outlook), Locale.EN))
    if outlook.unreachable:
        click.echo("Who they are: anpi contacts missing", err=True)


def _outlook_as_json(outlook: Outlook) -> dict[str, Any]:
    channels = {
        one.channel.value: {
            "people": one.people,
            "messages": one.messages,
            "only": one.only,
            "needs_seconds": _seconds(one.needs),
            "left": one.left,
        }
        for one in outlook.channels
    }
    return {
        "people": outlook.people,
        "unreachable": outlook.unreachable,
        "on_leave": outlook.on_leave,
        "channels": channels,
        "most_after_seconds": _seconds(outlook.most_after),
    }


def _seconds(length: timedelta | None) -> float | None:
    """None: nobody knows."""
    return None if length is None else round(length.total_seconds(), 1)


def _closes_after(typed: _Options, zone: tzinfo, starts_at: datetime) -> timedelta | None:
    closes_at = _moment(typed.close_at, zone, "--close-at")
    if closes_at is None:
        return typed.close_after
    if typed.close_after is not None:
        raise click.UsageError("--close-after and --close-at say the same thing: give one of them")
    if closes_at <= starts_at:
        raise click.UsageError("--close-at must be later than the start")
    return closes_at - starts_at


def _moment(text: str, zone: tzinfo, option: str) -> datetime | None:
    if not text:
        return None
    try:
        return moment_in(text, zone)
    except ValueError as error:
        raise click.UsageError(f"{option}: {text!r} is no moment such as 2026-11-20T15:00 ({zone})") from error


def _may_be_a_drill(context: click.Context, title: str, kind: CheckKind) -> bool:
    was_said = context.get_parameter_source("kind") is ParameterSource.COMMANDLINE
    return kind is CheckKind.REAL and speaks_of_a_drill(title) and not was_said


def _words(choices: type[StrEnum]) -> list[str]:
    """What may be typed: the words themselves, not the names of the members."""
    return [choice.value for choice in choices]


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
