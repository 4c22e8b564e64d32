"""`anpi line menu install|refresh|remove|show`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from adapters.cli.program import Program
from adapters.cli.terminal import as_json_option, operator, plain_refusals, print_json, show_progress
from bot.counted import fill
from bot.reasons import in_words
from bot.vocabulary import Locale
from flows.menus_at_line import MenusAtLine, MenusBusyError, MenusStanding
from flows.ports import SendingError


def add_line_commands(anpi: click.Group, program: Program) -> None:
    @anpi.group(short_help="LINE: the menu at the foot of the chat.")
    def line() -> None:
        """What Anpi sets up at LINE."""

    @line.group(short_help="Install, refresh, remove, show.")
    def menu() -> None:
        """The menu at the foot of the chat: answer, evacuation, contacts, bulletins, language.

        Each person sees it in their own language; whoever is not linked sees one that leads to linking.
        """

    _add_install(menu, program)
    _add_remove(menu, program)
    _add_show(menu, program)


def _add_install(menu: click.Group, program: Program) -> None:
    @menu.command(short_help="Put the menu in, or this version's in place of an older one.")
    def install() -> None:
        """Put the menu in, or this version's in place of an older one. Done before, it changes nothing.

        The old menu stays until the new one is whole. Menus that are not Anpi's are left alone.
        """
        _install(program, again=False)

    @menu.command(short_help="As install, and everybody gets it once more.")
    def refresh() -> None:
        """As install, and LINE is told once more which menu each person has: for when somebody sees a wrong one."""
        _install(program, again=True)


def _add_remove(menu: click.Group, program: Program) -> None:
    @menu.command(short_help="Take the menu out.")
    def remove() -> None:
        """Take the menu out: people type words again. Menus that are not Anpi's are left alone."""
        with _menus(program, "Not everything is removed yet") as menus:
            was_there = menus.remove(operator())
        click.echo("The menu was removed." if was_there else "There was no menu of Anpi's.")


def _add_show(menu: click.Group, program: Program) -> None:
    @menu.command(short_help="Is it installed, and who has it?")
    @as_json_option
    @click.pass_context
    def show(context: click.Context, as_json: bool) -> None:
        """Say whether it is installed, is this version's and has reached everybody.

        Exit 1 where it is installed and not as it should be.
        """
        with _menus(program, "Nothing was changed") as menus:
            standing = menus.standing(operator())
        record = standing.record
        if as_json:
            facts = {"installed": bool(record.installed), "current": record.is_current, "missing": [*standing.missing]}
            people = {"accounts": record.accounts, "waiting": record.waiting, "others": standing.others}
            print_json({**facts, "default": standing.is_default, **people})
        else:
            _tell(standing)
        context.exit(0 if standing.is_well or not record.installed else 1)


def _install(program: Program, again: bool) -> None:
    with _menus(program, "The menu people had is still there") as menus:
        done = menus.install(operator(), again, show_progress)
    if done.replaced:
        click.echo(f"It took the place of the default menu “{done.replaced}”, which is still there at LINE.")
    have = fill("{number:# person has|# people have} it in their language.", {"number": done.record.accounts})
    if done.made or done.is_new:
        click.echo(f"The menu is installed. {have}")
    elif again:
        click.echo(f"Everybody has got it once more. {have}")
    else:
        click.echo(f"Nothing to do: the menu is installed and current. {have}")


def _tell(standing: MenusStanding) -> None:
    record = standing.record
    if not record.installed:
        click.echo("Not installed: anpi line menu install puts it in.")
    elif standing.is_well:
        click.echo("Installed, and the one of this version.")
    else:
        click.echo("Installed, but not as it should be: run anpi line menu install.")
    if record.installed:
        click.echo(f"Missing at LINE or older: {', '.join(standing.missing) or 'none'}")
        click.echo(f"Shown to those not linked: {'yes' if standing.is_default else 'no'}")
        click.echo(f"People linked: {record.accounts}; still to get it: {record.waiting}")
    if standing.others:
        click.echo(f"Menus that are not Anpi's: {standing.others}")


@contextmanager
def _menus(program: Program, meanwhile: str) -> Iterator[MenusAtLine]:
    """`meanwhile`: how it stands where LINE does not do what it is asked."""
    begin, policy = program.open()
    menus = program.line_menus(begin)
    if menus is None:
        raise click.ClickException("LINE is off: set ANPI_LINE_CHANNEL_ACCESS_TOKEN and ANPI_LINE_CHANNEL_SECRET.")
    with plain_refusals(policy.locale):
        try:
            yield menus
        except MenusBusyError as error:
            raise click.ClickException(
                "Another process of Anpi is seeing to the menu: try again in a minute."
            ) from error
        except SendingError as error:
            words = in_words(error.reason, Locale.EN)
            raise click.ClickException(
                f"LINE: {words} ({error.reason}). {meanwhile}; run the command again."
            ) from error
