"""Who has an account: users.list, page by page, never faster than Slack allows.

docs.slack.dev/reference/methods/users.list: tier 2, 20 and more calls a minute. `profile.email` is there with the scope
users:read.email only; without it nobody would be matched and everybody proposed as new, so nothing is read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from adapters.slack.doctor import granted_scopes, what_to_do
from adapters.slack.outcomes import CALL_ERRORS, outcome_of
from adapters.slack.turns import Turns
from adapters.slack.workspaces import Workspaces
from bot.people_columns import is_slack_id
from bot.plain import NAME_AT_MOST, one_line
from bot.vocabulary import ChannelKind
from flows.ports import (
    DirectoryEntry,
    DirectoryError,
    OutcomeUnknown,
    RateLimit,
    RateLimited,
    SendingError,
    TemporaryFailure,
)

LISTS_PER_MINUTE = 20
#: Slack recommends 200 at most a call.
PAGE = 200
_EMAILS = "users:read.email"
_SLACKBOT = "USLACKBOT"
#: A page that fails for a moment is asked for so many times in all.
_TRIES = 4
_TRY_AGAIN = timedelta(seconds=5)


class SlackDirectory:
    """flows.ports.Directory."""

    def __init__(
        self,
        client: WebClient,
        turns: Turns,
        workspaces: Workspaces,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = client
        self._turns = turns
        self._workspaces = workspaces
        self._pause = pause
        self._limit = RateLimit(ChannelKind.SLACK, "users.list", LISTS_PER_MINUTE / 60)

    def pages(self) -> Iterator[Sequence[DirectoryEntry]]:
        self._learn_who_we_are()
        cursor = ""
        while True:
            answer = self._page(cursor)
            _require_emails(answer)
            yield [entry for member in _listed(answer) if (entry := self._entry(member)) is not None]
            following = _text(_dict(answer.get("response_metadata")).get("next_cursor"))
            # The same page again would never end.
            if not following or following == cursor:
                return
            cursor = following

    def _learn_who_we_are(self) -> None:
        """Before anybody is called ours: elsewhere a doubt counts for the person, here it would propose strangers."""
        try:
            self._workspaces.ask()
        except SendingError as failure:
            raise DirectoryError(what_to_do(failure.reason)) from failure
        if not self._workspaces.are_known:
            raise DirectoryError(what_to_do("unreadable_answer"))

    def _page(self, cursor: str) -> SlackResponse:
        tries = 0
        while True:
            while wait := self._turns.wait_for(self._limit):
                self._pause(wait.total_seconds())
            try:
                return self._client.users_list(limit=PAGE, cursor=cursor or None)
            except CALL_ERRORS as error:
                failure = outcome_of(error, to_person=False)
            tries += 1
            if tries >= _TRIES or not _may_pass(failure):
                raise DirectoryError(what_to_do(failure.reason)) from failure
            # All processes wait, not only this one.
            self._turns.hold(self._limit, getattr(failure, "retry_after", None) or _TRY_AGAIN)

    def _entry(self, member: Any) -> DirectoryEntry | None:
        """None for whoever is no human being of our workspaces: bots, Slackbot, people of other companies."""
        if not isinstance(member, dict) or not is_slack_id(_text(member.get("id"))):
            return None
        if member["id"] == _SLACKBOT or member.get("is_bot") or member.get("is_stranger"):
            return None
        if not self._workspaces.are_ours(_text(member.get("team_id"))):
            return None
        profile = _dict(member.get("profile"))
        names = (profile.get("real_name"), member.get("real_name"), member.get("name"), member["id"])
        return DirectoryEntry(
            slack_id=member["id"],
            name=next(name for one in names if (name := one_line(_text(one), NAME_AT_MOST))),
            email=_text(profile.get("email")).strip(),
            is_active=not member.get("deleted"),
        )


def _require_emails(answer: SlackResponse) -> None:
    granted = granted_scopes({name.lower(): value for name, value in answer.headers.items()})
    if granted and _EMAILS not in granted:
        raise DirectoryError(what_to_do("missing_scope"))


def _listed(answer: SlackResponse) -> Sequence[Any]:
    members = answer.get("members")
    if not isinstance(members, list):
        raise DirectoryError(what_to_do("unreadable_answer"))
    return members


def _may_pass(failure: SendingError) -> bool:
    """What an administrator must put right does not pass by waiting; reading twice does no harm."""
    if isinstance(failure, RateLimited | OutcomeUnknown):
        return True
    return isinstance(failure, TemporaryFailure) and (not failure.whole_channel or failure.reason.startswith("http_"))


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
