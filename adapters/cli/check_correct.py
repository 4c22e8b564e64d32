"""`anpi check correct` and `anpi check cancel`: whoever got the words before is told."""

from __future__ import annotations

import click

from adapters.cli.check_start import check_argument
from adapters.cli.program import Program
from adapters.cli.terminal import operator, plain_refusals
from bot.corrections import CheckWords, changes
from bot.short_form import LEVELS
from bot.vocabulary import Locale
from flows.cancel_check import CancelCheck, cancel_check
from flows.correct_check import CorrectCheck, Receivers, correct_check, correction_outlook, words_sent
from flows.work import Lane


def add_correct_commands(check: click.Group, program: Program) -> None:
    @check.command()
    @check_argument
    @click.option("--title", help="The title as it should be.")
    @click.option("--message", help="The message as it should be.")
    @click.option("--level", type=click.Choice(["0", *map(str, LEVELS)]), help="The warning level; 0 for none.")
    @click.option("--action", help="What to do, in a few words.")
    @click.option("--dry-run", is_flag=True, help="Send nothing: tell what would be sent to how many.")
    def correct(
        check_id: int, title: str | None, message: str | None, level: str | None, action: str | None, dry_run: bool
    ) -> None:
        """Put right what a running check says.

        What is not given stays as it is. Whoever got the wrong words is told what was wrong and what is right, once,
        where they got them; all others read the right words only.
        """
        begin, policy = program.open()
        if all(given is None for given in (title, message, level, action)):
            raise click.UsageError("give at least one of --title, --message, --level, --action")
        with plain_refusals(policy.locale):
            with begin(operator(), Lane.READ) as work:
                sent = words_sent(work, check_id)
            was = sent.words
            right = CheckWords(
                was.title if title is None else title,
                was.message if message is None else message,
                was.level if level is None else int(level),
                was.action if action is None else action,
            )
            request = CorrectCheck(check_id, right, sent.version)
            with begin(operator(), Lane.READ) as work:
                receivers = correction_outlook(work, request).receivers
            if not dry_run:
                with begin(operator(), Lane.FANOUT) as work:
                    correct_check(work, request)
        _tell_changes(was, right)
        if sent.corrected:
            click.echo("It has been corrected before: a second correction confuses.", err=True)
        verb = "Nothing was sent. It would go" if dry_run else f"Check {check_id} is corrected. It goes"
        click.echo(f"{verb} to {_places(receivers)}.")

    @check.command()
    @check_argument
    @click.option("--reason", default="", help="Why, in one line: told to everybody who was asked.")
    def cancel(check_id: int, reason: str) -> None:
        """Cancel a check that was a mistake, or is planned for later.

        Whoever was asked is told that no answer is needed; answers and calls for help are heard all the same.
        """
        begin, policy = program.open()
        with plain_refusals(policy.locale), begin(operator(), Lane.FANOUT) as work:
            done = cancel_check(work, CancelCheck(check_id, reason))
        what = "whoever was asked is told" if done.had_started else "it will not start"
        click.echo(f"Check {check_id} is cancelled: {what}.")


def _tell_changes(wrong: CheckWords, right: CheckWords) -> None:
    for one in changes(wrong, right, Locale.EN):
        click.echo(f"  wrong: {one.wrong or '(nothing)'}")
        click.echo(f"  right: {one.right or '(nothing)'}")


def _places(receivers: Receivers) -> str:
    """`4 people (slack 3, line 1)`: addresses by channel."""
    by_channel = ", ".join(f"{kind} {number}" for kind, number in sorted(receivers.by_channel.items()))
    return f"{receivers.people} people{by_channel and f' ({by_channel})'}"
