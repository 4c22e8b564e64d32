"""Link a LINE account to a person; remember who follows, blocks and leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.vocabulary import Locale
from flows.work import Work


@dataclass(frozen=True, slots=True)
class LinkCode:
    """Shown once, never stored in the clear: 8 characters without look-alikes, good for 30 minutes."""

    code: str
    expires_at: datetime
    locale: Locale


def issue_link_code(work: Work) -> LinkCode:
    """For the person behind the actor (Slack Sender). RefusedError(unknown_person) for somebody not in the people list."""
    raise NotImplementedError


def mail_link_code(work: Work, person_id: int) -> datetime:
    """Send a code to the person's mail contacts instead; gives its expiry. InvalidError(no_mail_contact)."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class CodeRedeemed:
    person_name: str
    locale: Locale


def looks_like_code(text: str) -> bool:
    """Whether the typed line can only be meant as a linking code."""
    raise NotImplementedError


def redeem_code(work: Work, text: str) -> CodeRedeemed:
    """Links the actor's LINE account. InvalidError(bad_code) and, after 5 failures in 15 minutes, (too_many_tries)."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class FriendChanged:
    event_key: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class FriendGreeting:
    """After a follow: how to link, or welcome back."""

    locale: Locale
    is_linked: bool
    is_repeat: bool = False


def friend_followed(work: Work, request: FriendChanged) -> FriendGreeting:
    """The actor (LINE Sender) added or unblocked the bot: the contact works again."""
    raise NotImplementedError


def friend_left(work: Work, request: FriendChanged) -> None:
    """The actor blocked the bot: the contact's state becomes `blocked` (never used until a follow)."""
    raise NotImplementedError
