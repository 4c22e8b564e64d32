"""LINE's own account link beside the typed code: our page asks for the code, LINE proves whose account it is.

https://developers.line.biz/en/docs/messaging-api/linking-accounts/: the bot gives the chat a link token, our page finds
out who the person is and sends them back to LINE with that token and a nonce, and LINE tells us account and nonce.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.plain import one_line
from bot.vocabulary import ChannelKind, Locale
from flows.audit import note
from flows.line_linking import (
    TRIES_WINDOW,
    CodeRedeemed,
    CodeRefused,
    is_locked_out,
    line_user,
    link_account,
    person_of_code,
    write_code_letters,
)
from flows.once import is_repeat
from flows.who import who_is
from flows.work import Work
from storage.queries import account_link as queries
from storage.queries import linking
from storage.queries import who as people_queries

#: As long as LINE's link token, which it goes with.
NONCE_GOOD_FOR = timedelta(minutes=10)
#: 256 random bits, 43 letters in base64url; LINE takes 10 to 255 and advises 128 bits at least.
NONCE_BYTES = 32
#: RFC 5321; longer ones are nobody's.
ADDRESS_AT_MOST = 254
#: One letter with a code to one person in this time, whoever asks for it: each new code makes the one before void.
LETTER_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class NonceIssued:
    """Goes to LINE with the link token; never stored in the clear."""

    nonce: str


def issue_nonce(work: Work, typed_code: str) -> NonceIssued | CodeRefused:
    """The actor (LINE Sender: our page was opened from a link signed for that account) enters a linking code there.

    The code is used up, and wrong ones are counted, exactly as if it were typed into the chat (`flows.line_linking`).
    Nothing is linked yet: that takes LINE's word that the account is theirs.
    """
    user_id = line_user(work)
    person = person_of_code(work, user_id, typed_code)
    if isinstance(person, CodeRefused):
        return person
    nonce = secrets.token_urlsafe(NONCE_BYTES)
    queries.keep_nonce(work.connection, _hash(nonce), person.id, user_id, work.now, work.now + NONCE_GOOD_FOR)
    note(work, "line_nonce_issued", subject_person_id=person.id)
    return NonceIssued(nonce)


def ask_for_code(work: Work, address: str) -> CodeRefused | None:
    """A code by mail for whoever has this working mail contact; sent to all their working mail contacts.

    None whether or not there is such a person: the page gives no hint. Each asking counts as one try of this LINE
    account, so that nobody goes through a list of addresses or fills somebody's mailbox.
    """
    user_id = line_user(work)
    if is_locked_out(work, user_id):
        return CodeRefused("too_many_tries")
    linking.failed_try(work.connection, user_id, work.now, TRIES_WINDOW)
    if ChannelKind.MAIL in work.policy.channels:
        typed = one_line(address, ADDRESS_AT_MOST)
        for person_id in queries.people_with_mail(work.connection, typed, work.now - LETTER_EVERY):
            write_code_letters(work, person_id)
    return None


@dataclass(frozen=True, slots=True)
class LinkEnded:
    """LINE's `accountLink` event. `is_ok`: LINE found the account to be the one its link token was made for."""

    event_key: str
    given_at: datetime
    nonce: str
    is_ok: bool


@dataclass(frozen=True, slots=True)
class LinkFailed:
    """Refused by LINE, or a nonce that is unknown, used, too old or of another account."""

    locale: Locale


def end_account_link(work: Work, request: LinkEnded) -> CodeRedeemed | LinkFailed | None:
    """Links the actor (LINE Sender) to the person behind the nonce, which is used up. None: done before.

    The nonce must have been good when LINE ended the link: an event delivered late links all the same.
    """
    user_id = line_user(work)
    if is_repeat(work, request.event_key):
        return None
    person_id = queries.use_nonce(work.connection, _hash(request.nonce), user_id, request.given_at, work.now)
    person = people_queries.person_by_id(work.connection, person_id) if person_id is not None else None
    if person is not None and request.is_ok:
        return link_account(work, user_id, person)
    note(work, "line_link_failed", subject_person_id=person_id, by_line=not request.is_ok)
    who = who_is(work)
    return LinkFailed(who.locale if who else work.policy.locale)


def _hash(nonce: str) -> str:
    return hashlib.sha256(nonce.encode("utf-8", "replace")).hexdigest()
