"""How an event reaches the app: a signed POST, or an envelope over Socket Mode."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol
from urllib.parse import urlencode

from sandbox.clocks import Clock
from sandbox.deliveries import Delivery, post
from sandbox.slack.signing import signed_headers

Kind = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing to tell the app. `retry` counts Slack's own repetitions, 0 for the first time."""

    kind: Kind
    payload: dict[str, Any]
    retry: int = 0
    retry_reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


class Transport(Protocol):
    """Delivers one event, waits for the acknowledgement."""

    def deliver(self, event: Event, timeout: float) -> Delivery: ...


class HttpTransport:
    """POSTs to the app's request URL; the clock stamps the signature."""

    def __init__(self, secret: str, url: Callable[[], str], clock: Clock) -> None:
        self._secret = secret
        self._url = url
        self._clock = clock

    def deliver(self, event: Event, timeout: float) -> Delivery:
        body, content_type = encode_body(event)
        headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        if event.retry:
            headers |= {"X-Slack-Retry-Num": str(event.retry), "X-Slack-Retry-Reason": event.retry_reason}
        headers |= signed_headers(self._secret, int(self._clock().timestamp()), body)
        return replace(post(self._url(), body, headers, timeout), details=event.details)


def encode_body(event: Event) -> tuple[bytes, str]:
    """The raw bytes as Slack sends this kind, and their content type."""
    if event.kind == "events_api":
        return json.dumps(event.payload, ensure_ascii=False).encode(), "application/json"
    fields = event.payload
    if event.kind == "interactive":
        fields = {"payload": json.dumps(event.payload, ensure_ascii=False, separators=(",", ":"))}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"
