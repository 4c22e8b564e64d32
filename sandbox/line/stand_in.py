"""LINE on this computer: the Messaging API, and friends who press things."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from sandbox.clocks import Clock, system_clock
from sandbox.failures import Failure, Failures, RateLimits
from sandbox.line.account_link import PATH as ACCOUNT_LINK
from sandbox.line.account_link import account_link
from sandbox.line.api_menus import CHANGES_AN_HOUR
from sandbox.line.coverage import ROUTES, WEBHOOK_TEST
from sandbox.line.errors import LineError
from sandbox.line.hands import WEBHOOK_TIMEOUT, EventJson, Hands
from sandbox.line.routes import Asked, LineAnswer, Route, Router
from sandbox.line.world import Friend, LineWorld
from sandbox.recording import Book, Call
from sandbox.wire import HttpServer, Request, Response, json_response

_UNAUTHORIZED = "Authentication failed. Confirm that the access token in the authorization header is valid."
_RATE_LIMITED = "The API rate limit has been exceeded. Try again later."


class LineStandIn(Hands):
    """One official account. `webhook_url` may be set later, here or through the API."""

    def __init__(
        self,
        *,
        channel_secret: str = "line-channel-secret",  # noqa: S107
        access_token: str = "line-access-token",  # noqa: S107
        webhook_url: str = "",
        redelivery: bool = False,
        clock: Clock = system_clock,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.channel_secret = channel_secret
        self.access_token = access_token
        self.redelivery = redelivery
        self.webhook_timeout = WEBHOOK_TIMEOUT
        self.book = Book()
        self.world = LineWorld(clock, self.book)
        self.world.webhook_url = webhook_url
        self.failures = Failures()
        self.limits = RateLimits()
        for change in ("menu_create", "menu_delete"):
            self.limits.limit(change, CHANGES_AN_HOUR / 60, burst=CHANGES_AN_HOUR)
        self._held: list[EventJson] | None = None
        test = Route(*WEBHOOK_TEST, "webhook_test", self._test_webhook)
        self._router = Router((*ROUTES, test))
        self._server = HttpServer(self._serve, host, port)
        self.base_url = self._server.url

    @property
    def api_url(self) -> str:
        """For `Configuration(host=…)` and `ANPI_LINE_API_URL`."""
        return self.base_url

    @property
    def webhook_url(self) -> str:
        """Where events go."""
        return self.world.webhook_url

    @webhook_url.setter
    def webhook_url(self, url: str) -> None:
        self.world.webhook_url = url

    def start(self) -> LineStandIn:
        """Begin to answer."""
        self._server.start()
        return self

    def stop(self) -> None:
        """Stop answering; every connection is cut."""
        self.failures.give_up()
        self._server.stop()

    def __enter__(self) -> LineStandIn:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def add_friend(self, user: str, name: str = "", language: str = "ja", **facts: Any) -> Friend:
        """A person on LINE: `is_friend`, `blocked` may be given too. ValueError for a malformed id."""
        return self.world.add_friend(Friend(user, name or user[:6], language, **facts))

    def fail(self, method: str, how: str, times: int = 1, *, retry_after: int = 1, channel: str = "",
             seconds: float = 30.0) -> None:  # fmt: skip
        """Let the next `times` calls fail: see `sandbox.failures.KINDS`; `error:<message>` answers 400 with it.

        `method` is `push`, `multicast`, `reply`, `quota`, `consumption`, `profile`, `info`, `webhook`, `webhook_test`,
        `linkToken`, `validate`, a name in `sandbox.line.api_menus` or `*`; `channel` narrows it to calls with that
        person among the receivers.
        """
        self.failures.order(Failure(method, how, times, retry_after, channel, seconds))

    def limit(self, method: str, per_minute: float, burst: float | None = None) -> None:
        """Answer 429 above this rate."""
        self.limits.limit(method, per_minute, burst)

    def _serve(self, request: Request) -> Response:
        if (request.method, request.path) == ("GET", ACCOUNT_LINK):
            return account_link(self, request.arguments())
        request_id = str(uuid.uuid4())
        found = self._router.find(request.method, request.path)
        if found is None:
            return _respond(LineAnswer({"message": "Not found"}, 404), request_id)
        route, named = found
        body: dict[str, Any] = {}
        failure: Failure | None = None
        try:
            is_picture = request.headers.get("content-type", "").startswith("image/")
            body = {} if is_picture else _parse(request)
            failure = self.failures.take(route.name, _receivers(body, named))
            if failure is not None and not failure.happens_first:
                self._record(route.name, body, failure.status or 0, failure.error_code or failure.how)
                return _respond(self._broken(failure), request_id)
            answer = self._run(route, request, Asked(body, request.headers, request_id, named, request.body))
        except LineError as error:
            answer = LineAnswer(error.body(), error.status)
        self._record(route.name, body, answer.status, str(answer.body.get("message", "")))
        if failure is not None:
            self.failures.suffer(failure)
            if failure.status is not None:
                return _respond(self._broken(failure), request_id)
        return _respond(answer, request_id)

    def _run(self, route: Route, request: Request, asked: Asked) -> LineAnswer:
        if request.headers.get("authorization") != f"Bearer {self.access_token}":
            raise LineError(401, _UNAUTHORIZED)
        if self.limits.refuse(route.name, "", self.world.clock()) is not None:
            raise LineError(429, _RATE_LIMITED)
        if route.name == "webhook_test":
            return route.run(self.world, asked)
        with self.book.lock:
            return route.run(self.world, asked)

    def _broken(self, failure: Failure) -> LineAnswer:
        """The answer of a failing platform, where it answers at all."""
        self.failures.suffer(failure)
        if failure.error_code:
            return LineAnswer({"message": failure.error_code}, 400)
        if failure.status == 429:
            return LineAnswer({"message": _RATE_LIMITED}, 429)
        return LineAnswer({"message": "Internal server error"}, failure.status or 500)

    def _record(self, name: str, body: dict[str, Any], status: int, error: str) -> None:
        self.book.record(Call(name, body, self.world.clock(), status, error))

    def _test_webhook(self, world: LineWorld, asked: Asked) -> LineAnswer:
        """POST an empty webhook to the endpoint, and say what came back."""
        delivery = self.deliver([])
        moment = world.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z")
        if delivery.status == 0:
            reason = "REQUEST_TIMEOUT" if delivery.error == "timeout" else "COULD_NOT_CONNECT"
            return LineAnswer(
                {"success": False, "timestamp": moment, "statusCode": 0, "reason": reason, "detail": delivery.error}
            )
        reason = "OK" if delivery.ok else "ERROR_STATUS_CODE"
        detail = str(delivery.status)
        return LineAnswer(
            {
                "success": delivery.ok,
                "timestamp": moment,
                "statusCode": delivery.status,
                "reason": reason,
                "detail": detail,
            }
        )


def _respond(answer: LineAnswer, request_id: str) -> Response:
    if answer.content:
        return Response(answer.status, answer.content, answer.content_type, {"x-line-request-id": request_id})
    return json_response(answer.body, answer.status, {"x-line-request-id": request_id, **answer.headers})


def _parse(request: Request) -> dict[str, Any]:
    if not request.body:
        return {}
    try:
        value = json.loads(request.body)
    except ValueError as error:
        raise LineError(400, "The request body could not be parsed as JSON (line: -, column: -)") from error
    if not isinstance(value, dict):
        raise LineError(400, "The request body must be an object (line: -, column: -)")
    return value


def _receivers(body: dict[str, Any], named: Mapping[str, str]) -> tuple[str, ...]:
    to = body.get("to", ())
    listed = tuple(one for one in to if isinstance(one, str)) if isinstance(to, list) else (str(to),)
    return (*listed, *named.values())
