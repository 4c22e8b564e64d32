"""Step two of sending: one call to the platform, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.vocabulary import ContactState
from flows.ports import (
    Attempt,
    Channel,
    MembersRejected,
    OutcomeUnknown,
    PermanentFailure,
    RateLimited,
    TemporaryFailure,
)


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    UNKNOWN = "unknown"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one call, under the token of the claim."""

    attempt: Attempt
    token: str
    verdict: Verdict
    reason: str = ""
    platform_ref: str = ""
    retry_after: timedelta | None = None
    whole_channel: bool = False
    #: The channel works, it only wants fewer calls.
    rate_limited: bool = False
    #: How many members of a refused batch the platform would take.
    fits: int | None = None
    contact_state: ContactState | None = None

    @property
    def stops_channel(self) -> bool:
        """Nothing goes out through this channel until somebody has put it right."""
        return self.whole_channel and not self.rate_limited

    @property
    def proves_channel(self) -> bool:
        """The platform took this message, or had something to say against it alone."""
        return self.verdict in (Verdict.ACCEPTED, Verdict.PERMANENT, Verdict.REJECTED)


def send(channel: Channel, attempt: Attempt, token: str) -> Outcome:
    """No transaction is open while the platform is called."""
    try:
        accepted = channel.send(attempt)
    except TemporaryFailure as failure:
        return Outcome(
            attempt,
            token,
            Verdict.TEMPORARY,
            failure.reason,
            retry_after=failure.retry_after,
            whole_channel=failure.whole_channel,
            rate_limited=isinstance(failure, RateLimited),
        )
    except PermanentFailure as failure:
        return Outcome(attempt, token, Verdict.PERMANENT, failure.reason, contact_state=failure.contact_state)
    except OutcomeUnknown as failure:
        return Outcome(attempt, token, Verdict.UNKNOWN, failure.reason)
    except MembersRejected as failure:
        return Outcome(attempt, token, Verdict.REJECTED, failure.reason, fits=failure.fits)
    return Outcome(attempt, token, Verdict.ACCEPTED, platform_ref=accepted.platform_ref)
