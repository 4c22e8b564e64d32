"""Is LINE ready? Each line is proved with a real call and says what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from linebot.v3.messaging import ApiException, MessagingApi
from linebot.v3.messaging import TestWebhookEndpointRequest as WebhookTest
from pydantic import ValidationError
from urllib3.exceptions import HTTPError

from adapters.line.api import CONNECT_TIMEOUT, READ_TIMEOUT, LineApi
from adapters.line.quota import limit_and_used
from flows.ports import Clock, Finding

_TIMEOUT = (CONNECT_TIMEOUT, READ_TIMEOUT)
#: The order of answers is told by LINE's clock beside ours.
_SKEW_MAX = timedelta(seconds=30)
#: Below this share of the month's messages a check for many people may not go out whole.
_LOW_SHARE = 0.1

_WHAT_TO_DO = {
    401: "the channel access token is not valid: issue a new one (LINE Developers console, Messaging API tab) and set "
    "ANPI_LINE_CHANNEL_ACCESS_TOKEN",
    403: "this account may not use the call: check the plan and the channel's role in the LINE Developers console",
    404: "nothing there: check ANPI_LINE_API_URL; where a webhook is asked for, none is set in the console yet",
    429: "LINE asks to wait: try again in a minute",
}


def examine(api: LineApi, webhook_url: str, clock: Clock) -> Iterator[Finding]:
    """`webhook_url`: our own address as LINE must call it."""
    line = MessagingApi(api.client)
    yield from _account(line, clock)
    yield from _try("LINE quota", lambda: _quota(line))
    yield from _try("LINE webhook", lambda: _webhook(line, webhook_url))


def _account(line: MessagingApi, clock: Clock) -> Iterator[Finding]:
    headers: dict[str, str] = {}

    def ask() -> Finding:
        answer = line.get_bot_info_with_http_info(_request_timeout=_TIMEOUT)
        headers.update(answer.headers)
        return Finding("LINE account", True, f"{answer.data.display_name} ({answer.data.basic_id})")

    yield from _try("LINE account", ask)
    if headers:
        yield _clock(headers, clock)


def _clock(headers: Mapping[str, str], clock: Clock) -> Finding:
    told = {name.lower(): value for name, value in headers.items()}.get("date", "")
    try:
        theirs = parsedate_to_datetime(told).astimezone(UTC)
    except ValueError:
        return Finding("LINE clock", True, "LINE did not say what time it is")
    skew = abs(clock.now() - theirs)
    if skew > _SKEW_MAX:
        return Finding("LINE clock", False, f"this machine is {skew.total_seconds():.0f} s off: switch on NTP")
    return Finding("LINE clock", True, f"within {_SKEW_MAX.total_seconds():.0f} s of LINE's")


def _quota(line: MessagingApi) -> Finding:
    limit, used = limit_and_used(line)
    if limit is None:
        return Finding("LINE quota", True, f"no limit; {used} sent this month")
    left = max(limit - used, 0)
    words = f"{left} of {limit} messages left this month"
    if left < limit * _LOW_SHARE:
        return Finding("LINE quota", False, f"{words}: choose a larger plan in LINE Official Account Manager")
    return Finding("LINE quota", True, words)


def _webhook(line: MessagingApi, webhook_url: str) -> Finding:
    kept = line.get_webhook_endpoint(_request_timeout=_TIMEOUT)
    if kept.endpoint.rstrip("/") != webhook_url:
        return Finding("LINE webhook", False, f"LINE calls {kept.endpoint}: set {webhook_url} in the console")
    if not kept.active:
        return Finding("LINE webhook", False, "switch on 'Use webhook' in the console (Messaging API tab)")
    test = line.test_webhook_endpoint(WebhookTest(), _request_timeout=_TIMEOUT)
    if not test.success:
        return Finding(
            "LINE webhook", False, f"LINE's test call failed: {test.status_code} {test.reason} {test.detail}".strip()
        )
    return Finding("LINE webhook", True, f"LINE reached {webhook_url}")


def _try(name: str, ask: Callable[[], Finding]) -> Iterator[Finding]:
    try:
        yield ask()
    except ApiException as error:
        yield Finding(name, False, _WHAT_TO_DO.get(_status(error), f"LINE answered {_status(error)}"))
    except (ValidationError, ValueError):
        yield Finding(name, False, "the answer is not LINE's: check ANPI_LINE_API_URL and proxies in between")
    except HTTPError as error:
        yield Finding(name, False, f"LINE cannot be reached ({type(error).__name__}): check network and firewall")


def _status(error: Any) -> int:
    return int(error.status or 0)
