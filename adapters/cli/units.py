"""Units as they are typed: `--unit 本社/開発部`, repeatable."""

from __future__ import annotations

from collections.abc import Sequence

import click

from bot.refusals import refusal
from bot.vocabulary import Locale
from flows.offer_start import UnitChoice

unit_option = click.option(
    "--unit", "units", multiple=True, metavar="PATH", help="Such as 本社/開発部, with all below; repeatable."
)


def ids_of_units(choices: Sequence[UnitChoice], paths: Sequence[str], locale: Locale) -> tuple[int, ...]:
    """click.ClickException where one of these paths is not to choose from."""
    known = {choice.path: choice.unit_id for choice in choices}
    for path in paths:
        if path not in known:
            raise click.ClickException(f"{path}: {refusal('no_unit', locale)}")
    return tuple(known[path] for path in paths)
