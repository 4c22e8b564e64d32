"""Is Slack ready? Each line is proved with a real call and says what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

from slack_sdk import WebClient

from adapters.slack.outcomes import CALL_ERRORS, outcome_of
from flows.ports import Clock, Finding

#: What the manifest asks for; docs.slack.dev/reference/scopes.
SCOPES = frozenset(
    {"chat:write", "commands", "im:history", "channels:read", "groups:read", "users:read", "users:read.email"}
)
#: With it the app need not be invited into public channels.
_EVERYWHERE = "chat:write.public"
#: A request of Slack is refused when it is five minutes old; half a minute shows early enough.
_SKEW_MAX = timedelta(seconds=30)

_REINSTALL = (
    "at https://api.slack.com/apps choose the app, open App Manifest, replace what stands there with "
    "docs/slack-app-manifest.yaml (Socket Mode: docs/slack-app-manifest-socket-mode.yaml), press Save Changes, then "
    "Install App > Reinstall to Workspace"
)
_WHAT_TO_DO = {
    "invalid_auth": "the bot token is not valid: copy the Bot User OAuth Token (OAuth & Permissions) into "
    "ANPI_SLACK_BOT_TOKEN",
    "not_authed": "no token was sent: set ANPI_SLACK_BOT_TOKEN",
    "token_revoked": "the token was revoked: reinstall the app and set the new ANPI_SLACK_BOT_TOKEN",
    "account_inactive": "the app was removed from the workspace: install it again and set the new ANPI_SLACK_BOT_TOKEN",
    "missing_scope": f"the app lacks a scope: {_REINSTALL}",
    "channel_not_found": "no such channel, or a private one the app is not in: set the channel's id (C…) and type "
    "/invite there",
    "not_allowed_token_type": "ANPI_SLACK_APP_TOKEN must be an app-level token (xapp-…) with connections:write",
    "rate_limited": "Slack asks to wait: try again in a minute",
    "not_reached": "Slack cannot be reached: check network, proxy (HTTPS_PROXY) and firewall",
    "timeout": "Slack did not answer in time: check network and proxy",
    "connection_lost": "the connection broke, or the answer is not Slack's: check ANPI_SLACK_API_URL and proxies",
    "unreadable_answer": "the answer is not Slack's: check ANPI_SLACK_API_URL and proxies in between",
}


def examine(
    client: WebClient, clock: Clock, channels: Iterable[str] = (), signing_secret: str = "", app_token: str = ""
) -> Iterator[Finding]:
    """`channels`: ids of the channels set for prompts and for managers. Nothing is posted."""
    headers: dict[str, str] = {}

    def account() -> str:
        answer = client.auth_test()
        headers.update({name.lower(): value for name, value in answer.headers.items()})
        return f"{answer['team']} as {answer['user']}"

    yield _tried("Slack account", account)
    if headers:
        yield _scopes(headers)
        yield _clock(headers, clock)
    for channel in channels:
        yield _tried(
            f"Slack channel {channel}", partial(_channel, client, channel, _EVERYWHERE in granted_scopes(headers))
        )
    yield _way_in(signing_secret, app_token)
    if app_token:
        yield _tried("Slack Socket Mode", lambda: _socket_mode(client, app_token))


def _scopes(headers: Mapping[str, str]) -> Finding:
    granted = granted_scopes(headers)
    if not granted:
        return Finding("Slack scopes", True, "Slack did not say which scopes the token has")
    missing = sorted(SCOPES - granted)
    if missing:
        return Finding("Slack scopes", False, f"missing {', '.join(missing)}: {_REINSTALL}")
    return Finding("Slack scopes", True, "all that are needed")


def granted_scopes(headers: Mapping[str, str]) -> set[str]:
    """What Slack says the token may do, beside any answer; empty where it did not say. `headers` in lower case."""
    return {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",") if scope.strip()}


def _clock(headers: Mapping[str, str], clock: Clock) -> Finding:
    try:
        theirs = parsedate_to_datetime(headers.get("date", "")).astimezone(UTC)
    except ValueError:
        return Finding("Slack clock", True, "Slack did not say what time it is")
    skew = abs(clock.now() - theirs)
    if skew > _SKEW_MAX:
        return Finding("Slack clock", False, f"this machine is {skew.total_seconds():.0f} s off: switch on NTP")
    return Finding("Slack clock", True, f"within {_SKEW_MAX.total_seconds():.0f} s of Slack's")


def _channel(client: WebClient, channel: str, posts_everywhere: bool) -> str:
    known: dict[str, Any] = client.conversations_info(channel=channel)["channel"] or {}
    if known.get("is_archived"):
        raise _Unfit("it is archived: unarchive it or set another one")
    if not known.get("is_member") and (known.get("is_private") or not posts_everywhere):
        raise _Unfit("the app is not in this channel: type /invite and its name there")
    return f"#{known.get('name', channel)}"


def _way_in(signing_secret: str, app_token: str) -> Finding:
    if signing_secret and app_token:
        return Finding("Slack events", True, "over HTTP and over Socket Mode")
    if signing_secret or app_token:
        return Finding("Slack events", True, "over Socket Mode" if app_token else "over HTTP, signed")
    return Finding(
        "Slack events", False, "nothing can come in: set ANPI_SLACK_SIGNING_SECRET (HTTP) or ANPI_SLACK_APP_TOKEN"
    )


def _socket_mode(client: WebClient, app_token: str) -> str:
    client.apps_connections_open(app_token=app_token)
    return "a connection may be opened"


class _Unfit(Exception):
    """Slack answered, and what it answered will not do."""


def _tried(name: str, ask: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, ask())
    except _Unfit as unfit:
        return Finding(name, False, str(unfit))
    except CALL_ERRORS as error:
        return Finding(name, False, what_to_do(outcome_of(error, to_person=False).reason))


def what_to_do(code: str) -> str:
    """What an administrator should do about this reason of a `SendingError`."""
    return _WHAT_TO_DO.get(code, f"Slack answered {code}")
