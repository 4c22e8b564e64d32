"""How the command line speaks: one clear sentence on standard error, JSON where asked, progress on a terminal."""

from __future__ import annotations

import getpass
import json
import signal
import sys
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from bot.refusals import refusal
from bot.vocabulary import Locale
from flows.errors import FlowError
from flows.work import Operator

as_json_option = click.option("--json", "as_json", is_flag=True, help="Machine-readable; the shape is fixed.")


class PlainGroup(click.Group):
    """Ends with one sentence, not with a traceback, where an administrator can put the cause right."""

    plain_errors: tuple[type[Exception], ...] = ()

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except self.plain_errors as error:
            raise click.ClickException(str(error)) from error


def operator() -> Operator:
    """Who types: goes into the audit log."""
    try:
        return Operator(f"cli:{getpass.getuser()}")
    except (KeyError, OSError):
        return Operator("cli")


@contextmanager
def plain_refusals(locale: Locale) -> Iterator[None]:
    """A flow's refusal becomes one sentence in the company's language and exit code 1."""
    try:
        yield
    except FlowError as error:
        raise click.ClickException(refusal(error.code, locale, error.params)) from error


@contextmanager
def plain_file_errors(file: Path) -> Iterator[None]:
    """A file that cannot be read or written becomes one sentence and exit code 1."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror or error}") from error


def warn(sentences: Iterable[str]) -> None:
    """On standard error: what does not keep a command from running."""
    for words in sentences:
        click.echo(f"Warning: {words}", err=True)


def asked_to_stop() -> threading.Event:
    """What SIGTERM and Ctrl+C set from now on."""
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    return asked


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    raise TypeError(type(value))


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Columns side by side; a Japanese character takes two places."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def show_progress(done: int, of: int) -> None:
    """On standard error, and only where somebody looks."""
    if sys.stderr.isatty():
        click.echo(f"\r  {done:,} / {of:,}", err=True, nl=done >= of)
