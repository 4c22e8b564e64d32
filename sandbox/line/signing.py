"""LINE's signature: base64 of the HMAC-SHA256 of the raw body (developers.line.biz, "Verify webhook signature")."""

from __future__ import annotations

import base64
import hashlib
import hmac


def signature(secret: str, body: bytes) -> str:
    """The value of `x-line-signature`."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
