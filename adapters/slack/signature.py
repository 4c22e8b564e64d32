"""Whether a request comes from Slack: HMAC-SHA256 over the raw bytes, at most five minutes old.

Source: docs.slack.dev/authentication/verifying-requests-from-slack. Bolt's own check reads the wall clock, wants a text
instead of bytes, raises at a timestamp that is no number, and logs the whole body where the signature is wrong.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime

WINDOW_SECONDS = 300
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


def is_signed(body: bytes, timestamp: str, signature: str, secret: str, now: datetime) -> bool:
    """`timestamp` and `signature`: X-Slack-Request-Timestamp and X-Slack-Signature, empty where missing."""
    if not secret or not _TIMESTAMP.fullmatch(timestamp):
        return False
    if abs(now.timestamp() - int(timestamp)) > WINDOW_SECONDS:
        return False
    signed = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(b"v0=" + signed.encode(), signature.encode("utf-8", "replace"))
