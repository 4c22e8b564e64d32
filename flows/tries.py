"""Limits on tries at a door that stands open to strangers: buckets of their own in the database, for all processes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from flows.work import Work
from storage.queries import limits
from storage.queries.sign_in import TRIES


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many tries at once, and one more whenever `one_every` has passed."""

    name: str
    at_once: int
    one_every: timedelta


def take_try(work: Work, allowance: Allowance, whom: str) -> bool:
    """One try of `whom` (an address, a client). False: there have been too many, come back later.

    Only a hash of `whom` is kept. Buckets are drawn from in one order of their names: two tries never wait crosswise.
    """
    key = (TRIES, allowance.name, hashlib.sha256(whom.encode()).hexdigest())
    row = limits.bucket(work.connection, key, float(allowance.at_once), work.now)
    # A clock that was set back gives nothing, and takes nothing away.
    elapsed = max(work.now - row.refilled_at, timedelta())
    tokens = min(float(allowance.at_once), row.tokens + elapsed / allowance.one_every)
    # Asking in vain empties nothing further: whoever waits as long as they are told gets through.
    is_allowed: bool = tokens >= 1
    limits.write_bucket(
        work.connection, key, tokens=tokens - 1 if is_allowed else tokens, refilled_at=max(work.now, row.refilled_at)
    )
    return is_allowed
