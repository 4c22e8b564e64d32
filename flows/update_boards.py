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
from storage.queries import board as queries
from storage.queries import board_posts
from storage.queries.check_names import Wanted

EDIT_EVERY = timedelta(seconds=3)
#: Longer than an edit's timeout and the queue before it.
LEASE = timedelta(seconds=60)
#: How long a board is left alone after a failure that trying again does not cure.
GIVEN_UP_FOR = timedelta(minutes=10)
#: After a post of which nobody knows whether it arrived.
POST_AGAIN_AFTER = timedelta(seconds=10)
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


def claim_boards(work: Work, limit: int = 10) -> tuple[BoardClaim, ...]:
    """Boards whose version moved on and whose time has come, and those left behind by a claimant that died.

    They count as shown from here on: whatever is written after this transaction makes them dirty again.
    """
    check_ids = queries.checks_with_due_boards(work.connection, work.now, limit)
    if not check_ids:
        return ()
    queries.wait_for_writers(work.connection, check_ids)
    token = secrets.token_hex(16)
    claimed = queries.claim(work.connection, check_ids, work.now, token, LEASE, EDIT_EVERY, limit)
    return tuple(
        BoardClaim(row.id, token, row.check_id, row.audience, row.slack_channel, row.ts)
        for row in sorted(claimed, key=lambda row: int(row.id))
    )


def look_at_board(work: Work, claim: BoardClaim) -> BoardToShow:
    """Lane READ, in a transaction begun after the claim was committed. NotFoundError(no_check)."""
    worst = Wanted(claim.check_id, standings=(Standing.HELP, Standing.INJURED))
    is_for_managers = claim.audience == "managers"
    return BoardToShow(
        board_id=claim.board_id,
        token=claim.token,
        audience=claim.audience,
        slack_channel=claim.slack_channel,
        ts=claim.ts,
        view=show_check(work, claim.check_id, with_units=True),
        people=people_of_check(work.connection, worst, 0, _NAMES_AT_MOST) if is_for_managers else (),
    )


def board_shown(work: Work, board: BoardToShow, ts: str) -> None:
    """`ts` names the message for the next edit. Nothing happens where the lease has passed to somebody else.

    The wait counts from here: between claim and call other boards may have had a slow Slack to wait for.
    """
    next_edit_at = work.now + EDIT_EVERY
    queries.settle(
        work.connection, board.board_id, board.token, ts=ts, failures=0, last_error="", next_edit_at=next_edit_at
    )


def board_post_lost(work: Work, board: BoardToShow, reason: str) -> None:
    """Slack may have posted it or not: posted once more soon, then every ten minutes only, and each time counted."""
    soon, much_later = work.now + POST_AGAIN_AFTER, work.now + GIVEN_UP_FOR
    board_posts.settle_lost(work.connection, board.board_id, board.token, reason, soon, much_later)


def board_failed(work: Work, board: BoardToShow, reason: str, retry_at: datetime | None) -> None:
    """Dirty again from `retry_at`; None: given up (channel gone), tried again only once something has changed."""
    queries.settle_failed(
        work.connection,
        board.board_id,
        board.token,
        reason,
        next_edit_at=retry_at or work.now + GIVEN_UP_FOR,
        is_dirty=retry_at is not None,
    )
