"""What every listener of this room works with."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from slack_sdk import WebClient

from adapters.slack.afterwards import Afterwards
from adapters.slack.outcomes import CALL_ERRORS, outcome_of
from adapters.slack.wire import Connections
from flows.ports import Clock, Links, OutcomeUnknown
from flows.work import Begin

#: Where response_url points in Slack's own clouds.
_HOOKS = ("https://hooks.slack.com", "https://hooks.slack-gov.com")
_JSON = {"Content-Type": "application/json; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Room:
    """`client` is the official one, without retries (see adapters.slack.wire)."""

    begin: Begin
    client: WebClient
    links: Links
    clock: Clock
    confirmations: Afterwards = field(default_factory=lambda: Afterwards("confirmations", threads=8, at_most=2000))
    #: Forms wait behind nothing: their trigger is good for three seconds.
    forms: Afterwards = field(default_factory=lambda: Afterwards("forms", threads=4, at_most=100))
    hooks: Connections = field(default_factory=Connections)

    def close(self) -> None:
        self.forms.close()
        self.confirmations.close()

    def answer_later(self, response_url: str, compose: Callable[[], dict[str, Any]], replace: bool) -> None:
        """Says `compose()` to the one who acted, after the acknowledgement; `replace` puts it in the message's place."""
        if self.is_ours(response_url):
            self.confirmations.soon("confirmation", lambda: self._answer(response_url, compose(), replace))

    def is_ours(self, url: str) -> bool:
        """Only Slack's own hooks, or the API in use, are called."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        api = urlsplit(self.client.base_url)
        return origin in _HOOKS or origin == f"{api.scheme}://{api.netloc}"

    def call_later(self, what: str, call: Callable[[], Any]) -> None:
        """A call of the Web API after the acknowledgement."""
        self.confirmations.soon(what, lambda: _translated(call))

    def open_form(self, trigger_id: str, compose: Callable[[], dict[str, Any]]) -> None:
        """Opens the view `compose()` after the acknowledgement."""


        def open_it() -> None:
            view = compose()
            _translated(lambda: self.client.views_open(trigger_id=trigger_id, view=view))

        self.forms.soon("form", open_it)

    def _answer(self, response_url: str, said: dict[str, Any], replace: bool) -> None:
        body = {**said, "replace_original": replace}
        if not replace:
            body["response_type"] = "ephemeral"
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        try:
            status, _, _ = self.hooks.post(response_url, content, _JSON)
        except CALL_ERRORS as error:
            raise outcome_of(error, to_person=True) from error
        if status != 200:
            raise OutcomeUnknown(f"http_{status}")


def _translated(call: Callable[[], Any]) -> None:
    try:
        call()
    except CALL_ERRORS as error:
        raise outcome_of(error, to_person=True) from error
