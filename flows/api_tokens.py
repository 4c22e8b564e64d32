"""Tokens with which the company's other systems come in: made, shown once, checked for each request, revoked."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.api_words import Scope
from bot.plain import one_line
from flows.audit import doer_of, note
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.who import require_safety_admin
from flows.work import ApiToken, Work
from storage.queries import api_tokens as queries

NAME_AT_MOST = 60
#: Days; 0 is for ever.
LIFETIMES = (90, 365, 0)
TOKENS_AT_MOST = 100
#: So long the token that was replaced lets in beside the new one: the system's operators change it in peace.
OVERLAP = timedelta(days=1)
#: A token that ends within that time is marked.
_ENDS_SOON = timedelta(days=14)
#: So that a token found in a log or in a program is recognised as what it is.
PREFIX = "anpi_"
_RANDOM_BYTES = 32
_HINT = 4
#: When it was last used is known to within that time: reading writes next to nothing.
_USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NewToken:
    name: str
    scopes: Collection[Scope]
    #: One of LIFETIMES.
    days: int = 365


@dataclass(frozen=True, slots=True)
class TokenMade:
    """`secret` is shown now and never again."""

    token_id: int
    secret: str


@dataclass(frozen=True, slots=True)
class TokenLine:
    """`hint`: its last letters."""

    token_id: int
    name: str
    hint: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    #: Neither revoked nor expired.
    counts: bool
    #: It counts, and not for much longer.
    ends_soon: bool


def make_token(work: Work, wanted: NewToken) -> TokenMade:
    """Only a hash of it is kept.

    RefusedError(not_a_safety_admin …), InvalidError(api_token_name, api_token_scopes, api_token_days,
    api_too_many_tokens).
    """
    require_safety_admin(work)
    name = one_line(wanted.name, NAME_AT_MOST)
    scopes = [scope for scope in Scope if scope in wanted.scopes]
    if not name:
        raise InvalidError("api_token_name")
    if not scopes:
        raise InvalidError("api_token_scopes")
    if wanted.days not in LIFETIMES:
        raise InvalidError("api_token_days")
    made = _make(work, name, scopes, timedelta(days=wanted.days) if wanted.days else None)
    note(work, "api_token_made", token=made.token_id, scopes=scopes)
    return made


def _make(work: Work, name: str, scopes: Sequence[Scope], lifetime: timedelta | None) -> TokenMade:
    """InvalidError(api_too_many_tokens)."""
    if queries.count_unrevoked(work.connection) >= TOKENS_AT_MOST:
        raise InvalidError("api_too_many_tokens", limit=TOKENS_AT_MOST)
    secret = PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
    token_id = queries.add(
        work.connection,
        name=name,
        digest=_digest(secret),
        hint=secret[-_HINT:],
        scopes=scopes,
        created_at=work.now,
        created_by=doer_of(work).person_id,
        expires_at=None if lifetime is None else work.now + lifetime,
    )
    return TokenMade(token_id, secret)


def replace_token(work: Work, token_id: int) -> TokenMade:
    """Another one in its place, for the same system and as long again. The old one is good for another day at most.

    RefusedError(not_a_safety_admin …), NotFoundError(api_no_token) for one that was revoked, too,
    InvalidError(api_too_many_tokens).
    """
    require_safety_admin(work)
    old = next((row for row in queries.all_tokens(work.connection) if row.id == token_id), None)
    if old is None or old.revoked_at is not None:
        raise NotFoundError("api_no_token")
    made = _make(work, old.name, _known(old.scopes), _lifetime(old))
    ends_at = work.now + OVERLAP
    if old.expires_at is None or old.expires_at > ends_at:
        queries.expire(work.connection, token_id, ends_at)
    note(work, "api_token_replaced", token=made.token_id, replaced=token_id)
    return made


def _lifetime(row: Any) -> timedelta | None:
    """As it was made with, also where it was replaced and ends early by now; None: for ever."""
    if row.expires_at is None:
        return None
    days = (row.expires_at - row.created_at).days
    return timedelta(days=min(one for one in LIFETIMES if one >= days)) if days <= max(LIFETIMES) else None


def list_tokens(work: Work) -> tuple[TokenLine, ...]:
    """Lane READ. Those that count first. RefusedError(not_a_safety_admin …)."""
    require_safety_admin(work)
    return tuple(
        TokenLine(
            token_id=row.id,
            name=row.name,
            hint=row.hint,
            scopes=_known(row.scopes),
            created_at=row.created_at,
            created_by=row.maker or "",
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
            revoked_at=row.revoked_at,
            counts=(counts := row.revoked_at is None and not _is_over(row.expires_at, work.now)),
            ends_soon=counts and _is_over(row.expires_at, work.now + _ENDS_SOON),
        )
        for row in queries.all_tokens(work.connection)
    )


def revoke_token(work: Work, token_id: int) -> bool:
    """From the next request on it lets nobody in. False where it had been revoked before.

    RefusedError(not_a_safety_admin …), NotFoundError(api_no_token).
    """
    require_safety_admin(work)
    revoked = queries.revoke(work.connection, token_id, work.now) is not None
    if revoked:
        note(work, "api_token_revoked", token=token_id)
    elif token_id not in {row.id for row in queries.all_tokens(work.connection)}:
        raise NotFoundError("api_no_token")
    return revoked


@dataclass(frozen=True, slots=True)
class TokenSeen:
    token: ApiToken
    #: `note_use` is to be called: it has not been noted for a while.
    use_is_news: bool


def token_holder(work: Work, secret: str) -> TokenSeen | None:
    """Lane READ. Who shows this; None where it is no token of ours, has expired or was revoked."""
    digest = _digest(secret)
    row = queries.of_digest(work.connection, digest)
    if row is None or not hmac.compare_digest(row.digest, digest):
        return None
    if row.revoked_at is not None or _is_over(row.expires_at, work.now):
        return None
    is_news = row.last_used_at is None or work.now - row.last_used_at >= _USE_NOTED_EVERY
    return TokenSeen(ApiToken(row.id, row.name, frozenset(_known(row.scopes))), is_news)


def note_use(work: Work) -> None:
    """The actor's token has been used just now."""
    if isinstance(work.actor, ApiToken):
        queries.used(work.connection, work.actor.token_id, work.now)


def require_scope(work: Work, scope: Scope) -> None:
    """RefusedError(api_scope) for any actor but a token that has it."""
    if not isinstance(work.actor, ApiToken) or scope not in work.actor.scopes:
        raise RefusedError("api_scope", scope=scope.value)


def _digest(secret: str) -> str:
    """Of 256 random bits: nobody needs a slow hash to keep them from being guessed."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _is_over(expires_at: datetime | None, now: datetime) -> bool:
    return expires_at is not None and expires_at <= now


def _known(scopes: Collection[str]) -> tuple[Scope, ...]:
    """Those of this release, in their order."""
    return tuple(scope for scope in Scope if scope in scopes)
