"""What an answer of LINE's server means for the attempt: the one table of this channel.

https://developers.line.biz/en/reference/messaging-api/#error-responses and
https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
"""

from __future__ import annotations

import json
import ssl
from datetime import timedelta
from typing import Any

from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationValueError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

from adapters.line.api import Reply
from bot.vocabulary import ContactState
from flows.ports import (
    Accepted,
    MembersRejected,
    OutcomeUnknown,
    PermanentFailure,
    RateLimited,
    SendingError,
    TemporaryFailure,
)

_TOKEN_PAUSE = timedelta(seconds=60)
_RATE_PAUSE = timedelta(seconds=2)
_SERVER_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=10)
_MONTHLY_LIMIT = "monthly limit"
#: Why a message fails for which nothing is left of the month.
QUOTA = "line_quota"


def judge(reply: Reply, members: int) -> Accepted:
    """Accepted, or raises what the status means. `members`: how many the request named."""
    match reply.status:
        case 200 | 201 | 202:
            return _accepted(reply)
        case 409:
            # The retry key was accepted before: LINE has the message.
            return Accepted(reply.headers.get("x-line-accepted-request-id", ""))
        case 429:
            raise _too_many(reply)
        case 400:
            raise _bad_request(reply, members)
        case 401 | 403:
            raise TemporaryFailure("line_token", _TOKEN_PAUSE, whole_channel=True)
        case 413:
            raise PermanentFailure("line_too_large")
        case status if status >= 500:
            raise OutcomeUnknown(f"line_{status}")
        case status if status in (404, 405) or 300 <= status < 400:
            # Not LINE's API at this address: ANPI_LINE_API_URL, or a proxy in between.
            raise TemporaryFailure("line_address", _TOKEN_PAUSE, whole_channel=True)
        case status:
            raise PermanentFailure(f"line_{status}")


def judge_error(error: HTTPError) -> SendingError:
    """No answer came: did the request leave this machine?"""
    match error:
        case NewConnectionError() | ConnectTimeoutError() | LocationValueError():
            return TemporaryFailure("line_unreachable", _SERVER_PAUSE, whole_channel=True)
        case SSLError(args=(ssl.SSLCertVerificationError(), *_)):
            return TemporaryFailure("line_certificate", _TOKEN_PAUSE, whole_channel=True)
        case ReadTimeoutError():
            return OutcomeUnknown("line_timeout")
        case _:
            return OutcomeUnknown("line_connection_lost")


def _accepted(reply: Reply) -> Accepted:
    """A 200 that is not LINE's own may come from something in between: the same key asks again without harm."""
    if _json(reply.body) is None:
        raise OutcomeUnknown("line_strange_answer")
    return Accepted(reply.headers.get("x-line-request-id", ""))


def _too_many(reply: Reply) -> SendingError:
    """Three meanings: the month is used up, the channel's rate, too many to one user."""
    message = str((_json(reply.body) or {}).get("message", "")).lower()
    if _MONTHLY_LIMIT in message:
        return PermanentFailure(QUOTA)
    pause = _retry_after(reply) or _RATE_PAUSE
    if "rate limit" in message:
        return RateLimited("line_rate", pause, whole_channel=True)
    return TemporaryFailure("line_rate", pause)


def _retry_after(reply: Reply) -> timedelta | None:
    """LINE names none today; obeyed where one stands."""
    seconds = reply.headers.get("retry-after", "")
    return min(timedelta(seconds=int(seconds)), _LONGEST_PAUSE) if seconds.isascii() and seconds.isdigit() else None


def _bad_request(reply: Reply, members: int) -> SendingError:
    """Our message's fault, or one member's: only the second is worth splitting for."""
    answer = _json(reply.body) or {}
    blamed = _blamed_properties(answer)
    if any(name.startswith("messages") for name in blamed):
        return PermanentFailure("line_message_rejected")
    if members > 1:
        return MembersRejected("line_members_rejected")
    message = str(answer.get("message", "")).lower()
    blames_receiver = any(name.startswith("to") for name in blamed) or "'to'" in message or "failed to send" in message
    return PermanentFailure("line_member_rejected", ContactState.GONE if blames_receiver else None)


def _blamed_properties(answer: dict[str, Any]) -> list[str]:
    details = answer.get("details")
    parts = details if isinstance(details, list) else []
    return [str(part.get("property", "")) for part in parts if isinstance(part, dict)]


def _json(body: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None
