"""A few numbers for the people who watch the installation."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from flows.work import Begin, Lane, System
from storage.queries import figures


@dataclass(frozen=True, slots=True)
class Figures:
    checks_active: int
    help_cases_open: int
    #: (channel, state) -> messages of active checks.
    messages: dict[tuple[str, str], int]


def read_figures(begin: Begin) -> Figures | None:
    """Opens its own unit of work; None where the database is away or not yet at this program's revision."""
    try:
        with begin(System("metrics"), Lane.READ) as work:
            return Figures(
                figures.active_checks(work.connection),
                figures.open_help_cases(work.connection),
                figures.messages_of_active_checks(work.connection),
            )
    except SQLAlchemyError:
        return None
