"""Link a LINE account to a person; remember who follows, blocks and leaves."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import insert

from bot.vocabulary import PRIORITY, ChannelKind, ContactState, Locale, MessageKind, MessageState, locale_or_default
from flows.audit import note
from flows.contact_change import contacts_stopped, person_reachable
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.once import is_repeat
from flows.who import require_manager_of, who_is
from flows.work import Sender, TokenHolder, Work
from storage.models import messages
from storage.queries import contacts as contact_queries
from storage.queries import line_menu
from storage.queries import linking as queries
from storage.queries import who as people_queries
from storage.queries.who import PersonFacts

#: Without 0, O, 1, I and L, which look alike.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8
GOOD_FOR = timedelta(minutes=30)
#: A mail is read when it is read.
GOOD_FOR_BY_MAIL = timedelta(hours=24)
#: Wrong codes one LINE account may type …
TRIES = 5
#: … in this time. 31^8 codes, few of them good at a time: guessing is hopeless.
TRIES_WINDOW = timedelta(minutes=15)

#: A code has two digits at least and a letter: `FRACTURE` and `HEADACHE` are words, not codes.
_CODE = re.compile(rf"(?=(?:.*[2-9]){{2}})(?=.*[A-Z])[{ALPHABET}]{{{CODE_LENGTH}}}")
#: People copy codes with the blanks or hyphens they imagine in them.
_FILLERS = re.compile(r"[\s\-‐-―−]")
_TEXT_AT_MOST = 40


@dataclass(frozen=True, slots=True)
class LinkCode:
    """Shown once, never stored in the clear: 8 characters without look-alikes, good for 30 minutes."""

    code: str
    expires_at: datetime
    locale: Locale


def issue_link_code(work: Work) -> LinkCode:
    """For the person behind the actor (Slack Sender); earlier codes of theirs are void.

    RefusedError(unknown_person) for somebody not in the people list.
    """
    who = who_is(work)
    if who is None or who.person_id is None:
        raise RefusedError("unknown_person")
    code, expires_at = _new_code(work, who.person_id, GOOD_FOR)
    note(work, "link_code_issued", subject_person_id=who.person_id)
    return LinkCode(code, expires_at, who.locale)


def mail_link_code(work: Work, person_id: int) -> datetime:
    """Send a code to the person's mail contacts instead; gives its expiry.

    By the person, or by a manager of theirs. InvalidError(line_off, mail_off, no_mail_contact).
    """
    if work.actor != TokenHolder(person_id):
        who = who_is(work)
        if who is None or who.person_id != person_id:
            require_manager_of(work, person_id)
    return write_code_letters(work, person_id)


def write_code_letters(work: Work, person_id: int) -> datetime:
    """As `mail_link_code`, of a person the caller may write to.

    The code stands in `messages.params` until the letter is settled: sending (`flows.deliver`) empties the params then,
    and a day later the code is worth nothing.
    """
    person = people_queries.person_by_id(work.connection, person_id)
    if person is None:
        raise NotFoundError("no_person")
    if ChannelKind.MAIL not in work.policy.channels:
        raise InvalidError("mail_off")
    if ChannelKind.LINE not in work.policy.channels:
        raise InvalidError("line_off")
    to = contact_queries.working(work.connection, person_id, ChannelKind.MAIL)
    if not to:
        raise InvalidError("no_mail_contact")
    code, expires_at = _new_code(work, person_id, GOOD_FOR_BY_MAIL)
    row = {
        "kind": MessageKind.LINK_CODE,
        "person_id": person_id,
        "channel": ChannelKind.MAIL,
        "locale": locale_or_default(person.locale, work.policy.locale),
        "params": {"code": code},
        "priority": PRIORITY[MessageKind.LINK_CODE],
        "state": MessageState.QUEUED,
        "due_at": work.now,
        "created_at": work.now,
    }
    mailed = [
        {**row, "contact_id": one.id, "address": one.address, "lane": one.address.rpartition("@")[2].lower()}
        for one in to
    ]
    work.connection.execute(insert(messages), mailed)
    note(work, "link_code_mailed", subject_person_id=person_id)
    work.wakes_cycle = True
    return expires_at


def _new_code(work: Work, person_id: int, good_for: timedelta) -> tuple[str, datetime]:
    code = _random_code()
    expires_at = work.now + good_for
    queries.keep_code(work.connection, _hash(code), person_id, work.now, expires_at)
    return code, expires_at


def _random_code() -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        if _CODE.fullmatch(code):
            return code


def _hash(code: str) -> str:
    """Whoever steals the database could find a code behind its hash (40 bits), but only within its half hour."""
    return hashlib.sha256(code.encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class CodeRedeemed:
    person_name: str
    locale: Locale


@dataclass(frozen=True, slots=True)
class CodeRefused:
    """`bad_code`: unknown, used or expired. `too_many_tries`: not even looked at."""

    code: Literal["bad_code", "too_many_tries"]


def looks_like_code(text: str) -> bool:
    """Whether the typed line can only be meant as a linking code."""
    return _CODE.fullmatch(_plain(text)) is not None


def _plain(text: str) -> str:
    """Full-width or small letters, blanks and hyphens do not matter."""
    if len(text) > _TEXT_AT_MOST:
        return ""
    return _FILLERS.sub("", unicodedata.normalize("NFKC", text)).upper()


def redeem_code(work: Work, text: str) -> CodeRedeemed | CodeRefused:
    """Links the actor's LINE account to the person who was given the code.

    A wrong code is a result, not an error: an error would roll back the count of tries. Five in 15 minutes, and no code
    is looked at until those are over. An account linked to somebody else moves: its holder proved who they are.
    """
    user_id = line_user(work)
    person = person_of_code(work, user_id, text)
    return person if isinstance(person, CodeRefused) else link_account(work, user_id, person)


def person_of_code(work: Work, user_id: str, text: str) -> PersonFacts | CodeRefused:
    """Who was given the code this LINE account enters; it is used up. Five wrong ones count as in `redeem_code`."""
    if is_locked_out(work, user_id):
        return CodeRefused("too_many_tries")
    code = _plain(text)
    person_id = queries.use_code(work.connection, _hash(code), work.now) if _CODE.fullmatch(code) else None
    person = None if person_id is None else people_queries.person_by_id(work.connection, person_id)
    if person is None:
        queries.failed_try(work.connection, user_id, work.now, TRIES_WINDOW)
        return CodeRefused("bad_code")
    queries.forget_tries(work.connection, user_id)
    return person


def is_locked_out(work: Work, user_id: str) -> bool:
    """Too many tries lately. The friend's row is locked from here on, so that no two tries are counted as one."""
    friend = queries.friend(work.connection, user_id)
    in_window = friend.tries_since is not None and friend.tries_since > work.now - TRIES_WINDOW
    return in_window and friend.failed_tries >= TRIES


