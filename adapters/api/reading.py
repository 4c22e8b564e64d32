"""What a request says, as its endpoint's own kind; what is wrong with it is named field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import request
from pydantic import BaseModel, ValidationError

from adapters.api.asked import Asked
from adapters.api.endpoint import ETAGS, ID_AT_MOST, Endpoint
from adapters.api.problems import MEDIA_TYPE, FieldError, ProblemError
from bot.api_words import field_code, field_words
from bot.vocabulary import Locale

JSON = "application/json"
#: Of Content-Encoding: nothing is unpacked.
_PLAIN = (None, "", "identity")
_KEY = re.compile(r"[!-~]{1,200}")


def read_asked(endpoint: Endpoint, locale: Locale) -> BaseModel:
    """The parameters or the body; ProblemError(400, 413, 415, 422)."""
    wanted = endpoint.asked or Asked
    if not endpoint.has_body:
        told = _parameters(locale)
        return _checked(lambda: wanted.model_validate(told), locale)
    if request.mimetype != JSON or request.content_encoding not in _PLAIN:
        raise ProblemError(415, "api_not_json")
    body = request.get_data()
    if len(body) > endpoint.body_max_bytes:
        raise ProblemError(413, "api_too_large")
    return _checked(lambda: wanted.model_validate_json(body, strict=True), locale)


def read_number(told: str) -> int:
    """An id; ProblemError(404) for what is none, and for a number that no database keeps: the id of nothing."""
    if not (told.isascii() and told.isdecimal() and len(told) < 20) or int(told) > ID_AT_MOST:
        raise ProblemError(404, "api_not_found")
    return int(told)


def read_key(endpoint: Endpoint) -> str:
    """The Idempotency-Key; empty where there is none and none is needed. What PUT and DELETE do they do only once."""
    if endpoint.method != "POST":
        return ""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        if endpoint.key_needed:
            raise ProblemError(400, "api_key_needed")
        return ""
    if not _KEY.fullmatch(key):
        raise ProblemError(400, "api_key_bad")
    return key


def read_expectation() -> Callable[[str | None], bool]:
    """Whether a version (None: nothing is there) is one that If-Match and If-None-Match let pass (RFC 9110, 13.1).

    ProblemError(400) where one of them cannot be read: what it was to prevent would be done.
    """
    for name in ("If-Match", "If-None-Match"):
        if name in request.headers and not re.fullmatch(ETAGS, request.headers[name]):
            raise ProblemError(400, "api_bad_etag")
    match, none_match = request.if_match, request.if_none_match
    wants_match, wants_none = "If-Match" in request.headers, "If-None-Match" in request.headers

    def is_expected(version: str | None) -> bool:
        if wants_match and (version is None or not match.contains(version)):
            return False
        return not wants_none or version is None or not none_match.contains(version)

    return is_expected


def require_acceptable() -> None:
    """ProblemError(406) for whoever reads no JSON."""
    if "Accept" in request.headers and not any(
        request.accept_mimetypes.quality(kind) > 0 for kind in (JSON, MEDIA_TYPE)
    ):
        raise ProblemError(406, "api_not_acceptable")


def bad_cursor(locale: Locale) -> ProblemError:
    return _invalid([_fault("cursor", "cursor", locale)])


def _parameters(locale: Locale) -> dict[str, Any]:
    """ProblemError(422) where one is given twice: nobody knows which is meant."""
    doubled = [name for name, values in request.args.lists() if len(values) > 1]
    if doubled:
        raise _invalid([_fault(name, "twice", locale) for name in doubled])
    return request.args.to_dict()


def _checked(read: Callable[[], BaseModel], locale: Locale) -> BaseModel:
    try:
        return read()
    except ValidationError as error:
        # Without what was sent: a message quotes limits and the words that are allowed, nothing else.
        found = error.errors(include_url=False, include_input=False)
        if any(one["type"] == "json_invalid" for one in found):
            raise ProblemError(400, "api_bad_json") from None
        errors = [
            _fault("/".join(map(str, one["loc"])), field_code(one["type"]), locale, one.get("ctx")) for one in found
        ]
        raise _invalid(errors) from None


def _fault(where: str, code: str, locale: Locale, about: Mapping[str, object] | None = None) -> FieldError:
    return FieldError(where=where[:100], code=code, message=field_words(code, locale, about))


def _invalid(errors: list[FieldError]) -> ProblemError:
    return ProblemError(422, "api_invalid", errors=errors[:20])
