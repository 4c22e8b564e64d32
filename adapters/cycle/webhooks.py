"""The company's other systems are told on a thread of their own: however slow they are, nobody else waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import groupby

from bot.api_words import HookEvent
from flows.in_force import InForce
from flows.ports import Clock
from flows.right_of_way import RightOfWay
from flows.webhooks.deliver import (
    Claimed,
    HookEventToSend,
    Posted,
    WebhookPost,
    anything_to_tell,
    claim_webhook,
    headers_of,
    record_posts,
)
from flows.webhooks.events import anything_to_gather, gather
from flows.work import Begin, Lane, System, Work

_ACTOR = System("webhooks")
#: Calls to one system at a time.
_CALLS = 8
#: Seconds after which no further call of a page is begun: the other systems have their turn. Well within the lease.
_PAGE_SECONDS = 15.0


class Webhooks:
    """Not thread-safe: one thread runs it. Any number of processes may."""

    def __init__(
        self,
        begin: Begin,
        in_force: InForce,
        post: WebhookPost,
        clock: Clock,
        right_of_way: RightOfWay,
        is_stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._begin = begin
        self._in_force = in_force
        self._post = post
        self._clock = clock
        self._right_of_way = right_of_way
        self._is_stopping = is_stopping

    def run(self) -> None:
        """Everything that is due now. Where nothing is, nothing is written and nobody waits."""
        with self._begin(_ACTOR, Lane.READ) as work:
            to_gather, to_tell = anything_to_gather(work), anything_to_tell(work)
        if to_gather:
            self._gather()
        while (to_gather or to_tell) and not self._is_stopping():
            with self._page("webhook claim") as work:
                claimed = claim_webhook(work, self._in_force)
            if claimed is None:
                return
            outcomes = self._sent(claimed)
            with self._page("webhook record") as work:
                record_posts(work, claimed, outcomes)

    def _gather(self) -> None:
        more = True
        while more and not self._is_stopping():
            with self._page("webhook gather") as work:
                more = gather(work)

    @contextmanager
    def _page(self, step: str) -> Iterator[Work]:
        """A transaction that gives way to answers."""
        with self._right_of_way.giving_way(step, in_database=True), self._begin(_ACTOR, Lane.FANOUT) as work:
            yield work

    def _sent(self, claimed: Claimed) -> list[tuple[HookEventToSend, Posted]]:
        """Until one tells that the system as a whole takes nothing: what was not sent waits for its next turn."""
        if not claimed.secrets:
            return [(event, Posted(0, "locked")) for event in claimed.events[:1]]
        outcomes: list[tuple[HookEventToSend, Posted]] = []
        began_at = time.monotonic()
        with ThreadPoolExecutor(_CALLS, thread_name_prefix="webhook") as pool:
            for some in _handfuls(claimed.events):
                posted = self._posted(pool, claimed, some)
                outcomes += zip(some, posted, strict=True)
                is_down = any(not one.is_taken and not one.is_of_the_event for one in posted)
                if is_down or time.monotonic() - began_at > _PAGE_SECONDS or self._is_stopping():
                    break
        return outcomes

    def _posted(self, pool: ThreadPoolExecutor, claimed: Claimed, events: Sequence[HookEventToSend]) -> list[Posted]:
        def call(event: HookEventToSend) -> Posted:
            headers = headers_of(event, claimed.secrets, self._clock.now())
            return self._post.post(claimed.url, event.body, headers)

        return list(pool.map(call, events))


def _handfuls(events: Sequence[HookEventToSend]) -> Iterator[Sequence[HookEventToSend]]:
    """As many as are called at a time; no other event overtakes a call for help on its way."""
    for _, alike in groupby(events, key=lambda event: event.name is HookEvent.HELP):
        some = list(alike)
        yield from (some[at : at + _CALLS] for at in range(0, len(some), _CALLS))
