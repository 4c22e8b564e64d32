"""One endpoint: where it is, who may use it, what it is asked and what it answers. Routes and description follow it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from bot.api_words import Scope
from bot.vocabulary import Locale
from flows.work import ApiToken, Lane, Work

PREFIX = "/api/v1"
#: As databases keep them.
ID_AT_MOST = 2**63 - 1
#: The parameters a path may have, as Flask wants them. A number is read by us: with Flask's own converter what is none
#: would be answered outside the API.
_RULES = {"{check_id}": "<check_id>", "{employee_no}": "<employee_no>"}

#: The largest body, a check for five hundred units, is far smaller.
BODY_MAX_BYTES = 200_000
#: Of a request with hundreds of people.
PEOPLE_MAX_BYTES = 1_000_000

#: Of If-Match and If-None-Match (RFC 9110, 8.8.3).
ETAGS = r'^(\*|(W/)?"[!#-~]*"( ?, ?(W/)?"[!#-~]*")*)$'

_Asked = TypeVar("_Asked", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, read and checked. `asked`: its parameters, or its body. `locale`: of words that are sent back."""

    token: ApiToken
    asked: BaseModel
    locale: Locale
    check_id: int = 0
    employee_no: str = ""
    #: What If-Match and If-None-Match say of a version; None: there is nothing at this address.
    is_expected: Callable[[str | None], bool] = lambda version: True

    def of(self, model: type[_Asked]) -> _Asked:
        """What was asked, as the kind the endpoint has named."""
        assert isinstance(self.asked, model)
        return self.asked


@dataclass(frozen=True, slots=True)
class Shown:
    """A reply whose status is not the endpoint's own, or that has a version; empty: none."""

    told: BaseModel
    status: int | None = None
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`asked`: of a GET its parameters, else its body. `note`: written before anything is read and shown."""

    operation: str
    method: str
    path: str
    scope: Scope
    summary: str
    handle: Callable[[Work, Ask], BaseModel | Shown]
    reply: type[BaseModel]
    asked: type[BaseModel] | None = None
    status: int = 200
    lane: Lane = Lane.READ
    note: Callable[[Work, Ask], None] | None = None
    #: Without an Idempotency-Key it is refused.
    key_needed: bool = False
    #: Replies have an ETag, and a request may say which one it expects.
    has_versions: bool = False
    #: Where what was made (201) is, below PREFIX; filled from the reply.
    location: str = ""
    #: Statuses of success beside `status`.
    others: tuple[int, ...] = ()
    body_max_bytes: int = BODY_MAX_BYTES

    @property
    def has_body(self) -> bool:
        return self.method != "GET" and self.asked is not None

    @property
    def rule(self) -> str:
        rule = self.path
        for parameter, converter in _RULES.items():
            rule = rule.replace(parameter, converter)
        return rule

    def fits(self, path: str) -> bool:
        """Whether this is its path, below PREFIX."""
        pattern = re.escape(self.path).replace(r"\{check_id\}", "[^/]+").replace(r"\{employee_no\}", "[^/]+")
        return re.fullmatch(pattern, path) is not None
