"""Whose accounts are ours: somebody of another workspace, met in a shared channel, is nobody in our people file.

Slack calls a user id unique only together with its workspace (docs.slack.dev/reference/objects/user-object), and lets
people of other companies press our buttons (docs.slack.dev/apis/slack-connect). See docs/adr/0008.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection

from slack_sdk import WebClient

from adapters.slack.outcomes import CALL_ERRORS, outcome_of
from adapters.slack.payloads import OF_WORKSPACE

#: Seconds before Slack is asked again, where it did not say who we are.
_ASK_AGAIN_AFTER = 60.0


class Workspaces:
    """Learns our own workspace once, never in anybody's way: `later` runs a task on another thread."""

    def __init__(
        self,
        client: WebClient,
        later: Callable[[str, Callable[[], None]], object],
        also_ours: Collection[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`also_ours`: further workspaces whose people stand in the people file."""
        self._client = client
        self._later = later
        self._also_ours = frozenset(also_ours)
        self._clock = clock
        self._lock = threading.Lock()
        #: When Slack may be asked; None: not before `learn` is called.
        self._ask_at: float | None = None
        #: None: not known yet. Empty: an organisation of many workspaces (Enterprise Grid), which share their user ids.
        self._ours: frozenset[str] | None = None

    def learn(self) -> None:
        """Asks Slack who we are, on another thread. What fails is repeated by the payloads, once a minute at most."""
        with self._lock:
            now = self._clock()
            if self._ours is not None or now < (self._ask_at or now):
                return
            self._ask_at = now + _ASK_AGAIN_AFTER
        self._later("question which workspace is ours", self.ask)

    def are_ours(self, team: str) -> bool:
        """Whether accounts of this workspace (empty: not told) may be people of ours; no network, nothing waits.

        Until we know who we are everybody's may: no outage of Slack makes guests of all employees, and in practice no
        two people have the same id.
        """
        if self._ours is not None:
            return not self._ours or not team or team in self._ours
        if self._ask_at is not None:
            self.learn()
        return True

    @property
    def are_known(self) -> bool:
        """Whether Slack has said by now who we are."""
        return self._ours is not None

    def ask(self) -> None:
        """Asks now, and waits for the answer. Raises a SendingError."""
        try:
            answer = self._client.auth_test()
        except CALL_ERRORS as error:
            raise outcome_of(error, to_person=False) from error
        if answer.get("enterprise_id"):
            self._ours = frozenset()
        elif team := answer.get("team_id"):
            self._ours = self._also_ours | {team}


def user_of(address: str) -> str:
    """The user id in an account's address: what Slack posts to."""
    return address.partition(OF_WORKSPACE)[0]
