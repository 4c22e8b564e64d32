"""The secrets with which one system is signed for: its own and, for a day, the one before it.

They are sealed together, as lines: a system whose secret was never renewed has one.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.in_force import InForce
from flows.seal import SealError

#: So that a secret found somewhere is recognised as what it is.
PREFIX = "whsec_"
#: So long the secret of before signs beside the new one: the system's operators change it in peace.
OVERLAP = timedelta(days=1)
_RANDOM_BYTES = 32


@dataclass(frozen=True, slots=True)
class SigningSecrets:
    own: str
    before: str = ""
    #: When the one before ends.
    until: datetime | None = None

    def at(self, now: datetime) -> tuple[str, ...]:
        """Those that sign at this moment."""
        return (self.own, self.before) if self.until is not None and now < self.until else (self.own,)

    def renewed(self, now: datetime) -> SigningSecrets:
        return SigningSecrets(new_secret(), self.own, now + OVERLAP)


def new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)


def opened(in_force: InForce, webhook_id: int, sealed: str) -> SigningSecrets | None:
    """None: they cannot be read with this SECRET_KEY."""
    try:
        own, *before = in_force.seal.open(_name(webhook_id), sealed).split("\n")
    except SealError:
        return None
    return SigningSecrets(own, before[0], datetime.fromisoformat(before[1])) if before else SigningSecrets(own)


def closed(in_force: InForce, webhook_id: int, kept: SigningSecrets) -> str:
    before = () if kept.until is None else (kept.before, kept.until.isoformat())
    return in_force.seal.close(_name(webhook_id), "\n".join((kept.own, *before)))


def _name(webhook_id: int) -> str:
    """What they are sealed for."""
    return f"webhook.{webhook_id}.secret"
