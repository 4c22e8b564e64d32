"""A request with an Idempotency-Key that comes again is answered as it was the first time, and nothing is done twice.

The key, the reply and what the request has done stand in one transaction: a request that failed leaves no key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flows.errors import InvalidError
from flows.work import ApiToken, Work
from storage.queries import api_tokens as queries

#: So long a key is remembered.
REPLIES_KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Replied:
    """What it was answered. `body`: JSON."""

    status: int
    body: str


def reply_before(work: Work, key: str, fingerprint: str) -> Replied | None:
    """To be asked before anything is written. None: it is done now, and `keep_reply` ends the same transaction.

    InvalidError(api_key_reused) where the key came with another request.
    """
    token_id = _token_id(work)
    if queries.begin_reply(work.connection, token_id, key, fingerprint, work.now):
        return None
    before = queries.reply_to(work.connection, token_id, key)
    if before is None or before.fingerprint != fingerprint:
        raise InvalidError("api_key_reused")
    return Replied(before.status, before.body)


def keep_reply(work: Work, key: str, reply: Replied) -> None:
    queries.end_reply(work.connection, _token_id(work), key, reply.status, reply.body)


def _token_id(work: Work) -> int:
    match work.actor:
        case ApiToken(token_id=token_id):
            return token_id
        case _:
            raise TypeError("only another system's request has a key")
