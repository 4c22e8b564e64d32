"""Slack's signature: HMAC-SHA256 of `v0:<timestamp>:<raw body>` (docs.slack.dev, "Verifying requests")."""

from __future__ import annotations

import hashlib
import hmac


def signed_headers(secret: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The two headers every request to the app carries."""
    base = b"v0:%d:%b" % (timestamp, body)
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={digest}"}
