"""Import and export of the people file (columns: README, `bot.people_file`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from flows.work import Work


@dataclass(frozen=True, slots=True)
class FileError:
    """`line` counts the header as 1; `column` is the header's name in the file, or empty for the whole line."""

    line: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class PeopleImported:
    created: int
    updated: int
    unchanged: int
    deactivated: int
    errors: tuple[FileError, ...] = field(default=())


def import_people(
    work: Work,
    content: bytes,
    dry_run: bool = False,
    deactivate_missing: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> PeopleImported:
    """All or nothing: with one bad row nothing changes and every error is listed. `progress(done, of)` now and then.

    RefusedError for anybody but a safety admin or the command line.
    """
    raise NotImplementedError


def export_people(work: Work) -> Iterator[bytes]:
    """The file in pieces, UTF-8 with BOM, formulas defused; importing it again changes nothing. In the audit log."""
    raise NotImplementedError
