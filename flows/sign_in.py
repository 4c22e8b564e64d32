"""Signing in by a link mailed to any registered address. What is answered and done never tells whether it is one."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, insert

from bot.vocabulary import PRIORITY, ChannelKind, Locale, MessageKind, MessageState, locale_or_default
from flows.audit import note
from flows.carry_out import carry_out
from flows.tries import Allowance, take_try
from flows.work import Begin, Lane, System, Work
from storage.models import messages
from storage.queries import sign_in as queries

GOOD_FOR = timedelta(minutes=15)
SAME_PRESS = timedelta(seconds=30)
#: Letters to one mailbox, whoever asks for them. Tokens of 256 bits need no limit: nobody guesses one.
LETTERS = Allowance("address", at_once=5, one_every=timedelta(minutes=10))
#: One client may be the proxy of a whole office: only a program asks as often as this.
ASKED = Allowance("client", at_once=100, one_every=timedelta(seconds=3))
_PEOPLE_AT_MOST = 5
_TOKEN_BYTES = 32
#: RFC 5321.
_ADDRESS_AT_MOST = 254

_ACTOR = System("sign-in page")
_Registered = Row[int, int | None, str, str]


@dataclass(frozen=True, slots=True)
class AskForLink:
    """`client`: the address the request came from."""

    address: str
    client: str


def ask_for_link(begin: Begin, request: AskForLink) -> bool:
    """A link to everybody of this address, by mail. False: too many tries of this client, nothing was looked up.

    Opens its own units of work: the tries count whatever comes after them, and the address is looked for where it holds
    up no answer. Every step is taken for an unknown address too, so that nobody learns anything from the time it takes.
    """
    address = _plain(request.address)

    def count(work: Work) -> tuple[bool, bool]:
        is_welcome = take_try(work, ASKED, request.client)
        return is_welcome, is_welcome and take_try(work, LETTERS, address)

    is_welcome, is_due = carry_out(begin, _ACTOR, count)
    if not is_welcome:
        return False
    with begin(_ACTOR, Lane.READ) as work:
        found = _one_each(queries.people_with(work.connection, address)) if address else []
    carry_out(begin, _ACTOR, lambda work: _mail_links(work, found if is_due else ()))
    return True


def _one_each(rows: Sequence[_Registered]) -> list[_Registered]:
    """Nobody is written to twice; an address of too many people is no sign of who somebody is."""
    first: dict[int, _Registered] = {}
    for row in rows:
        first.setdefault(row.person_id, row)
    return list(first.values()) if len(first) <= _PEOPLE_AT_MOST else []


def _mail_links(work: Work, found: Sequence[_Registered]) -> None:
    for row in found:
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        queries.keep_link(work.connection, _hash(token), row.person_id, work.now, work.now + GOOD_FOR)
        work.connection.execute(insert(messages).values(_letter(work, row, token)))
        note(work, "sign_in_link_mailed", subject_person_id=row.person_id)
    work.wakes_cycle = True


def _letter(work: Work, row: _Registered, token: str) -> dict[str, Any]:
    """The token stands in `params` until the letter is settled: sending (`flows.deliver`) empties them then."""
    return {
        "kind": MessageKind.SIGN_IN,
        "person_id": row.person_id,
        "contact_id": row.contact_id,
        "channel": ChannelKind.MAIL,
        "address": row.address,
        "lane": row.address.rpartition("@")[2].lower(),
        "locale": locale_or_default(row.locale, work.policy.locale),
        "params": {"token": token},
        "priority": PRIORITY[MessageKind.SIGN_IN],
        "state": MessageState.QUEUED,
        "due_at": work.now,
        "created_at": work.now,
    }


@dataclass(frozen=True, slots=True)
class LinkHolder:
    person_id: int
    name: str
    locale: Locale


def link_holder(work: Work, token: str) -> LinkHolder | None:
    """Lane READ: whom this link would sign in. None where it is unknown, used or expired, or its person has left."""
    row = queries.holder_of(work.connection, _hash(token), work.now)
    return None if row is None else _holder(work, row)


def use_link(work: Work, token: str, visit: int) -> LinkHolder | None:
    """As `link_holder`, and the link is used up, with all others that this person was mailed.

    `visit`: of the browser that presses. Pressed twice on a slow line it shows what the second press gave, so that one
    signs in too: within `SAME_PRESS`, and in that browser alone.
    """
    unused, used = _hash(token), _hash(f"{token}.{visit}")
    row = queries.use_link(work.connection, unused, used, work.now, work.now - SAME_PRESS)
    if row is None:
        return None
    queries.void_links(work.connection, (row.id,), work.now)
    return _holder(work, row)


def _holder(work: Work, row: Row[int, str, str]) -> LinkHolder:
    return LinkHolder(row.id, row.name, locale_or_default(row.locale, work.policy.locale))


def _plain(address: str) -> str:
    """Full-width letters and blanks around do not matter; nothing is an address that is too long or hides letters."""
    plain = unicodedata.normalize("NFKC", address).strip().lower()
    return plain if len(plain) <= _ADDRESS_AT_MOST and plain.isprintable() else ""


def _hash(token: str) -> str:
    """Whoever reads the database cannot sign in with what stands there."""
    return hashlib.sha256(token.encode()).hexdigest()