def link_account(work: Work, user_id: str, person: PersonFacts) -> CodeRedeemed:
    """The LINE account is this person's from now on; it moves away from whoever had it.

    The friend's row is locked: of two who link the same account at the same instant the later has it.
    """
    queries.friend(work.connection, user_id)
    moved_from = queries.move_away(work.connection, user_id, from_all_but=person.id, now=work.now)
    contacts_stopped(work, moved_from, queries.MOVED)
    queries.link(work.connection, user_id, person.id, work.now)
    person_reachable(work, person.id)
    note(work, "line_linked", subject_person_id=person.id, moved=bool(moved_from))
    return CodeRedeemed(person.name, locale_or_default(person.locale, work.policy.locale))


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
    user_id = line_user(work)
    who = who_is(work)
    locale = who.locale if who else work.policy.locale
    if is_repeat(work, request.event_key):
        return FriendGreeting(locale, who is not None, is_repeat=True)
    # Whether LINE has kept the chat's own menu through a block nobody knows.
    line_menu.forget_links(work.connection, (user_id,))
    if queries.change_friend(work.connection, user_id, queries.FOLLOWING, request.given_at):
        queries.change_contacts(work.connection, user_id, ContactState.CONFIRMED, "", work.now)
        for person_id in queries.owners_of(work.connection, user_id):
            person_reachable(work, person_id)
    return FriendGreeting(locale, who is not None)


def friend_left(work: Work, request: FriendChanged) -> None:
    """The actor blocked the bot: the contact's state becomes `blocked` (never used until a follow)."""
    user_id = line_user(work)
    if is_repeat(work, request.event_key):
        return
    if queries.change_friend(work.connection, user_id, queries.LEFT, request.given_at):
        blocked = queries.change_contacts(work.connection, user_id, ContactState.BLOCKED, "unfollowed", work.now)
        contacts_stopped(work, blocked, ContactState.BLOCKED)


def line_user(work: Work) -> str:
    """The LINE account that acts. TypeError where somebody else does."""
    match work.actor:
        case Sender(ChannelKind.LINE, user_id):
            return user_id
        case _:
            raise TypeError("this is done by a LINE account alone")
