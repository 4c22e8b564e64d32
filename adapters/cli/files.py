"""Files as the command line reads and writes them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from adapters.cli.terminal import plain_file_errors
from bot.csv_reading import FileError

FILE = click.Path(path_type=Path)


def content_of(file: Path) -> bytes:
    with plain_file_errors(file):
        return file.read_bytes()


def write_privately(file: Path, pieces: Iterable[bytes]) -> None:
    """Whole or not at all; readable by its owner only, since it holds everybody's contact data."""
    with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as target:
        try:
            for piece in pieces:
                target.write(piece)
            os.replace(target.name, file)
        finally:
            Path(target.name).unlink(missing_ok=True)


def tell_faults(errors: Sequence[FileError]) -> None:
    """On standard error: each with its line and column, and that nothing was changed."""
    for error in errors:
        where = f"line {error.line}" + (f", {error.column}" if error.column else "")
        click.echo(f"{where}: {error.message}", err=True)
    click.echo(f"Nothing was changed: {len(errors)} {'error' if len(errors) == 1 else 'errors'}.", err=True)


def faults_as_json(errors: Sequence[FileError]) -> list[dict[str, object]]:
    return [{"line": one.line, "column": one.column, "message": one.message} for one in errors]
