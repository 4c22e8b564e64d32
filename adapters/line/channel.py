"""Sending through LINE: one multicast to up to 500 people, one push to a single one."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from linebot.v3.messaging import MessagingApi
from urllib3.exceptions import HTTPError

from adapters.line.api import LineApi
from adapters.line.bubbles import body_of
from adapters.line.outcomes import QUOTA, judge, judge_error
from adapters.line.quota import Month
from bot.speech import Speech
from bot.vocabulary import ChannelKind, ContactState
from flows.ports import Accepted, Attempt, MembersRejected, PermanentFailure, RateLimit, Receiver

#: https://developers.line.biz/en/reference/messaging-api/#send-multicast-message
MULTICAST_MAX_MEMBERS = 500
#: Multicast allows 200 requests a second and channel; a little is left for what other tools of the company send.
CALLS_PER_SECOND = 180.0
CONCURRENCY = 4
USER_ID = re.compile(r"U[0-9a-f]{32}")

_MULTICAST = "/v2/bot/message/multicast"
_PUSH = "/v2/bot/message/push"


class LineChannel:
    """Implements `flows.ports.Channel`: identity comes back with the webhook, so one body serves everybody."""

    kind = ChannelKind.LINE
    batch_size = MULTICAST_MAX_MEMBERS
    concurrency = CONCURRENCY
    shares_bodies = True
    retries_safely = True

    def __init__(self, api: LineApi) -> None:
        self._api = api
        self._month = Month(MessagingApi(api.client))

    def render(self, said: Sequence[tuple[Speech, Receiver | None]]) -> list[bytes]:
        return [body_of(speech) for speech, _ in said]

    def send(self, attempt: Attempt) -> Accepted:
        addresses = [member.address for member in attempt.members]
        _refuse_malformed(addresses)
        path, to = (_PUSH, addresses[0]) if len(addresses) == 1 else (_MULTICAST, addresses)
        request = b'{"to":%b,"messages":%b}' % (json.dumps(to).encode(), attempt.body)
        try:
            reply = self._api.post(path, request, retry_key=attempt.key)
        except HTTPError as error:
            raise judge_error(error) from error
        try:
            accepted = judge(reply, len(addresses))
        except PermanentFailure as refused:
            if refused.reason == QUOTA and len(addresses) > 1 and (left := self._month.left()):
                raise MembersRejected("line_quota_too_many", fits=left) from refused
            raise
        self._month.used(len(addresses))
        return accepted

    def left_this_month(self) -> int | None:
        """`flows.ports.Metered`."""
        return self._month.spare()

    def limit(self) -> RateLimit | None:
        return RateLimit(team=self.kind, method="multicast", per_second=CALLS_PER_SECOND)


def _refuse_malformed(addresses: list[str]) -> None:
    """One malformed id makes LINE refuse all 500: it is found here, without a call."""
    if all(USER_ID.fullmatch(address) for address in addresses):
        return
    if len(addresses) > 1:
        raise MembersRejected("line_bad_user_id")
    raise PermanentFailure("line_bad_user_id", ContactState.GONE)
