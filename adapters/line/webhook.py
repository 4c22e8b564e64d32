"""`POST /line/webhook`: signature, translation, one unit of work per event, 200 as soon as all of them are committed.

LINE wants 200 within two seconds and, with redelivery switched on, brings again what was not acknowledged
(https://developers.line.biz/en/docs/messaging-api/receiving-messages/#webhook-redelivery).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging

from flask import Blueprint, Response, request

from adapters.line.events import Event, NotJsonError, read_events
from adapters.line.hearing import Ears, hear
from adapters.line.replies import Replies

log = logging.getLogger(__name__)

#: LINE sends at most a few hundred kB; nothing larger is read.
BODY_MAX_BYTES = 1_000_000
PATH = "/line/webhook"


def line_webhook(ears: Ears, channel_secret: str, replies: Replies) -> Blueprint:
    """ValueError where the channel secret is empty: everybody could sign with it."""
    if not channel_secret:
        raise ValueError("the LINE channel secret is empty")
    secret = channel_secret.encode()
    blueprint = Blueprint("line", __name__)

    @blueprint.post(PATH)
    def webhook() -> Response:
        request.max_content_length = BODY_MAX_BYTES
        body = request.get_data(cache=False)
        if not is_signed(secret, body, request.headers.get("X-Line-Signature", "")):
            log.warning("A LINE webhook without a valid signature was refused")
            return _answer(401, "signature")
        return _answer(200, "ok") if _hear_all(ears, replies, body) else _answer(500, "again")

    return blueprint


def is_signed(secret: bytes, body: bytes, signature: str) -> bool:
    """HMAC-SHA256 of the raw bytes, base64 (https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/)."""
    expected = base64.b64encode(hmac.digest(secret, body, hashlib.sha256))
    return hmac.compare_digest(expected, signature.encode("utf-8", "replace"))


def _hear_all(ears: Ears, replies: Replies, body: bytes) -> bool:
    """False where an event failed: LINE brings all of them again, and those done are known by their keys."""
    try:
        events, left_out = read_events(body)
    except NotJsonError as error:
        log.warning("A signed LINE webhook was not understood: %s", error)
        return True
    if left_out:
        log.info("LINE events left out: %s", ", ".join(left_out[:20]))
    done = [_hear_one(ears, replies, event) for event in events]
    return all(done)


def _hear_one(ears: Ears, replies: Replies, event: Event) -> bool:
    try:
        words = hear(ears, event)
    except Exception as error:  # noqa: BLE001 - the rim: one event's fault must not lose the others
        log.error("LINE event %s failed: %s", event.key, _where(error))
        return False
    if words and event.reply_token:
        replies.say(event.reply_token, words)
    return True


def _where(error: BaseException) -> str:
    """Kind and place of an error. Its text may hold what somebody wrote."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" in {trace.tb_frame.f_code.co_qualname}" if trace else ""
    return type(error).__name__ + place


def _answer(status: int, word: str) -> Response:
    return Response(word, status, mimetype="text/plain")
