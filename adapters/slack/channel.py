"""Sending through Slack: one chat.postMessage per person, chat.update for what was answered or seen to meanwhile.

Slack knows no idempotency key and no batch: an unknown outcome stays unknown, the outbox counts it and resends once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from adapters.slack.blocks import message
from adapters.slack.outcomes import CALL_ERRORS, INACTIVE, RATE_LIMITED, outcome_of
from adapters.slack.turns import Turns, posts_in
from adapters.slack.wire import KeepAliveClient
from adapters.slack.workspaces import user_of
from bot.speech import Speech
from bot.vocabulary import ChannelKind, ContactState, MessageKind
from flows.ports import Accepted, Attempt, PermanentFailure, RateLimit, Receiver, SendingError, TemporaryFailure

_PERSON = ("U", "W")
_EDITS = (MessageKind.PROMPT_ANSWERED, MessageKind.HELP_EDITED)


class SlackChannel:
    """flows.ports.Channel. `posts_per_minute` None: no limit of our own, only what Slack answers with 429.

    `turns`: buckets for what Slack counts for itself; None: only what it answers with 429.
    """

    kind = ChannelKind.SLACK
    batch_size = 1
    shares_bodies = True
    retries_safely = False

    def __init__(
        self,
        client: KeepAliveClient,
        posts_per_minute: float | None = None,
        concurrency: int = 16,
        turns: Turns | None = None,
    ) -> None:
        self.concurrency = concurrency
        self._client = client
        self._turns = turns
        self._limit = RateLimit(self.kind, "chat.postMessage", posts_per_minute / 60) if posts_per_minute else None

    def limit(self) -> RateLimit | None:
        return self._limit

    def render(self, said: Sequence[tuple[Speech, Receiver | None]]) -> list[bytes]:
        """JSON with `text` and `blocks`: what chat.postMessage and chat.update take besides the address."""
        return [json.dumps(message(speech), ensure_ascii=False, separators=(",", ":")).encode() for speech, _ in said]

    def send(self, attempt: Attempt) -> Accepted:
        (member,) = attempt.members
        if attempt.kind in _EDITS:
            return self._edit(member.address, attempt.body)
        address = user_of(member.address)
        to_person = address.startswith(_PERSON)
        if not to_person:
            self._wait_for(posts_in(address), "channel_pace")
        # A preview would fetch the person's own answer link.
        to = {"channel": address, "unfurl_links": False, "unfurl_media": False}
        return self._call("chat.postMessage", to, attempt.body, to_person)

    def _edit(self, reference: str, body: bytes) -> Accepted:
        """Slack counts chat.update for itself (50 a minute): no question and no cry for help waits for its 429."""
        channel, _, ts = reference.partition("/")
        if self._turns is not None:
            # The outbox drew for a post when it claimed this.
            self._wait_for(self._turns.edits, "edit_pace", unused=self._limit)
        try:
            return self._call("chat.update", {"channel": channel, "ts": ts}, body, to_person=False)
        except TemporaryFailure as failure:
            if failure.reason != RATE_LIMITED:
                raise
            if self._turns is not None and failure.retry_after is not None:
                self._turns.hold(self._turns.edits, failure.retry_after)
            raise TemporaryFailure(failure.reason, failure.retry_after) from failure

    def _wait_for(self, limit: RateLimit, reason: str, unused: RateLimit | None = None) -> None:
        if self._turns is not None and (wait := self._turns.wait_for(limit, unused)):
            raise TemporaryFailure(reason, wait)

    def _call(self, method: str, to: Mapping[str, object], body: bytes, to_person: bool) -> Accepted:
        """The frozen body is never read: what it lacks is put in front of it."""
        try:
            answer = self._client.post_json(method, json.dumps(to).encode()[:-1] + b"," + body[1:])
        except CALL_ERRORS as error:
            outcome = outcome_of(error, to_person)
            raise self._of_inactive(outcome) if to_person and outcome.reason == INACTIVE else outcome from error
        place, ts = answer["channel"], answer["ts"]
        return Accepted(f"{place}/{ts}" if place and ts else "")

    def _of_inactive(self, ours: SendingError) -> SendingError:
        """Slack says it of our app where it was removed, and of a person who has left: whether we are well tells which.

        A fault of ours must not mark everybody's contact; it holds the channel until an administrator has mended it.
        """
        try:
            self._client.auth_test()
        except CALL_ERRORS:
            return ours
        return PermanentFailure(INACTIVE, ContactState.GONE)
