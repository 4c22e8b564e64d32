"""XOAUTH2: a token for an hour in the place of a password, as Google and Microsoft document it.

The token is got at the provider's endpoint with a refresh token (RFC 6749, section 6), kept in memory until shortly
before it expires, and shown in `AUTH XOAUTH2`. A server that refuses it says why in a 334 with JSON and waits for an
empty line before it says 535.
"""

from __future__ import annotations

import base64
import binascii
import http.client
import json
import smtplib
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

from adapters.mail.outcomes import unusable
from flows.mail_server import OAuth

TIMEOUT = 10.0
#: An answer is a few kilobytes; a refresh token of Microsoft's about two.
_ANSWER_AT_MOST = 64_000
#: Seconds before its end at which a token is not used any more; of a short life, half of it.
_EARLY = 300.0
_USUAL_LIFE = 3_600.0

#: Told which refresh token was used and which one came in its place.
Renewed = Callable[[str, str], None]


class AccessTokens:
    """One account's token. Thread-safe: the first to come fetches it, the others wait for it."""

    def __init__(self, oauth: OAuth, renewed: Renewed = lambda used, new: None) -> None:
        self._oauth = oauth
        self._refresh_token = oauth.refresh_token
        self._renewed = renewed
        self._mutex = threading.Lock()
        self._token = ""
        self._good_until = 0.0

    def token(self) -> str:
        """Raises a TemporaryFailure."""
        with self._mutex:
            if not self._token or time.monotonic() >= self._good_until:
                self._fetch()
            return self._token

    def refused(self, token: str) -> None:
        """The relay did not take it: the next one is a new one."""
        with self._mutex:
            if token == self._token:
                self._token = ""

    def _fetch(self) -> None:
        asked_at = time.monotonic()
        answer = self._ask()
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            raise unusable("mail_token", _words(answer))
        life = answer.get("expires_in")
        seconds = float(life) if isinstance(life, int | str) and str(life).isdecimal() else _USUAL_LIFE
        self._token = token
        self._good_until = asked_at + max(seconds - _EARLY, seconds / 2)
        new = answer.get("refresh_token")
        if isinstance(new, str) and new and new != self._refresh_token:
            used, self._refresh_token = self._refresh_token, new
            self._renewed(used, new)

    def _ask(self) -> dict[str, Any]:
        fields = {
            "grant_type": "refresh_token",
            "client_id": self._oauth.client_id,
            "refresh_token": self._refresh_token,
            **({"client_secret": self._oauth.client_secret} if self._oauth.client_secret else {}),
        }
        wanted = urllib.request.Request(  # noqa: S310 - https, or this machine: checked where it is set
            self._oauth.token_url,
            urllib.parse.urlencode(fields).encode(),
            {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
        )
        try:
            with urllib.request.build_opener(_Stay).open(wanted, timeout=TIMEOUT) as answer:
                return _read(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise unusable("mail_token", f"{error.code} {_words(_read(error))}".strip()) from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise unusable("mail_token_unreachable") from error


class _Stay(urllib.request.HTTPRedirectHandler):
    """Secrets go nowhere but where they were meant to."""

    def redirect_request(self, *_: Any) -> None:
        return None


def log_in(smtp: smtplib.SMTP, user: str, token: str) -> None:
    """smtplib.SMTPAuthenticationError with the server's reason in words."""
    shown = base64.b64encode(f"user={user}\x01auth=Bearer {token}\x01\x01".encode()).decode()
    code, text = smtp.docmd("AUTH", f"XOAUTH2 {shown}")
    reason = ""
    if code == 334:
        reason = _reason(text)
        code, text = smtp.docmd("")
    if code != 235:
        said = text.decode("utf-8", "replace")
        raise smtplib.SMTPAuthenticationError(code, f"{said} ({reason})" if reason else said)


def _read(answer: Any) -> dict[str, Any]:
    """An object of JSON, or an empty one."""
    try:
        read = json.loads(answer.read(_ANSWER_AT_MOST))
    except (ValueError, OSError, http.client.HTTPException):
        return {}
    return read if isinstance(read, dict) else {}


def _words(answer: dict[str, Any]) -> str:
    """`invalid_grant: Token has been expired or revoked.` (RFC 6749, 5.2)"""
    words = (answer.get("error"), answer.get("error_description"))
    return ": ".join(word for word in words if isinstance(word, str))


def _reason(text: bytes) -> str:
    """Of the 334: `{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}` in base64."""
    try:
        told = json.loads(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return ""
    words = told if isinstance(told, dict) else {}
    return ", ".join(
        f"{name} {words[name]}" for name in ("status", "scope", "error") if isinstance(words.get(name), str)
    )
