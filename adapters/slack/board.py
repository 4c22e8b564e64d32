"""The board as a message in a channel, posted once and edited from then on."""

from __future__ import annotations

from slack_sdk import WebClient

from adapters.slack.blocks import message
from adapters.slack.outcomes import CALL_ERRORS, outcome_of
from bot.speech import Speech
from flows.ports import OutcomeUnknown


class SlackBoards:
    """flows.ports.BoardChannel. Channels are given by id (`C…`): chat.update takes no names."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

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
        try:
            self._client.chat_update(channel=slack_channel, ts=ts, **message(speech))
        except CALL_ERRORS as error:
            raise outcome_of(error, to_person=False) from error
