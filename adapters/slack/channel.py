"""Sending through Slack: one chat.postMessage per person, chat.update for what was answered or seen to meanwhile.

Slack knows no idempotency key and no batch: an unknown outcome stays unknown, the outbox counts it and resends once.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient

from adapters.slack.blocks import message
from adapters.slack.outcomes import CALL_ERRORS, RATE_LIMITED, outcome_of
from bot.speech import Speech
from bot.vocabulary import ChannelKind, MessageKind
from flows.ports import Accepted, Attempt, RateLimit, Receiver, TemporaryFailure

#: docs.slack.dev/apis/web-api/rate-limits: chat.postMessage allows one message a second in one channel.
SECONDS_PER_CHANNEL_POST = 1.0
_PERSON = ("U", "W")
_EDITS = (MessageKind.PROMPT_ANSWERED, MessageKind.HELP_EDITED)


class ChannelPace:
    """Spreads posts to one shared channel: whoever comes too early is told when its turn is."""

    def __init__(self, gap: float = SECONDS_PER_CHANNEL_POST, clock: Callable[[], float] = time.monotonic) -> None:
        self._gap = gap
        self._clock = clock
        self._last: dict[str, float] = {}
        self._promised: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait_for(self, channel: str) -> timedelta | None:
        """None: now. Otherwise how long to stay away; each caller gets a later moment than the one before."""
        with self._lock:
            now = self._clock()
            if self._last.get(channel, now) > now:
                # The computer's clock was set back: what was promised by the old one binds nobody.
                self._last.pop(channel)
                self._promised.pop(channel, None)
            free_at = self._last.get(channel, now - self._gap) + self._gap
            if now >= free_at:
                self._last[channel] = now
                return None
            turn = max(free_at, self._promised.get(channel, free_at - self._gap) + self._gap)
            self._promised[channel] = turn
            return timedelta(seconds=turn - now)


class SlackChannel:
    """flows.ports.Channel. `posts_per_minute` None: no limit of our own, only what Slack answers with 429."""

    kind = ChannelKind.SLACK
    batch_size = 1
    shares_bodies = True
    retries_safely = False

    def __init__(
        self,
        client: WebClient,
        posts_per_minute: float | None = None,
        concurrency: int = 16,
        pace: ChannelPace | None = None,
    ) -> None:
        self.concurrency = concurrency
        self._client = client
        self._pace = pace or ChannelPace()
        self._limit = RateLimit(self.kind, "chat.postMessage", posts_per_minute / 60) if posts_per_minute else None

    def limit(self) -> RateLimit | None:
        return self._limit

    def render(self, speech: Speech, receiver: Receiver | None) -> bytes:
        """JSON with `text` and `blocks`: what chat.postMessage and chat.update take besides the address."""
        return json.dumps(message(speech), ensure_ascii=False, separators=(",", ":")).encode()

    def send(self, attempt: Attempt) -> Accepted:
        (member,) = attempt.members
        body = json.loads(attempt.body)
        if attempt.kind in _EDITS:
            return self._edit(member.address, body)
        to_person = member.address.startswith(_PERSON)
        if not to_person and (wait := self._pace.wait_for(member.address)):
            raise TemporaryFailure("channel_pace", wait)
        return self._call(
            self._client.chat_postMessage,
            to_person=to_person,
            channel=member.address,
            # A preview would fetch the person's own answer link.
            unfurl_links=False,
            unfurl_media=False,
            **body,
        )

    def _edit(self, reference: str, body: dict[str, Any]) -> Accepted:
        """Slack counts chat.update for itself (50 a minute): no question and no cry for help waits for its 429."""
        channel, _, ts = reference.partition("/")
        try:
            return self._call(self._client.chat_update, to_person=False, channel=channel, ts=ts, **body)
        except TemporaryFailure as failure:
            if failure.reason != RATE_LIMITED:
                raise
            raise TemporaryFailure(failure.reason, failure.retry_after) from failure

    def _call(self, method: Callable[..., Any], to_person: bool, **arguments: Any) -> Accepted:
        try:
            answer = method(**arguments)
        except CALL_ERRORS as error:
            raise outcome_of(error, to_person) from error
        place, ts = answer["channel"], answer["ts"]
        return Accepted(f"{place}/{ts}" if place and ts else "")
