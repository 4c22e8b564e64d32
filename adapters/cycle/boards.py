"""Board messages: posted once, edited whenever what they show has changed."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta, tzinfo

from bot.boards import board as board_speech
from bot.speech import Speech
from bot.vocabulary import Locale
from flows.ports import (
    BoardChannel,
    Clock,
    Links,
    MessageGone,
    OutcomeUnknown,
    PermanentFailure,
    SendingError,
    TemporaryFailure,
)
from flows.telling_board import board_facts
from flows.update_boards import (
    BoardClaim,
    BoardToShow,
    board_failed,
    board_post_lost,
    board_shown,
    claim_boards,
    look_at_board,
)
from flows.work import Begin, Lane, System

log = logging.getLogger(__name__)

_ACTOR = System("boards")
#: After a failure that named no moment of its own.
_TRY_AGAIN = timedelta(seconds=10)


class _PostLostError(OutcomeUnknown):
    """A new message may stand in the channel, and we do not know its name."""


class Boards:
    def __init__(self, begin: Begin, channel: BoardChannel, links: Links, clock: Clock) -> None:
        self._begin = begin
        self._channel = channel
        self._links = links
        self._clock = clock

    def update(self) -> int:
        """Shows every board that is due. One that fails holds up no other. How many were due."""
        with self._begin(_ACTOR, Lane.FANOUT) as work:
            claims = claim_boards(work)
        for claim in claims:
            try:
                self._update_one(claim)
            except Exception:
                log.exception("board %d could not be updated; it comes back when its lease is over", claim.board_id)
        return len(claims)

    def _update_one(self, claim: BoardClaim) -> None:
        with self._begin(_ACTOR, Lane.READ) as work:
            board = look_at_board(work, claim)
            locale, zone = work.policy.locale, work.policy.zone
        speech = self._speech(board, locale, zone)
        try:
            ts = self._show(board, speech)
        except _PostLostError as lost:
            with self._begin(_ACTOR, Lane.FANOUT) as work:
                board_post_lost(work, board, lost.reason)
            return
        except SendingError as failure:
            with self._begin(_ACTOR, Lane.FANOUT) as work:
                board_failed(work, board, failure.reason, self._retry_at(failure))
            return
        with self._begin(_ACTOR, Lane.FANOUT) as work:
            board_shown(work, board, ts)

    def _speech(self, board: BoardToShow, locale: Locale, zone: tzinfo) -> Speech:
        facts = board_facts(board.view, locale, zone, self._links.info(locale), board.people)
        return board_speech(facts, for_managers=board.audience == "managers")

    def _show(self, board: BoardToShow, speech: Speech) -> str:
        if board.ts:
            try:
                self._channel.edit_board(board.slack_channel, board.ts, speech)
                return board.ts
            except MessageGone:
                log.info("board %d was deleted in its channel and is posted anew", board.board_id)
        try:
            return self._channel.post_board(board.slack_channel, speech)
        except OutcomeUnknown as failure:
            raise _PostLostError(failure.reason) from failure

    def _retry_at(self, failure: SendingError) -> datetime | None:
        """None: trying again does not help before something has changed."""
        if isinstance(failure, PermanentFailure):
            return None
        wait = failure.retry_after if isinstance(failure, TemporaryFailure) else None
        return self._clock.now() + (wait or _TRY_AGAIN)
