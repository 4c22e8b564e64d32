"""Slack Bolt, set up so that a press is committed before it is acknowledged and Slack is never asked on the way."""

from __future__ import annotations

import logging
import traceback
from functools import partial

from slack_bolt import App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from adapters.slack.afterwards import Afterwards
from adapters.slack.doorway import Doorway
from adapters.slack.homes import HOMES_PER_MINUTE, Homes
from adapters.slack.listeners import LISTENERS
from adapters.slack.listeners.answers import hear_answer
from adapters.slack.payloads import OddPayloadError
from adapters.slack.replaced import ReplacedPrompts
from adapters.slack.room import Room
from adapters.slack.turns import Turns
from adapters.slack.wire import KeepAliveClient
from flows.answers_together import AnswersTogether
from flows.paces import Paces
from flows.ports import Clock, Links
from flows.right_of_way import RightOfWay
from flows.work import Begin

log = logging.getLogger(__name__)

#: Threads that say thank you.
CONFIRMING = 8


def make_room(
    begin: Begin,
    token: str,
    links: Links,
    clock: Clock,
    api_url: str = "https://slack.com/api/",
    right_of_way: RightOfWay | None = None,
    also_ours: tuple[str, ...] = (),
    homes_per_minute: float = HOMES_PER_MINUTE,
    paces: Paces | None = None,
) -> Room:
    """No network: the token is proved by the doctor. `right_of_way`: before answers, confirmations give way.

    `also_ours`: workspaces besides the token's own whose accounts stand in the people file.
    """
    way = right_of_way or RightOfWay()
    return Room(
        begin=begin,
        client=KeepAliveClient(token, api_url),
        links=links,
        clock=clock,
        answers=AnswersTogether(begin, way),
        replaced=ReplacedPrompts(begin),
        confirmations=Afterwards("confirmations", threads=CONFIRMING, at_most=5000, right_of_way=way, together=16),
        homes=Homes(Turns(begin), homes_per_minute),
        also_ours=also_ours,
        paces=paces or Paces(()),
    )


def open_doorway(room: Room) -> Doorway:
    """Bolt with all listeners, and what goes past it. The signature is checked before (adapters.slack.http)."""
    logger = logging.getLogger("adapters.slack.bolt")
    # Bolt writes requests into its lower levels: what nobody listens for with its ids, the rest in whole.
    logger.setLevel(logging.ERROR)
    # The SDK's lowest level writes whole messages, with names, numbers and comments (invariant 14).
    logging.getLogger("slack_sdk").setLevel(logging.INFO)
    token = room.client.token or ""

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """The one workspace we are installed in, without asking Slack."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    bolt = App(
        name="anpi",
        logger=logger,
        client=WebClient(base_url=room.client.base_url, timeout=room.client.timeout, retry_handlers=[]),
        authorize=authorize,
        process_before_response=True,
        token_verification_enabled=False,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    for register in LISTENERS:
        register(bolt, room)
    bolt.error(_failed)
    return Doorway(bolt, partial(hear_answer, room), _failed)


def _failed(error: Exception) -> BoltResponse:
    """The rim of a request: where it broke goes into the log, never the error's own text, which may quote a person."""
    if isinstance(error, OddPayloadError):
        log.warning("a signed payload was not understood: %s", error)
        return BoltResponse(status=400)
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("a request of Slack failed: %s\n%s", type(error).__name__, frames)
    return BoltResponse(status=500)
