"""A few numbers for the people who watch the installation."""

from __future__ import annotations

from dataclasses import dataclass

from flows.work import Work
from storage.queries import figures


@dataclass(frozen=True, slots=True)
class Figures:
    checks_active: int
    help_cases_open: int
    #: (channel, state) -> messages of active checks.
    messages: dict[tuple[str, str], int]


def read_figures(work: Work) -> Figures:
    """Lane READ."""
    return Figures(
        figures.active_checks(work.connection),
        figures.open_help_cases(work.connection),
        figures.messages_of_active_checks(work.connection),
    )
