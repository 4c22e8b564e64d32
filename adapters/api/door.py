"""`/api/v1`: who asks, what they ask, whether they may, and the reply; everything as JSON, for programs alone."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Blueprint, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from adapters.api.asked import Asked, BadCursorError
from adapters.api.endpoint import ID_AT_MOST, PREFIX, Ask, Endpoint
from adapters.api.endpoints import ENDPOINTS
from adapters.api.limits import Buckets
from adapters.api.openapi import describe
from adapters.api.problems import FieldError, ProblemError, problem_response
from flows.api_replies import Replied, keep_reply, reply_before
from flows.api_tokens import note_use, require_scope, token_holder
from flows.carry_out import carry_out
from flows.errors import FlowError
from flows.ports import Clock
from flows.work import ApiToken, Begin, Lane, Policy, System, Work

log = logging.getLogger(__name__)

#: The largest body, a check for five hundred units, is far smaller.
BODY_MAX_BYTES = 200_000
JSON = "application/json"
_KEY = re.compile(r"[!-~]{1,200}")
_CHALLENGE = 'Bearer realm="Anpi"'
_EVERY_METHOD = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY")
#: Of a fault of ours as werkzeug names it -> the code and its words.
_FAULTS = {404: "api_not_found", 405: "api_method", 413: "api_too_large"}


def create_api(begin: Begin, policy: Policy, clock: Clock) -> Blueprint:
    door = Blueprint("api", __name__, url_prefix=PREFIX)
    buckets = Buckets(clock)
    for endpoint in ENDPOINTS:
        view = _view(begin, endpoint, buckets)
        # Which methods there are is told below: Flask would name those of every rule that fits the path.
        door.add_url_rule(
            endpoint.rule, endpoint.operation, view, methods=[endpoint.method], provide_automatic_options=False
        )

    @door.get("/openapi.json", provide_automatic_options=False)
    def openapi() -> Response:
        return _json(_description())

    @door.route("/", defaults={"rest": ""}, methods=_EVERY_METHOD)
    @door.route("/<path:rest>", methods=_EVERY_METHOD)
    def nothing(rest: str) -> Response:
        methods = {endpoint.method for endpoint in ENDPOINTS if endpoint.fits(f"/{rest}")}
        methods |= {"GET"} if rest == "openapi.json" else set()
        if not methods:
            raise ProblemError(404, "api_not_found")
        allowed = {"Allow": ", ".join(sorted({"OPTIONS", *methods, *(["HEAD"] if "GET" in methods else [])}))}
        if request.method == "OPTIONS":
            # Without any word of other sites: a browser takes it for a no.
            return Response(status=204, headers=allowed)
        raise ProblemError(405, "api_method", allowed)

    @door.errorhandler(ProblemError)
    @door.errorhandler(FlowError)
    def refused(error: ProblemError | FlowError) -> Response:
        return problem_response(error, policy.locale)

    @door.errorhandler(HTTPException)
    def known(error: HTTPException) -> Response:
        status = error.code or 500
        return problem_response(ProblemError(status, _FAULTS.get(status, "api_bad_json")), policy.locale)

    @door.errorhandler(Exception)
    def unknown(error: Exception) -> Response:
        log.error("a request of another system failed in %s", request.endpoint, exc_info=error)
        return problem_response(ProblemError(500, "broken"), policy.locale)

    @door.after_request
    def secure(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        return response

    return door


def _view(begin: Begin, endpoint: Endpoint, buckets: Buckets) -> Callable[..., Response]:
    def view(check_id: str = "0", employee_no: str = "") -> Response:
        token = _token(begin)
        if wait := buckets.seconds_to_wait(token.token_id):
            raise ProblemError(429, "api_too_fast", {"Retry-After": str(wait)})
        if endpoint.scope not in token.scopes:
            with begin(token, Lane.READ) as work:
                require_scope(work, endpoint.scope)
        ask = Ask(token, _asked(endpoint), _number(check_id), employee_no.replace("\0", ""))
        try:
            reply = _replied(begin, endpoint, ask)
        except BadCursorError:
            raise _invalid([FieldError(where="cursor", message="not a cursor of this list")]) from None
        return _json(reply.body, reply.status)

    return view


def _number(told: str) -> int:
    """An id; ProblemError(404) for what is none, and for a number that no database keeps: the id of nothing."""
    if not (told.isascii() and told.isdecimal() and len(told) < 20) or int(told) > ID_AT_MOST:
        raise ProblemError(404, "api_not_found")
    return int(told)


def _token(begin: Begin) -> ApiToken:
    """Whoever holds the token that was sent; ProblemError(401)."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret:
        raise ProblemError(401, "api_unauthorized", {"WWW-Authenticate": _CHALLENGE})
    with begin(System("api"), Lane.READ) as work:
        seen = token_holder(work, secret.strip())
    if seen is None:
        raise ProblemError(401, "api_bad_token", {"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'})
    if seen.use_is_news:
        carry_out(begin, seen.token, note_use)
    return seen.token


def _replied(begin: Begin, endpoint: Endpoint, ask: Ask) -> Replied:
    """What the endpoint answers, in one unit of work; a request that comes again is answered as it was before."""
    key, fingerprint = _idempotency_key(endpoint), _fingerprint()

    def do(work: Work) -> Replied:
        if key and (before := reply_before(work, key, fingerprint)):
            return before
        reply = Replied(endpoint.status, endpoint.handle(work, ask).model_dump_json())
        if key:
            keep_reply(work, key, reply)
        return reply

    if endpoint.note is not None:
        note = endpoint.note
        carry_out(begin, ask.token, lambda work: note(work, ask))
    return carry_out(begin, ask.token, do, endpoint.lane)


def _idempotency_key(endpoint: Endpoint) -> str:
    """Empty where there is none and none is needed."""
    if endpoint.method == "GET":
        return ""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        if endpoint.key_needed:
            raise ProblemError(400, "api_key_needed")
        return ""
    if not _KEY.fullmatch(key):
        raise ProblemError(400, "api_key_bad")
    return key


def _fingerprint() -> str:
    told = f"{request.method} {request.path}\n".encode() + request.get_data()
    return hashlib.sha256(told).hexdigest()


def _asked(endpoint: Endpoint) -> BaseModel:
    """The parameters or the body, as the endpoint's own kind; ProblemError(400, 413, 415, 422)."""
    if endpoint.method == "GET":
        wanted, told = endpoint.asked or Asked, _parameters()
        return _checked(lambda: wanted.model_validate(told))
    if request.mimetype != JSON:
        raise ProblemError(415, "api_not_json")
    model, body = endpoint.asked or Asked, request.get_data()
    if len(body) > BODY_MAX_BYTES:
        raise ProblemError(413, "api_too_large")
    return _checked(lambda: model.model_validate_json(body, strict=True))


def _parameters() -> dict[str, Any]:
    """ProblemError(422) where one is given twice: nobody knows which is meant."""
    doubled = [name for name, values in request.args.lists() if len(values) > 1]
    if doubled:
        raise _invalid([FieldError(where=name[:100], message="given more than once") for name in doubled])
    return request.args.to_dict()


def _checked(read: Callable[[], BaseModel]) -> BaseModel:
    try:
        return read()
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        if any(one["type"] == "json_invalid" for one in found):
            raise ProblemError(400, "api_bad_json") from None
        errors = [FieldError(where="/".join(map(str, one["loc"]))[:100], message=one["msg"]) for one in found]
        raise _invalid(errors) from None


def _invalid(errors: list[FieldError]) -> ProblemError:
    return ProblemError(422, "api_invalid", errors=errors[:20])


@cache
def _description() -> str:
    return json.dumps(describe(), ensure_ascii=False)


def _json(body: str, status: int = 200) -> Response:
    return Response(body, status, mimetype=JSON)
