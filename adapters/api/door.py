"""`/api/v1`: who asks, what they ask, whether they may, and the reply; everything as JSON, for programs alone."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from functools import cache

from flask import Blueprint, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from adapters.api.asked import BadCursorError
from adapters.api.endpoint import PREFIX, Ask, Endpoint, Shown
from adapters.api.endpoints import ENDPOINTS
from adapters.api.limits import Buckets
from adapters.api.openapi import describe
from adapters.api.problems import CHALLENGE, ProblemError, asked_locale, problem_response
from adapters.api.reading import (
    JSON,
    bad_cursor,
    read_asked,
    read_expectation,
    read_key,
    read_number,
    require_acceptable,
)
from bot.people_columns import plain
from flows.api_replies import Replied, keep_reply, reply_before
from flows.api_tokens import note_use, require_scope, token_holder
from flows.carry_out import carry_out
from flows.errors import FlowError
from flows.ports import Clock
from flows.work import ApiToken, Begin, Lane, Policy, System, Work

log = logging.getLogger(__name__)

_EVERY_METHOD = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY")
#: Of a fault of ours as werkzeug names it -> the code and its words.
_FAULTS = {404: "api_not_found", 405: "api_method", 413: "api_too_large"}


def create_api(begin: Begin, policy: Policy, clock: Clock) -> Blueprint:
    door = Blueprint("api", __name__, url_prefix=PREFIX)
    buckets = Buckets(clock)
    for endpoint in ENDPOINTS:
        view = _view(begin, policy, endpoint, buckets)
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


def _view(begin: Begin, policy: Policy, endpoint: Endpoint, buckets: Buckets) -> Callable[..., Response]:
    def view(check_id: str = "0", employee_no: str = "") -> Response:
        token = _token(begin)
        if wait := buckets.seconds_to_wait(token.token_id):
            raise ProblemError(429, "api_too_fast", {"Retry-After": str(wait)})
        if endpoint.scope not in token.scopes:
            with begin(token, Lane.READ) as work:
                require_scope(work, endpoint.scope)
        require_acceptable()
        locale = asked_locale(policy.locale)
        ask = Ask(
            token,
            read_asked(endpoint, locale),
            locale,
            read_number(check_id),
            # As the staff list keeps it.
            plain(employee_no.replace("\0", "")),
            read_expectation(),
        )
        try:
            reply, etag = _replied(begin, endpoint, ask)
        except BadCursorError:
            raise bad_cursor(locale) from None
        return _shown(endpoint, reply, etag)

    return view


def _shown(endpoint: Endpoint, reply: Replied, etag: str) -> Response:
    if not etag:
        response = _json(reply.body, reply.status)
        if endpoint.location:
            response.headers["Location"] = PREFIX + endpoint.location.format_map(json.loads(reply.body))
        return response
    is_known = endpoint.method == "GET" and request.if_none_match.contains(etag)
    response = Response(status=304) if is_known else _json(reply.body, reply.status)
    response.set_etag(etag)
    return response


def _token(begin: Begin) -> ApiToken:
    """Whoever holds the token that was sent; ProblemError(401)."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret:
        raise ProblemError(401, "api_unauthorized", {"WWW-Authenticate": CHALLENGE})
    with begin(System("api"), Lane.READ) as work:
        seen = token_holder(work, secret.strip())
    if seen is None:
        raise ProblemError(401, "api_bad_token", {"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'})
    if seen.use_is_news:
        carry_out(begin, seen.token, note_use)
    return seen.token


def _replied(begin: Begin, endpoint: Endpoint, ask: Ask) -> tuple[Replied, str]:
    """What the endpoint answers, in one unit of work, and its version; as it was before where a key comes again."""
    key, fingerprint = read_key(endpoint), _fingerprint()

    def do(work: Work) -> tuple[Replied, str]:
        if key and (before := reply_before(work, key, fingerprint)):
            return before, ""
        made = endpoint.handle(work, ask)
        shown = made if isinstance(made, Shown) else Shown(made)
        reply = Replied(shown.status or endpoint.status, shown.told.model_dump_json())
        if key:
            keep_reply(work, key, reply)
        return reply, shown.etag

    if endpoint.note is not None:
        note = endpoint.note
        carry_out(begin, ask.token, lambda work: note(work, ask))
    return carry_out(begin, ask.token, do, endpoint.lane)


def _fingerprint() -> str:
    told = f"{request.method} {request.path}\n".encode() + request.get_data()
    return hashlib.sha256(told).hexdigest()


@cache
def _description() -> str:
    return json.dumps(describe(), ensure_ascii=False)


def _json(body: str, status: int = 200) -> Response:
    return Response(body, status, mimetype=JSON)
