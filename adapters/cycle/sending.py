"""One channel's steps, without threads: a page is claimed, worded and frozen; calls are made; outcomes recorded."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.vocabulary import PRIORITY
from flows.deliver.backoff import WHOLE_CHANNEL
from flows.deliver.claim import LEASE, Claimed, ClaimedMessage, anything_due, claim, give_back
from flows.deliver.freeze import fail_unrenderable, freeze
from flows.deliver.record import give_back_attempts, record
from flows.deliver.render import Draft, Renderer
from flows.deliver.send import Outcome, Verdict, send
from flows.ports import Attempt, Channel, Clock, Links
from flows.work import Begin, Lane, System

log = logging.getLogger(__name__)

_ACTOR = System("sender")
#: Rows of one fan-out transaction at most, where they are sent in batches (docs/adr/0007).
_PAGE_AT_MOST = 2_000
#: A smaller page would cost more in commits than it sends.
_PAGE_AT_LEAST = 200


@dataclass(frozen=True, slots=True)
class Page:
    """Attempts frozen and held under `token`; none may be begun after `send_before`.

    `was_empty`: nothing was due. `next_at`: the channel's limit allows no call before.
    """

    token: str
    attempts: tuple[Attempt, ...]
    send_before: datetime
    was_empty: bool
    next_at: datetime | None


class Sending:
    def __init__(self, begin: Begin, channel: Channel, links: Links, clock: Clock, lease: timedelta = LEASE) -> None:
        self.channel = channel
        self._begin = begin
        self._clock = clock
        self._lease = lease
        self._renderer = Renderer(channel, links)
        self._held_until: datetime | None = None
        self._is_stopped = False
        self._mutex = threading.Lock()
        # Every caller has its next batch; single messages take longer, and a few for each are enough.
        wanted = channel.concurrency * (channel.batch_size if channel.batch_size > 1 else 4)
        self.page_size = min(max(wanted, _PAGE_AT_LEAST), _PAGE_AT_MOST)

    def anything_due(self) -> bool:
        with self._begin(_ACTOR, Lane.READ) as work:
            return anything_due(work, self.channel)

    def next_page(self) -> Page:
        """Claim, put into words, freeze: two commits, and the words between them."""
        with self._begin(_ACTOR, Lane.FANOUT) as work:
            claimed = claim(work, self.channel, self.page_size, self._lease)
        attempts = claimed.retries
        if claimed.messages:
            attempts += self._freeze(claimed)
        # What is begun in the first half of the lease is over before the lease is.
        send_before = claimed.claimed_at + self._lease / 2
        # A cry for help does not stand in line behind questions that are sent again.
        help_first = tuple(sorted(attempts, key=lambda attempt: PRIORITY[attempt.kind]))
        return Page(claimed.token, help_first, send_before, claimed.is_empty, claimed.next_at)

    def call(self, attempt: Attempt, token: str) -> Outcome:
        """One call to the platform. A fault of ours in it counts as unknown: the platform may have the message."""
        try:
            outcome = send(self.channel, attempt, token)
        except Exception:
            log.exception("%s: sending failed in an unforeseen way", self.channel.kind)
            return Outcome(attempt, token, Verdict.UNKNOWN, "unforeseen")
        self._tell(outcome)
        if outcome.whole_channel:
            self._held_until = self._clock.now() + (outcome.retry_after or WHOLE_CHANNEL)
        return outcome

    def _tell(self, outcome: Outcome) -> None:
        """Into the log, once when the channel stops and once when it works again."""
        with self._mutex:
            stops = outcome.stops_channel and not self._is_stopped
            # What still comes from calls made before it stopped proves nothing.
            works_again = self._is_stopped and outcome.proves_channel and not self.seconds_held()
            self._is_stopped = (self._is_stopped or stops) and not works_again
        if stops:
            log.warning("%s has stopped: %s; nothing goes out through it meanwhile", self.channel.kind, outcome.reason)
        if works_again:
            log.warning("%s works again", self.channel.kind)

    def seconds_held(self) -> float:
        """How long the platform wants no call at all: what is frozen already is given back meanwhile."""
        if self._held_until is None:
            return 0.0
        return max((self._held_until - self._clock.now()).total_seconds(), 0.0)

    def record(self, outcomes: Sequence[Outcome]) -> None:
        with self._begin(_ACTOR, Lane.FANOUT) as work:
            record(work, self.channel, outcomes)

    def give_back(self, token: str, unsent: Sequence[Attempt]) -> None:
        with self._begin(_ACTOR, Lane.FANOUT) as work:
            give_back_attempts(work, token, unsent)

    def drain(self) -> int:
        """Everything that is due, one call after the other. How many calls were made."""
        calls = 0
        while self.anything_due():
            page = self.next_page()
            if page.was_empty or (page.next_at is not None and not page.attempts):
                break
            outcomes: list[Outcome] = []
            for attempt in page.attempts:
                if self.seconds_held():
                    break
                outcomes.append(self.call(attempt, page.token))
            self.record(outcomes)
            self.give_back(page.token, page.attempts[len(outcomes) :])
            calls += len(outcomes)
        return calls

    def _freeze(self, claimed: Claimed) -> tuple[Attempt, ...]:
        drafts, failed = self._drafts(claimed)
        try:
            with self._begin(_ACTOR, Lane.FANOUT) as work:
                if failed:
                    fail_unrenderable(work, claimed, failed)
                return freeze(work, self.channel, claimed, drafts)
        except Exception:
            with self._begin(_ACTOR, Lane.FANOUT) as work:
                give_back(work, claimed)
            raise

    def _drafts(self, claimed: Claimed) -> tuple[list[Draft], list[int]]:
        """The whole page; where that fails, message by message: one that cannot be worded holds up no other."""
        try:
            return self._renderer.render(claimed, claimed.messages), []
        except Exception:
            log.exception("%s: a page could not be worded as a whole", self.channel.kind)
        drafts: list[Draft] = []
        failed: list[int] = []
        for message in claimed.messages:
            drafts += self._draft_of(claimed, message, failed)
        return drafts, failed

    def _draft_of(self, claimed: Claimed, message: ClaimedMessage, failed: list[int]) -> list[Draft]:
        try:
            return self._renderer.render(claimed, [message])
        except Exception:
            log.exception("%s: message %d cannot be worded", self.channel.kind, message.message_id)
            failed.append(message.message_id)
            return []
