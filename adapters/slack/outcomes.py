"""What a failed call means for the message: one table for every error Slack answers with.

Codes: docs.slack.dev/reference/methods/chat.postMessage#errors. A code that is not in the table is final for the
message: Slack has answered that it did not send it, and the person's next contact is better than trying the same again.

HTTP 5xx counts as temporary: Slack has answered that the call failed. In the rare case that it had posted the message
all the same the person is asked twice, which is harmless; a question given up after one try would not be.
`internal_error` and `fatal_error` in an answer with status 200: Slack says that some of the work may have been done, so
there the outcome is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.slack.wire import NotSentError
from bot.vocabulary import ContactState
from flows.ports import MessageGone, OutcomeUnknown, PermanentFailure, RateLimited, SendingError, TemporaryFailure

#: An administrator must act before anything can be sent; looked at again after a minute.
_ADMINISTRATOR = timedelta(seconds=60)
_BUSY = timedelta(seconds=5)
#: The reason of every 429.
RATE_LIMITED = "rate_limited"
INACTIVE = "account_inactive"
#: Where a 429 does not say how long.
_RETRY_AFTER = timedelta(seconds=30)
_LONGEST_RETRY_AFTER = timedelta(hours=1)


def _ours(code: str) -> SendingError:
    return TemporaryFailure(code, _ADMINISTRATOR, whole_channel=True)


def _busy(code: str) -> SendingError:
    return TemporaryFailure(code, _BUSY)


def _gone(code: str) -> SendingError:
    return PermanentFailure(code, ContactState.GONE)


def _blocked(code: str) -> SendingError:
    return PermanentFailure(code, ContactState.BLOCKED)


def _final(code: str) -> SendingError:
    """The channel's or the message's fault, or not to be told from ours: no contact is marked for it."""
    return PermanentFailure(code)


OUTCOMES: dict[str, Callable[[str], SendingError]] = {
    # The person's account.
    "user_not_found": _gone,
    "users_not_found": _gone,
    "user_disabled": _gone,
    "cannot_dm_bot": _gone,
    "user_not_visible": _blocked,
    "restricted_action_non_threadable_channel": _final,
    # Channels.
    "channel_not_found": _final,
    "is_archived": _final,
    "not_in_channel": _final,
    "messages_tab_disabled": _final,
    "restricted_action": _final,
    "restricted_action_read_only_channel": _final,
    # Edits.
    "message_not_found": MessageGone,
    "cant_update_message": _final,
    "edit_window_closed": _final,
    # The message.
    "no_text": _final,
    "msg_too_long": _final,
    "msg_blocks_too_long": _final,
    "invalid_blocks": _final,
    "invalid_blocks_format": _final,
    # Our token and app.
    "invalid_auth": _ours,
    "not_authed": _ours,
    "token_revoked": _ours,
    # "Authentication token is for a deleted user or workspace" (chat.postMessage); adapters.slack.channel looks closer.
    INACTIVE: _ours,
    "token_expired": _ours,
    "missing_scope": _ours,
    "not_allowed_token_type": _ours,
    "no_permission": _ours,
    "org_login_required": _ours,
    "team_access_not_granted": _ours,
    "ekm_access_denied": _ours,
    "access_denied": _ours,
    "accesslimited": _ours,
    "two_factor_setup_required": _ours,
    # Slack itself.
    "service_unavailable": _busy,
    "request_timeout": _busy,
    "team_added_to_org": _busy,
    "external_channel_migrating": _busy,
    "message_limit_exceeded": _busy,
    "internal_error": OutcomeUnknown,
    "fatal_error": OutcomeUnknown,
}


def outcome_of(error: Exception, to_person: bool) -> SendingError:
    """What to record for this error. `to_person`: the address was a user, not a shared channel."""
    if isinstance(error, SlackApiError):
        return _of_answer(error, to_person)
    if isinstance(error, NotSentError) or _was_refused(error):
        return TemporaryFailure("not_reached", _BUSY)
    if isinstance(error, TimeoutError):
        return OutcomeUnknown("timeout")
    return OutcomeUnknown("connection_lost")


#: What a call through the SDK can raise: an answer of Slack, a broken connection, an answer that is not Slack's JSON.
CALL_ERRORS = (SlackClientError, OSError, HTTPException, ValueError, AttributeError)


def _was_refused(error: Exception) -> bool:
    """Behind a proxy urllib wraps what happened before anything was sent."""
    return isinstance(error, URLError) and isinstance(error.reason, (ConnectionRefusedError, NotSentError))


def _of_answer(error: SlackApiError, to_person: bool) -> SendingError:
    status = error.response.status_code
    code = _code_in(error.response.data)
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return RateLimited(RATE_LIMITED, retry_after_of(error.response.headers), whole_channel=True)
    if status >= 500:
        # Whatever the body says. 503: nothing goes out at present; any other may be this one message.
        return TemporaryFailure(f"http_{status}", _BUSY, whole_channel=status == 503)
    if to_person and code == "channel_not_found":
        # What Slack says of a user id that is not (or no longer) in the workspace.
        return _gone(code)
    return OUTCOMES.get(code, _final)(code)


def _code_in(data: Any) -> str:
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) and re.fullmatch(r"[a-z0-9_]{1,60}", code) else "unreadable_answer"


def retry_after_of(headers: Any) -> timedelta:
    """The header's seconds; half a minute where it is missing or senseless, an hour at most."""
    text = next((str(value) for name, value in dict(headers).items() if name.lower() == "retry-after"), "")
    if not re.fullmatch(r"[0-9]{1,9}", text):
        return _RETRY_AFTER
    return min(timedelta(seconds=max(int(text), 1)), _LONGEST_RETRY_AFTER)
