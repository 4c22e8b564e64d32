"""Step one of sending: take what is due, under a lease, before the network is touched."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.vocabulary import ChannelKind
from flows.ports import Attempt
from flows.work import Work


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A message not yet rendered. Everything `flows.deliver.render` needs, read in one query per page."""

    message_id: int
    kind: str
    check_id: int | None
    round: int
    person_id: int | None
    contact_id: int | None
    help_case_id: int | None
    address: str
    locale: str
    params: dict[str, object] | None


@dataclass(frozen=True, slots=True)
class Claimed:
    token: str
    channel: ChannelKind
    messages: tuple[ClaimedMessage, ...] = field(default=())
    #: Frozen earlier, now due again (back-off is over, or their process died).
    retries: tuple[Attempt, ...] = field(default=())


def claim(work: Work, channel: ChannelKind, limit: int) -> Claimed:
    """At most `limit` messages, help first, then by priority, due time and id."""
    raise NotImplementedError
