"""What flows ask of the world outside; `app.py` hands them the real parts.

SendingError
├── TemporaryFailure   try again later with the same bytes
│   └── RateLimited    all is well, only too fast: wait for the named moment
├── PermanentFailure   never again; the contact may be marked, the person's next contact is used
│   └── MessageGone    what was to be edited is not there any more
├── OutcomeUnknown     the platform may have it
└── MembersRejected    the batch was refused as a whole because of its members: split it
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from bot.speech import Speech
from bot.vocabulary import ChannelKind, ContactState, Locale, MessageKind
from flows.mail_server import MailServer


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...


class Addresses(Protocol):
    """Where people reach our pages, without a slash at the end. `inside`: from the company's own network, or empty."""

    @property
    def outside(self) -> str: ...

    @property
    def inside(self) -> str: ...


class Links(Protocol):
    """Signed addresses of our own pages (invariant 14: one purpose each)."""

    def answer(self, check_id: int, person_id: int, round_: int) -> str: ...

    def answer_inside(self, check_id: int, person_id: int, round_: int) -> str:
        """The same page as reached from the company's own network; empty where that has no address of its own."""
        ...

    def unsubscribe(self, contact_id: int, address: str) -> str:
        """One click stops this contact, while it has this address."""
        ...

    def contact(self, contact_id: int, address: str) -> str:
        """The page on which its owner proves a contact (mail has no buttons), while it has this address. It expires."""
        ...

    def register(self, person_id: int) -> str:
        """The page on which this person registers contacts, whoever has signed in. It expires."""
        ...

    def board(self, check_id: int, person_id: int) -> str: ...

    def info(self, locale: Locale) -> str: ...

    def console(self) -> str: ...

    def help_case(self, help_case_id: int, person_id: int) -> str:
        """The page on which this manager takes and closes the case (mail has no buttons)."""
        ...

    def sign_in(self, token: str) -> str:
        """The page with the button that signs in to the console; `token` as it was drawn, once."""
        ...

    def line_link(self, user_id: str, link_token: str) -> str:
        """The page on which the holder of this LINE account says who they are; LINE's token brings them back."""
        ...


@dataclass(frozen=True, slots=True)
class Receiver:
    """For whom a personal body is made (mail). `key` is the attempt's Message-ID, `dated` its Date.

    `question_id`: the message a reply would answer, 0 where nothing is asked. `plain`: their wish for text alone.
    """

    address: str
    name: str
    locale: Locale
    key: str
    dated: datetime
    unsubscribe_url: str = ""
    question_id: int = 0
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    message_id: int
    address: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """Frozen before the network was touched: a retry has the same body, key and members."""

    id: int
    kind: MessageKind
    key: str
    body: bytes
    members: tuple[Member, ...]
    tries: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """The platform took it. `platform_ref` is what a later edit needs (Slack: `D024BE91L/1700000000.000100`)."""

    platform_ref: str = ""


class SendingError(Exception):
    """`reason` is a short stable code, stored and shown; never contains a secret or an address."""

    #: What the platform itself said, for whoever tries it out: neither stored nor logged, it may name an address.
    said = ""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TemporaryFailure(SendingError):
    """`whole_channel`: nothing can be sent through this channel until `retry_after` has passed (429, server down)."""

    def __init__(self, reason: str, retry_after: timedelta | None = None, whole_channel: bool = False) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.whole_channel = whole_channel


class RateLimited(TemporaryFailure):
    """The channel works and wants fewer calls: it is not stopped, and nobody need be reached in another way."""


class PermanentFailure(SendingError):
    """`contact_state`: what the contact has become, or None where the fault is ours or the message's."""

    def __init__(self, reason: str, contact_state: ContactState | None = None) -> None:
        super().__init__(reason)
        self.contact_state = contact_state


class MessageGone(PermanentFailure):
    """What was to be edited has been deleted."""


class OutcomeUnknown(SendingError):
    """Connection lost after the request was written, timeout: the platform may or may not have it."""


