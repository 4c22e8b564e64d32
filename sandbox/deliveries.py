"""What a platform sends to the app: one POST, its answer and how long it took."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing delivered to the app. `status` 0 means that no answer came in time; `elapsed` is in seconds."""

    status: int
    elapsed: float
    body: bytes = b""
    content_type: str = ""
    sent: bytes = b""
    attempts: int = 1
    error: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Any 2xx."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The answer's JSON, or None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


def post(url: str, body: bytes, headers: Mapping[str, str], timeout: float) -> Delivery:
    """POST to the app as a platform does: no redirect is followed, `timeout` seconds at most."""
    parts = urlsplit(url)
    factory = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    began = time.monotonic()
    connection = factory(parts.hostname or "127.0.0.1", parts.port, timeout=timeout)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path or "/", body, dict(headers))
        answer = connection.getresponse()
        content = answer.read()
    except (OSError, http.client.HTTPException) as error:
        reason = "timeout" if isinstance(error, TimeoutError) else "connection_failed"
        return Delivery(0, time.monotonic() - began, sent=body, error=reason)
    finally:
        connection.close()
    content_type = answer.getheader("Content-Type", "") or ""
    return Delivery(answer.status, time.monotonic() - began, content, content_type, sent=body)
