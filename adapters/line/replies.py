"""Answers by reply token, after the commit and beside the request: the webhook's 200 never waits for them.

A reply token works once and for about a minute (https://developers.line.biz/en/reference/messaging-api/#send-reply-message),
and replies are best effort: what was recorded stands, whether or not the thank-you arrives.
"""

from __future__ import annotations

import json
import logging
import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from urllib3.exceptions import HTTPError

from adapters.line.api import LineApi
from flows.right_of_way import THANKS, RightOfWay

log = logging.getLogger(__name__)

#: The `messages` array of a reply, made when its turn comes.
Words = Callable[[], bytes]

_PATH = "/v2/bot/message/reply"
#: At 100 ms a call 160 replies a second: a company of 10,000 that answers within a minute or two.
THREADS = 16
WAITING_AT_MOST = 5_000
#: Seconds after which LINE would refuse the token anyway.
_TOKEN_LIVES = 50.0
_TRIES = 2
#: Seconds that closing gives to replies still waiting.
_FAREWELL = 5.0


class Replies:
    """A small pool with a bounded queue. What does not fit is dropped and counted."""

    def __init__(
        self,
        api: LineApi,
        threads: int = THREADS,
        waiting_at_most: int = WAITING_AT_MOST,
        right_of_way: RightOfWay | None = None,
    ) -> None:
        self._api = api
        self._right_of_way = right_of_way or RightOfWay()
        self._room = threading.BoundedSemaphore(waiting_at_most)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="line-reply")
        self._ends_at = math.inf
        #: Replies that were not sent, for whatever reason.
        self.dropped = 0

    def say(self, reply_token: str, words: Words) -> None:
        """Returns at once."""
        if not self._room.acquire(blocking=False):
            self._drop("queue_full")
            return
        self._pool.submit(self._send, reply_token, words, time.monotonic())

    def close(self) -> None:
        """Waits for what is under way; what cannot be said within a few seconds is dropped."""
        self._ends_at = time.monotonic() + _FAREWELL
        self._pool.shutdown(wait=True)

    def _send(self, reply_token: str, words: Words, since: float) -> None:
        try:
            with self._right_of_way.giving_way("reply", THANKS):
                body = b'{"replyToken":%b,"messages":%b}' % (json.dumps(reply_token).encode(), words())
                self._post(body, since)
        except Exception as error:  # noqa: BLE001 - the rim: nobody waits for this thread's result
            self._drop(type(error).__name__)
        finally:
            self._room.release()

    def _post(self, body: bytes, since: float) -> None:
        """Once more where the connection broke: the token sees to it that nothing is said twice."""
        reason = "too_late"
        for _ in range(_TRIES):
            if time.monotonic() > min(since + _TOKEN_LIVES, self._ends_at):
                break
            try:
                reply = self._api.post(_PATH, body)
            except HTTPError as error:
                reason = type(error).__name__
                continue
            if reply.status == 200:
                return
            reason = str(reply.status)
            break
        self._drop(reason)

    def _drop(self, reason: str) -> None:
        self.dropped += 1
        log.warning("A LINE reply was not sent: %s", reason)
