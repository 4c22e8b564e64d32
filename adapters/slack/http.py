"""`POST /slack/events`: the signature on the raw bytes first, then everything else."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, request
from slack_bolt import BoltResponse

from adapters.slack.doorway import Doorway, parsed
from adapters.slack.payloads import OddPayloadError
from adapters.slack.signature import is_signed
from flows.ports import Clock

log = logging.getLogger(__name__)

#: Slack's largest payload, a view submission, stays below 250 kB of view (Block Kit reference).
BODY_AT_MOST = 1_000_000


def slack_blueprint(doorway: Doorway, signing_secret: str, clock: Clock) -> Blueprint:
    """Answers 401 for a bad or stale signature, 413 for too much, 400 for what is signed and unreadable."""
    blueprint = Blueprint("slack", __name__)

    @blueprint.post("/slack/events")
    def events() -> Response:
        if (request.content_length or 0) > BODY_AT_MOST:
            return Response(status=413)
        request.max_content_length = BODY_AT_MOST
        body = request.get_data(cache=False)
        headers = request.headers
        timestamp = headers.get("X-Slack-Request-Timestamp", "")
        if not is_signed(body, timestamp, headers.get("X-Slack-Signature", ""), signing_secret, clock.now()):
            log.info("a request to /slack/events was not signed by Slack, or more than five minutes old")
            return Response(status=401)
        try:
            return _response(doorway.hear(parsed(body, headers.get("Content-Type", ""))))
        except OddPayloadError as error:
            log.warning("a signed payload was not understood: %s", error)
            return Response(status=400)

    return blueprint


def _response(answer: BoltResponse) -> Response:
    headers = [(name, value) for name, values in answer.headers.items() for value in values]
    return Response(answer.body, answer.status, headers)