class MembersRejected(SendingError):
    """The batch was refused as a whole: one member is malformed or impossible, or there are too many of them.

    `fits`: how many the platform would take now, where it has said so.
    """

    def __init__(self, reason: str, fits: int | None = None) -> None:
        super().__init__(reason)
        self.fits = fits


class Channel(Protocol):
    """One platform to send through. Thread-safe: `send` is called from the channel's own pool."""

    kind: ChannelKind
    #: Members of one attempt at most (LINE multicast 500, others 1).
    batch_size: int
    #: Calls under way at once.
    concurrency: int
    #: True: one body for all receivers of the same message in the same language (identity comes from the webhook).
    shares_bodies: bool
    #: True: a retry with the same key is never doubled by the platform (LINE), or sends identical bytes (mail).
    retries_safely: bool

    def render(self, said: Sequence[tuple[Speech, Receiver | None]]) -> list[bytes]:
        """The frozen bodies, in order. No receiver where bodies are shared."""
        ...

    def send(self, attempt: Attempt) -> Accepted:
        """One call to the platform. Raises a SendingError."""
        ...

    def limit(self) -> RateLimit | None:
        """The bucket every call of this channel draws from, or None where there is none."""
        ...


@runtime_checkable
class Metered(Protocol):
    """A channel whose platform counts what it takes in a month (LINE)."""

    kind: ChannelKind

    def left_this_month(self) -> int | None:
        """A call to the platform: how many messages it still takes, None where there is no limit; 0 if it won't say."""
        ...


@dataclass(frozen=True, slots=True)
class RateLimit:
    """`per_second` calls on average; the row is keyed (team, method, channel). `team`: the kind of channel."""

    team: str
    method: str
    per_second: float
    channel: str = ""


class BoardChannel(Protocol):
    """Posts and edits board messages (Slack). Raises a SendingError."""

    def post_board(self, slack_channel: str, speech: Speech) -> str:
        """The ts of the new message."""
        ...

    def edit_board(self, slack_channel: str, ts: str, speech: Speech) -> None: ...


@dataclass(frozen=True, slots=True)
class MailTried:
    """What became of one letter. `reason` empty: accepted. `said`: the server's own words where it refused.

    `letter_seconds`: how long the relay took for the letter alone, once the connection stood.
    """

    reason: str = ""
    said: str = ""
    letter_seconds: float = 0.0


class MailTrial(Protocol):
    """Sends one letter through a mail server that nobody has set yet."""

    def try_out(self, server: MailServer, to: str, locale: Locale) -> MailTried:
        """Within half a minute, whatever the server does. Keeps nothing."""
        ...


class IdentityError(Exception):
    """Slack did not say who somebody is. The text is a code: `slack` it said no or cannot be reached, `workspace` the
    account belongs to another company."""


class SlackIdentity(Protocol):
    """Sign in with Slack (OpenID Connect)."""

    def sign_in_url(self, redirect_uri: str, state: str, nonce: str) -> str:
        """Slack's page, which leads back to `redirect_uri` with `code` and `state`."""
        ...

    def exchange(self, code: str, redirect_uri: str, nonce: str) -> str:
        """The user id of whoever agreed there, an account of our own workspaces. Raises IdentityError."""
        ...


class DirectoryError(Exception):
    """The directory cannot be read; the text says in one sentence what an administrator should do."""


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """An account of the company's own workspaces that belongs to a human being. `email` may be empty."""

    slack_id: str
    name: str
    email: str
    #: False: deactivated.
    is_active: bool


class Directory(Protocol):
    """Who has an account in Slack."""

    def pages(self) -> Iterator[Sequence[DirectoryEntry]]:
        """All of them, as fast as Slack allows: between two pages seconds may pass. Raises DirectoryError."""
        ...


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of `anpi doctor`: what was tried, whether it worked, what was seen or what to do."""

    name: str
    ok: bool
    detail: str
