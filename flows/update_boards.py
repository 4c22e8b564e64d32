"""Keep board messages current: at most one edit every 3 seconds each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.show_check import CheckView, PersonLine
from flows.work import Work

EDIT_EVERY = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class BoardToShow:
    """Claimed: nobody else shows this board until the lease is over."""

    board_id: int
    token: str
    #: public: counts only. managers: names as well.
    audience: str
    slack_channel: str
    #: Empty: to be posted; otherwise to be edited.
    ts: str
    view: CheckView
    #: Only for managers: help and injured people, worst first, at most 20.
    people: tuple[PersonLine, ...] = ()


def claim_boards(work: Work, limit: int = 10) -> tuple[BoardToShow, ...]:
    """Boards whose version moved on and whose time has come. `shown_version` is set to what is read here."""
    raise NotImplementedError


def board_shown(work: Work, board: BoardToShow, ts: str) -> None:
    raise NotImplementedError


def board_failed(work: Work, board: BoardToShow, reason: str, retry_at: datetime | None) -> None:
    """Dirty again; `retry_at` None: given up until something changes (channel gone)."""
    raise NotImplementedError
