"""What a request that cannot be done is answered: problem details (RFC 9457), a code for programs, a sentence."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import request
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.wrappers import Response

from bot.refusals import refusal
from bot.vocabulary import Locale, locale_or_default
from flows.errors import FlowError, InvalidError, NotFoundError

CHALLENGE = 'Bearer realm="Anpi"'
MEDIA_TYPE = "application/problem+json"
#: What stands against a request that is right in itself, at this moment.
_CONFLICTS = frozenset(
    ("already_closed", "nobody_silent", "nobody_reachable", "api_similar_active", "last_safety_admin")
)
#: If-Match or If-None-Match does not hold.
_STALE = "api_changed_meanwhile"


class FieldError(BaseModel):
    """Where in the request, as a path into the body or the name of a parameter, and what is wrong with it.

    `code` is for programs; `message` is for people, in the language of Accept-Language.
    """

    model_config = ConfigDict(extra="forbid", defer_build=True)

    where: str
    code: str
    message: str


class Problem(BaseModel):
    """RFC 9457. `code` is stable, for programs; `detail` is for people, in the language of Accept-Language."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    type: str = Field(examples=["urn:anpi:problem:no_check"])
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldError] = Field(default_factory=list)


class ProblemError(Exception):
    """Refused at the door, before any flow. `code` names the words, `refusal.<code>`."""

    def __init__(
        self,
        status: int,
        code: str,
        headers: dict[str, str] | None = None,
        errors: list[FieldError] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.headers = headers or {}
        self.errors = errors or []


def problem_response(error: ProblemError | FlowError, fallback: Locale) -> Response:
    """`fallback`: the language where the caller names none of ours."""
    status, headers, errors, locale = _status_of(error), _headers_of(error), [], asked_locale(fallback)
    if isinstance(error, ProblemError):
        errors = error.errors
    params: dict[str, Any] = error.params if isinstance(error, FlowError) else {}
    problem = Problem(
        type=f"urn:anpi:problem:{error.code}",
        title=HTTPStatus(status).phrase,
        status=status,
        code=error.code,
        detail=refusal(error.code, locale, params),
        errors=errors,
    )
    response = Response(problem.model_dump_json(), status, headers, mimetype=MEDIA_TYPE)
    response.content_language.add(locale.language)
    return response


def _headers_of(error: ProblemError | FlowError) -> dict[str, str]:
    """Which scope a token lacks is told to programs, too (RFC 6750, 3.1)."""
    if isinstance(error, ProblemError):
        return error.headers
    if error.code == "api_scope":
        lacks = f'error="insufficient_scope", scope="{error.params["scope"]}"'
        return {"WWW-Authenticate": f"{CHALLENGE}, {lacks}"}
    return {}


def _status_of(error: ProblemError | FlowError) -> int:
    match error:
        case ProblemError():
            return error.status
        case NotFoundError():
            return 404
        case InvalidError():
            return 412 if error.code == _STALE else 409 if error.code in _CONFLICTS else 422
        case _:
            return 403


def asked_locale(fallback: Locale) -> Locale:
    """Of the words that are sent back."""
    best = request.accept_languages.best_match([locale.value for locale in Locale])
    return locale_or_default(best, fallback)
