"""The unit of work: one transaction, one moment, one actor."""

from __future__ import annotations

from collections.abc import Set
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.alert_messages.vocabulary import Limits
from bot.api_words import Scope
from bot.schedule import DEFAULT_PLANS, ReminderPlan
from bot.vocabulary import ChannelKind, CheckKind, Locale, MapService
from storage.lane import Lane as Lane


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody on a platform, as the platform signed it: a Slack user id, a LINE user id."""

    channel: ChannelKind
    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """Whoever holds a signed link made for this person."""

    person_id: int


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who has signed in to the console, whose session has been checked for this request."""

    person_id: int


@dataclass(frozen=True, slots=True)
class Operator:
    """The command line on the company's own machine: may do everything; `name` goes into the audit log."""

    name: str = "cli"


@dataclass(frozen=True, slots=True)
class System:
    """The product itself (the cycle, a rule)."""

    name: str = "cycle"


@dataclass(frozen=True, slots=True)
class ApiToken:
    """One of the company's other systems, whose token has been checked for this request: may do what `scopes` name."""

    token_id: int
    name: str
    scopes: frozenset[Scope]


Actor = Sender | TokenHolder | SignedIn | Operator | System | ApiToken


@dataclass(frozen=True, slots=True)
class Policy:
    """The company's settings that flows need."""

    company: str = ""
    zone: tzinfo = field(default_factory=lambda: ZoneInfo("Asia/Tokyo"))
    locale: Locale = Locale.JA
    plans: dict[CheckKind, ReminderPlan] = field(default_factory=lambda: dict(DEFAULT_PLANS))
    #: Slack channels that always get the prompt.
    slack_channels: tuple[str, ...] = ()
    #: Where the managers' board and cries for help are posted; empty where none is set.
    slack_manager_channel: str = ""
    #: Every contact is asked to be proven within that many days, a few each day; 0: never by itself.
    proof_days: int = 0
    #: Days after its closing for which what was said in a check is kept; 0: for ever.
    retention_days: int = 365
    #: Channels that are switched on; messages are written only for these. May change meanwhile: see `as_of_now`.
    channels: Set[ChannelKind] = frozenset()
    #: A reply to a question by mail comes back to us.
    hears_replies: bool = False
    #: Characters of a title and of a body that people still read, by the guide's counting.
    message_title_at_most: int = 15
    message_body_at_most: int = 200
    #: The map service proposed where a route or a way home is written.
    map_service: MapService = MapService.GOOGLE

    @property
    def message_limits(self) -> Limits:
        return Limits(self.message_title_at_most, self.message_body_at_most)

    def as_of_now(self) -> Policy:
        """For one unit of work, in which no channel is switched on or off."""
        return self if isinstance(self.channels, frozenset) else replace(self, channels=frozenset(self.channels))


@dataclass(slots=True)
class Work:
    """What a flow works with. `connection` is inside a transaction that commits when the `with` block ends."""

    connection: Connection
    now: datetime
    actor: Actor
    policy: Policy
    #: Set by a flow that wrote messages or dirtied a board: the cycle is woken after the commit.
    wakes_cycle: bool = False


class Begin(Protocol):
    """Opens a unit of work; commits at the end of the block, rolls back when it raises."""

    def __call__(self, actor: Actor, lane: Lane = Lane.ANSWER) -> AbstractContextManager[Work]: ...
