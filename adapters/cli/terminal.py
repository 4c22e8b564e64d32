"""How the command line speaks: one clear sentence on standard error, JSON where asked, progress on a terminal."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import click

from bot.refusals import refusal
from bot.vocabulary import Locale
from flows.errors import FlowError
from flows.work import Operator


def operator() -> Operator:
    """Who types: goes into the audit log."""
    try:
        return Operator(f"cli:{getpass.getuser()}")
    except (KeyError, OSError):
        return Operator("cli")


@contextmanager
def plain_errors(locale: Locale = Locale.EN) -> Iterator[None]:
    """A flow's refusal becomes one sentence and exit code 1."""
    try:
        yield
    except FlowError as error:
        raise click.ClickException(refusal(error.code, locale, error.params)) from error


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    raise TypeError(type(value))


def show_progress(done: int, of: int) -> None:
    """On standard error, and only where somebody looks."""
    if sys.stderr.isatty():
        click.echo(f"\r  {done:,} / {of:,}", err=True, nl=done >= of)
