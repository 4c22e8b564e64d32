"""What every listener of this room works with."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlsplit

from slack_sdk.webhook import WebhookClient

from adapters.slack.afterwards import Afterwards
from adapters.slack.homes import Homes
from adapters.slack.newest import Newest
from adapters.slack.outcomes import CALL_ERRORS, outcome_of
from adapters.slack.replaced import ReplacedPrompts
from adapters.slack.wire import Connections, KeepAliveClient
from adapters.slack.workspaces import Workspaces
from flows.answers_together import AnswersTogether
from flows.message_texts_at_hand import TextsAtHand
from flows.paces import Paces
from flows.ports import Clock, Links, OutcomeUnknown, PermanentFailure
from flows.work import Begin

#: Where response_url points in Slack's own clouds.
_HOOKS = ("https://hooks.slack.com/", "https://hooks.slack-gov.com/")
T = TypeVar("T")
_JSON = {"Content-Type": "application/json; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Room:
    """The unit of work, the ways out to Slack, and the queues of what is done after an acknowledgement."""

    begin: Begin
    client: KeepAliveClient
    links: Links
    clock: Clock
    #: Where a press becomes an answer.
    answers: AnswersTogether
    replaced: ReplacedPrompts
    confirmations: Afterwards
    homes: Homes
    #: Forms wait behind nothing: their trigger is good for three seconds.
    forms: Afterwards = field(default_factory=lambda: Afterwards("forms", threads=4, at_most=100))
    hooks: Connections = field(default_factory=Connections)
    newest: Newest = field(default_factory=Newest)
    #: Workspaces, besides the one the app is installed in, whose accounts stand in the people file.
    also_ours: tuple[str, ...] = ()
    #: What the channels take, as the start form tells it.
    paces: Paces = field(default_factory=lambda: Paces(()))
    workspaces: Workspaces = field(init=False)
    #: The company's own words for a thank-you.
    texts: TextsAtHand = field(init=False)
    #: How every address that may be called back begins, the slash after the host included.
    hooks_of: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        api = urlsplit(self.client.base_url)
        object.__setattr__(self, "workspaces", Workspaces(self.client, self.forms.soon, self.also_ours))
        object.__setattr__(self, "texts", TextsAtHand(self.begin))
        object.__setattr__(self, "hooks_of", (*_HOOKS, f"{api.scheme}://{api.netloc}/"))

    def start(self) -> None:
        """What is good to know before the first payload is asked for; nobody waits for it."""
        self.workspaces.learn()

    def close(self) -> None:
        """Finishes what is queued; the flows are still needed until this returns."""
        self.forms.close()
        self.confirmations.close()
        self.homes.close()
        self.replaced.close()
        self.hooks.close()
        self.client.close()

    def are_ours(self, team: str) -> bool:
        """Whether accounts of this workspace may be people of ours."""
        return self.workspaces.are_ours(team)

    def is_ours(self, url: str) -> bool:
        """Only Slack's own hooks, or the host of the API in use, are called."""
        return url.startswith(self.hooks_of)

    def open_view(self, trigger_id: str, view: dict[str, Any]) -> None:
        """Raises a SendingError. Blocks: not on a request's thread."""
        _translated(lambda: self.client.views_open(trigger_id=trigger_id, view=view))

    def post(self, channel: str, said: dict[str, Any]) -> None:
        """Raises a SendingError. Blocks: not on a request's thread."""
        _translated(
            lambda: self.client.chat_postMessage(channel=channel, unfurl_links=False, unfurl_media=False, **said)
        )

    def push_view(self, trigger_id: str, view: dict[str, Any]) -> None:
        """On top of the window it was pressed in. Raises a SendingError. Blocks: not on a request's thread."""
        _translated(lambda: self.client.views_push(trigger_id=trigger_id, view=view))

    def publish_home(self, user: str, view: dict[str, Any], view_hash: str = "") -> bool:
        """False: the tab has changed since it had this hash. Raises a SendingError. Blocks."""
        try:
            _translated(lambda: self.client.views_publish(user_id=user, view=view, hash=view_hash or None))
        except PermanentFailure as error:
            if error.reason == "hash_conflict":
                return False
            raise
        return True

    def update_view(self, view_id: str, view: dict[str, Any]) -> None:
        """Raises a SendingError. Blocks: not on a request's thread."""
        _translated(lambda: self.client.views_update(view_id=view_id, view=view))

    def answer(self, response_url: str, said: dict[str, Any], replace: bool) -> None:
        """Says it to the one who acted; `replace` puts it in the message's place. Blocks: not on a request's thread."""
        self.begin_answer(response_url, said, replace)()

    def begin_answer(self, response_url: str, said: dict[str, Any], replace: bool) -> Callable[[], None]:
        """As `answer`; Slack's own answer is waited for by what is given. Both raise a SendingError."""
        body = {**said, "replace_original": replace}
        if not replace:
            body["response_type"] = "ephemeral"
        if self.client.proxy is not None:
            return self._answered_through_proxy(response_url, body)
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        heard = _translated(lambda: self.hooks.begin_post(response_url, content, _JSON))

        def finish() -> None:
            status, _, _ = _translated(heard)
            _require_taken(status)

        return finish

    def _answered_through_proxy(self, response_url: str, body: dict[str, Any]) -> Callable[[], None]:
        """The official way, which knows proxies; it waits for its answer at once."""
        webhook = WebhookClient(response_url, timeout=self.client.timeout, proxy=self.client.proxy)
        status = _translated(lambda: webhook.send_dict(body)).status_code
        return lambda: _require_taken(status)


def _require_taken(status: int) -> None:
    if status != HTTPStatus.OK:
        raise OutcomeUnknown(f"http_{status}")


def _translated(call: Callable[[], T]) -> T:
    try:
        return call()
    except CALL_ERRORS as error:
        raise outcome_of(error, to_person=True) from error
