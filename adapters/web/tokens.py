"""Signed, single-purpose tokens (invariant 14)."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from enum import StrEnum

from itsdangerous import BadData, Signer
from itsdangerous.encoding import base64_decode, base64_encode

from flows.ports import Clock

#: More than any token of ours needs; longer ones are refused before any work is done on them.
TOKEN_MAX_CHARS = 256
#: As we write them. What decodes them passes over other characters and whatever stands behind a `=`: a token that was
#: signed by us could carry anything.
_WRITTEN = re.compile(r"[A-Za-z0-9_-]+~[A-Za-z0-9_-]+")


class Purpose(StrEnum):
    """A token made for one purpose opens nothing else."""

    ANSWER = "answer"
    UNSUBSCRIBE = "unsubscribe"
    BOARD = "board"
    HELP_CASE = "help_case"
    #: Who holds it has the letter that was sent to a contact.
    CONTACT = "contact"
    #: A person's own page, mailed to them: all their contacts.
    REGISTER = "register"
    #: Whose LINE account opens our page from a link in its own chat.
    LINE_LINK = "line_link"
    #: Cookies of the console: who has signed in; a browser that has not yet.
    SESSION = "session"
    VISIT = "visit"
    #: What every form of the console carries: made of the number in the cookie (against cross-site request forgery).
    FORM = "form"
    #: Signing in with Slack: our request, which Slack brings back; whom Slack named, until they press the button.
    SLACK_STATE = "slack_state"
    SLACK_PROOF = "slack_proof"


#: How long a link opens its page; the others live as long as what they point to.
LIFETIMES = {
    Purpose.BOARD: timedelta(hours=12),
    Purpose.HELP_CASE: timedelta(hours=48),
    # Who is on holiday finds it still good.
    Purpose.CONTACT: timedelta(days=30),
    Purpose.REGISTER: timedelta(days=14),
    # As long as LINE's link token beside it.
    Purpose.LINE_LINK: timedelta(minutes=10),
    Purpose.SESSION: timedelta(hours=12),
    Purpose.VISIT: timedelta(hours=12),
    Purpose.SLACK_STATE: timedelta(minutes=10),
    Purpose.SLACK_PROOF: timedelta(minutes=10),
}


class BadTokenError(Exception):
    """Not made by us, made for something else, or cut on the way."""


class ExpiredTokenError(BadTokenError):
    """Made by us, and its time is over."""


class Tokens:
    """Signs a few whole numbers for one purpose (HMAC-SHA256, compared in constant time by itsdangerous)."""

    def __init__(self, secret_key: str, clock: Clock) -> None:
        self._clock = clock
        # Made once: every letter of a fan-out carries two signed links. Thread-safe: nothing in them changes.
        self._signers = {
            purpose: Signer(
                secret_key, salt=f"anpi.{purpose}", sep="~", key_derivation="hmac", digest_method=hashlib.sha256
            )
            for purpose in Purpose
        }

    def make(self, purpose: Purpose, *numbers: int) -> str:
        words = list(numbers)
        if purpose in LIFETIMES:
            words.append(int((self._clock.now() + LIFETIMES[purpose]).timestamp()))
        payload = base64_encode(".".join(map(str, words)).encode("ascii"))
        return self._signers[purpose].sign(payload).decode("ascii")

    def was_made_for(self, purpose: Purpose, token: str) -> bool:
        """Whether it carries our signature for that purpose, expired or not."""
        return _is_written_by_us(token) and self._signers[purpose].validate(token)

    def read(self, purpose: Purpose, token: str, count: int) -> tuple[int, ...]:
        """The `count` numbers of the token; BadTokenError or ExpiredTokenError."""
        if not _is_written_by_us(token):
            raise BadTokenError(purpose)
        try:
            payload = base64_decode(self._signers[purpose].unsign(token))
            numbers = tuple(int(word) for word in payload.decode("ascii").split("."))
        except (BadData, ValueError) as error:
            raise BadTokenError(purpose) from error
        if len(numbers) != count + (purpose in LIFETIMES):
            raise BadTokenError(purpose)
        if purpose in LIFETIMES and numbers[-1] < self._clock.now().timestamp():
            raise ExpiredTokenError(purpose)
        return numbers[:count]


def _is_written_by_us(token: str) -> bool:
    return len(token) <= TOKEN_MAX_CHARS and _WRITTEN.fullmatch(token) is not None
