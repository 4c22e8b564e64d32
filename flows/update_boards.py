"""Keep board messages current: at most one edit every 3 seconds each.

Three steps: claim (a short write), look (a read that may take its time), show and record. What changes after the claim
makes the board dirty again; what changed before it is seen by the look.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.vocabulary import Standing
from flows.check_people import people_of_check
from flows.show_check import CheckView, PersonLine, show_check
from flows.work import Work
from storage.models import boards
from storage.queries import board as queries

EDIT_EVERY = timedelta(seconds=3)
#: Longer than an edit's timeout and the queue before it.
LEASE = timedelta(seconds=60)
#: `next_edit_at` of a board that is not shown again before something changes: see `board_failed`.
_NAMES_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class BoardClaim:
    """Nobody else shows this board until the lease is over."""

    board_id: int
    token: str
    check_id: int
    #: public: counts only. managers: names as well.
    audience: str
    slack_channel: str
    #: Empty: to be posted; otherwise to be edited.
    ts: str


@dataclass(frozen=True, slots=True)
class BoardToShow:
    """A claim with what it shall show."""

    board_id: int
    token: str
    audience: str
    slack_channel: str
    ts: str
    view: CheckView
    #: Only for managers: help and injured people, worst first, at most 20.
    people: tuple[PersonLine, ...] = ()
