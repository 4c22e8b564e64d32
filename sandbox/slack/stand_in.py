"""Slack on this computer: the Web API, response_urls, Socket Mode, and people who press things."""

from __future__ import annotations

from typing import Any

from sandbox.clocks import Clock, system_clock
from sandbox.failures import Failure, Failures, RateLimits
from sandbox.recording import Book, Call
from sandbox.slack import openid, response_urls
from sandbox.slack.arguments import read_arguments, token_of
from sandbox.slack.coverage import METHODS
from sandbox.slack.errors import ApiError
from sandbox.slack.hands import ACK_TIMEOUT, Hands
from sandbox.slack.methods import Method
from sandbox.slack.socket_mode import SocketServer
from sandbox.slack.transport import HttpTransport, Transport
from sandbox.slack.world import Channel, User, World
from sandbox.wire import HttpServer, Request, Response, json_response

_API = "/api/"


class SlackStandIn(Hands):
    """One workspace with the app installed.

    `events_url` is where commands, presses and events are POSTed to (it may be set later); with `socket_mode` they
    go over the app's WebSocket instead. Several stand-ins may run at once; each has its own memory and ports.
    """

    def __init__(
        self,
        *,
        signing_secret: str = "slack-signing-secret",  # noqa: S107
        bot_token: str = "xoxb-stand-in",  # noqa: S107
        app_token: str = "xapp-stand-in",  # noqa: S107
        events_url: str = "",
        socket_mode: bool = False,
        clock: Clock = system_clock,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.signing_secret = signing_secret
        self.bot_token = bot_token
        self.app_token = app_token
        self.events_url = events_url
        self.socket_mode = socket_mode
        self.ack_timeout = ACK_TIMEOUT
        self.book = Book()
        self.world = World(clock, self.book)
        self.failures = Failures()
        self.limits = RateLimits()
        self._http = HttpTransport(signing_secret, lambda: self.events_url, clock)
        self._server = HttpServer(self._serve, host, port)
        self.base_url = self._server.url
        self.socket = SocketServer(self.world.app_id, host)

    @property
    def api_url(self) -> str:
        """For `WebClient(base_url=…)` and `ANPI_SLACK_API_URL`."""
        return f"{self.base_url}{_API}"

    def start(self) -> SlackStandIn:
        """Begin to answer."""
        self._server.start()
        self.socket.start()
        self.world.open_socket = self.socket.address if self.socket_mode else None
        return self

    def stop(self) -> None:
        """Stop answering; every connection is cut."""
        self.failures.give_up()
        self.socket.stop()
        self._server.stop()

    def __enter__(self) -> SlackStandIn:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def transport(self) -> Transport:
        return self.socket if self.socket_mode else self._http

    def add_user(self, id: str, name: str = "", locale: str = "ja-JP", **facts: Any) -> User:  # noqa: A002
        """A member: `real_name`, `email`, `deleted` and whatever else a `User` has may be given too."""
        facts.setdefault("real_name", name or id)
        return self.world.add_user(User(id, name or id.lower(), locale=locale, **facts))

    def add_channel(self, id: str, name: str, members: list[str] | None = None, with_app: bool = True,  # noqa: A002
                    **facts: Any) -> Channel:  # fmt: skip
        """A channel with its members; the app is one of them unless `with_app` is False."""
        everybody = {*(members or ()), *((self.world.bot_user.id,) if with_app else ())}
        return self.world.add_channel(Channel(id, name, everybody, **facts))

    def fail(self, method: str, how: str, times: int = 1, *, retry_after: int = 1, channel: str = "",
             seconds: float = 30.0) -> None:  # fmt: skip
        """Let the next `times` calls of a method fail: see `sandbox.failures.KINDS`, or `error:<code>`.

        `method` may be `response_url` or `*`; `channel` narrows it to calls with that channel or user id.
        """
        self.failures.order(Failure(method, how, times, retry_after, channel, seconds))

    def limit(self, method: str, per_minute: float, burst: float | None = None, by_channel: bool = False) -> None:
        """Answer 429 with Retry-After above this rate, over the workspace or for each channel."""
        self.limits.limit(method, per_minute, burst, by_channel)

    def _serve(self, request: Request) -> Response:
        if request.path.startswith(_API):
            return self._serve_api(request, request.path[len(_API) :])
        if request.path == openid.PATH:
            with self.book.lock:
                return openid.authorize(self.world, request)
        if request.path.startswith("/actions/"):
            return self._serve_response_url(request)
        return json_response({"ok": False, "error": "not_found"}, 404)

    def _serve_api(self, request: Request, name: str) -> Response:
        method = METHODS.get(name)
        arguments: dict[str, Any] = {}
        headers: dict[str, str] = {}
        error, failure = "", None
        try:
            arguments = read_arguments(request, method is None or method.takes_json)
            addresses = tuple(
                str(arguments[key]) for key in ("channel", "user", "users", "user_id") if key in arguments
            )
            failure = self.failures.take(name, addresses)
            if failure is not None and not failure.happens_first:
                return self._refuse(name, arguments, failure)
            wait = self.limits.refuse(name, addresses[0] if addresses else "", self.world.clock())
            if wait is not None:
                return self._limited(name, arguments, wait)
            if method is not None and method.own_authorization:
                with self.book.lock:
                    given = arguments | {"authorization": request.headers.get("authorization", "")}
                    answer = {"ok": True, **method.run(self.world, given)}
            else:
                answer, headers = self._run(name, method, token_of(request, arguments), arguments)
        except ApiError as refusal:
            answer, error = refusal.body(), refusal.code
            if error == "unknown_method":
                answer["req_method"] = name
        self._record(name, arguments, 200, error)
        if failure is not None:
            self.failures.suffer(failure)
            if failure.status is not None:
                return json_response({"ok": False, "error": "internal_error"}, failure.status)
        return json_response(answer, 200, headers)

    def _run(
        self, name: str, method: Method | None, token: str, arguments: dict[str, Any]
    ) -> tuple[dict[str, object], dict[str, str]]:
        if method is None:
            raise ApiError("unknown_method")
        if not token:
            raise ApiError("not_authed")
        if token not in (self.bot_token, self.app_token):
            raise ApiError("invalid_auth")
        if (token == self.app_token) != method.app_token and name != "auth.test":
            raise ApiError("not_allowed_token_type")
        scopes = self.world.scopes
        provided = ",".join(sorted(scopes))
        if method.scopes and not method.app_token and scopes.isdisjoint(method.scopes):
            raise ApiError("missing_scope", needed=method.scopes[0], provided=provided)
        with self.book.lock:
            answer = method.run(self.world, arguments)
        accepted = ",".join(method.scopes)
        return {"ok": True, **answer}, {"x-oauth-scopes": provided, "x-accepted-oauth-scopes": accepted}

    def _serve_response_url(self, request: Request) -> Response:
        name = response_urls.NAME
        failure = self.failures.take(name)
        if failure is not None and not failure.happens_first:
            return self._refuse(name, {}, failure)
        with self.book.lock:
            response = response_urls.answer(self.world, request)
        self._record(name, {"path": request.path, "body": request.body}, response.status,
                     "" if response.status == 200 else response.body.decode())  # fmt: skip
        if failure is not None:
            self.failures.suffer(failure)
        return response

    def _refuse(self, name: str, arguments: dict[str, Any], failure: Failure) -> Response:
        """A failure that comes before anything has happened."""
        if failure.status == 429:
            return self._limited(name, arguments, failure.retry_after)
        self._record(name, arguments, failure.status or 0, failure.error_code or failure.how)
        self.failures.suffer(failure)
        if failure.error_code:
            return json_response({"ok": False, "error": failure.error_code})
        return json_response({"ok": False, "error": "internal_error"}, failure.status or 500)

    def _limited(self, name: str, arguments: dict[str, Any], wait: int) -> Response:
        self._record(name, arguments, 429, "ratelimited")
        return json_response({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(wait)})

    def _record(self, name: str, arguments: dict[str, Any], status: int, error: str) -> None:
        kept = {key: value for key, value in arguments.items() if key != "token"}
        self.book.record(Call(name, kept, self.world.clock(), status, error))
