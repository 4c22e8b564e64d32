"""Who reads a page of the console: somebody who has signed in, or the holder of a link to the board of one check.

The link (`?t=`) opens the check's pages that are only looked at, as they are for whoever has signed in, and no others:
nothing is done through it, no file is handed out, and no address shown but the numbers of those nothing else reaches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, request

from adapters.web.tokens import BadTokenError, Purpose, Tokens
from bot.vocabulary import Role
from flows.errors import RefusedError
from flows.who import Who, who_is
from flows.work import Begin, Lane, SignedIn, TokenHolder

#: In an address: the token of the link.
LINK = "t"
_BEHIND_LINK = frozenset(("board.show", "check.units", "check.curve", "status.people", "in_check.guests"))


@dataclass(frozen=True, slots=True)
class Reader:
    """`number` is drawn anew for every session, and 0 behind a link. `link`: its token; empty for who has signed in."""

    actor: SignedIn | TokenHolder
    who: Who
    number: int
    link: str = ""

    @property
    def person_id(self) -> int:
        return self.actor.person_id

    @property
    def manages(self) -> bool:
        return self.who.role is not Role.NONE


def holder(begin: Begin, tokens: Tokens, check_id: int) -> Reader:
    """Of the link in the address. BadTokenError; RefusedError(unknown_person) where they have left the company."""
    token = request.args[LINK]
    asked_id, person_id = tokens.read(Purpose.BOARD, token, 2)
    if asked_id != check_id:
        raise BadTokenError(Purpose.BOARD)
    actor = TokenHolder(person_id)
    with begin(actor, Lane.READ) as work:
        who = who_is(work)
    if who is None:
        raise RefusedError("unknown_person")
    g.link = (check_id, token)
    return Reader(actor, who, 0, token)


def keep_link(endpoint: str, values: dict[str, Any]) -> None:
    """For Flask: the pages that the link in hand opens are led to with it."""
    check_id, token = g.get("link") or (None, "")
    if check_id is not None and endpoint in _BEHIND_LINK and values.get("check_id") == check_id:
        values.setdefault(LINK, token)
