"""The board as a message in a channel, posted once and edited from then on."""

from __future__ import annotations

from slack_sdk import WebClient

from adapters.slack.blocks import message
from adapters.slack.outcomes import CALL_ERRORS, RATE_LIMITED, outcome_of
from adapters.slack.turns import Turns
from bot.speech import Speech
from flows.ports import OutcomeUnknown, RateLimited, SendingError, TemporaryFailure


class SlackBoards:
    """flows.ports.BoardChannel. Channels are given by id (`C…`): chat.update takes no names.

    Boards go before edited prompts: managers act on them. Their one post takes no turn from a cry for help.
    """

    def __init__(self, client: WebClient, turns: Turns | None = None) -> None:
        self._client = client
        self._turns = turns

    def post_board(self, slack_channel: str, speech: Speech) -> str:
        try:
            answer = self._client.chat_postMessage(
                channel=slack_channel, unfurl_links=False, unfurl_media=False, **message(speech)
            )
        except CALL_ERRORS as error:
            raise outcome_of(error, to_person=False) from error
        if not answer["ts"]:
            raise OutcomeUnknown("no_ts")
        return str(answer["ts"])

    def edit_board(self, slack_channel: str, ts: str, speech: Speech) -> None:
        if self._turns is not None and (wait := self._turns.go_first(self._turns.edits)):
            raise TemporaryFailure(RATE_LIMITED, wait)
        try:
            self._client.chat_update(channel=slack_channel, ts=ts, **message(speech))
        except CALL_ERRORS as error:
            raise self._held(outcome_of(error, to_person=False)) from error

    def _held(self, failure: SendingError) -> SendingError:
        if self._turns is not None and isinstance(failure, RateLimited) and failure.retry_after is not None:
            self._turns.hold(self._turns.edits, failure.retry_after)
        return failure
