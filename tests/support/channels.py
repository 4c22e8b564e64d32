"""Channels that send nothing: they remember every call and fail when told to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.speech import Speech
from bot.vocabulary import ChannelKind, Locale
from flows.ports import Accepted, Attempt, RateLimit, Receiver, SendingError


@dataclass
class FakeChannel:
    """`fails` answers the next calls, in order (None: accepted). `fails_for` answers every call naming that address.

    `refuses` decides by the whole attempt. `before_call` runs first, in the caller's thread.
    """

    kind: ChannelKind
    batch_size: int = 1
    concurrency: int = 2
    shares_bodies: bool = True
    retries_safely: bool = False
    rate: RateLimit | None = None
    fails: list[SendingError | None] = field(default_factory=list)
    fails_for: dict[str, SendingError] = field(default_factory=dict)
    refuses: Callable[[Attempt], SendingError | None] | None = None
    before_call: Callable[[Attempt], None] | None = None
    calls: list[Attempt] = field(default_factory=list)
    accepted: list[Attempt] = field(default_factory=list)
    rendered: list[tuple[Speech, Receiver | None]] = field(default_factory=list)
    #: Raised by `render` for receivers with this address (None: never).
    cannot_render_for: str | None = None
    _mutex: threading.Lock = field(default_factory=threading.Lock)

    def limit(self) -> RateLimit | None:
        return self.rate

    def render(self, said: Sequence[tuple[Speech, Receiver | None]]) -> list[bytes]:
        return [self._render(*one) for one in said]

    def _render(self, speech: Speech, receiver: Receiver | None) -> bytes:
        if receiver is not None and receiver.address == self.cannot_render_for:
            raise ValueError("cannot be rendered")
        with self._mutex:
            self.rendered.append((speech, receiver))
        to = receiver.address if receiver else ""
        return f"{speech.locale} {speech.subject} {to}".encode()

    def send(self, attempt: Attempt) -> Accepted:
        if self.before_call is not None:
            self.before_call(attempt)
        with self._mutex:
            self.calls.append(attempt)
            failure = self._failure(attempt)
            if failure is not None:
                raise failure
            self.accepted.append(attempt)
            first = attempt.members[0]
            return Accepted(f"D{first.address}/{first.message_id}.000100" if self.kind is ChannelKind.SLACK else "")

    def _failure(self, attempt: Attempt) -> SendingError | None:
        if self.refuses is not None and (refused := self.refuses(attempt)) is not None:
            return refused
        for member in attempt.members:
            if member.address in self.fails_for:
                return self.fails_for[member.address]
        return self.fails.pop(0) if self.fails else None

    @property
    def addresses(self) -> list[str]:
        """Whom it was accepted for, in the order of the calls."""
        return [member.address for attempt in self.accepted for member in attempt.members]


def fake_slack(**given: object) -> FakeChannel:
    return FakeChannel(ChannelKind.SLACK, **given)  # type: ignore[arg-type]


def fake_line(**given: object) -> FakeChannel:
    return FakeChannel(ChannelKind.LINE, **{"batch_size": 500, "retries_safely": True, **given})  # type: ignore[arg-type]


def fake_mail(**given: object) -> FakeChannel:
    return FakeChannel(ChannelKind.MAIL, **{"shares_bodies": False, "retries_safely": True, **given})  # type: ignore[arg-type]


class FakeLinks:
    """flows.ports.Links without signatures."""

    def answer(self, check_id: int, person_id: int, round_: int) -> str:
        return f"https://anpi.example/a/{check_id}.{person_id}.{round_}"

    def answer_inside(self, check_id: int, person_id: int, round_: int) -> str:
        return ""

    def unsubscribe(self, contact_id: int, address: str) -> str:
        return f"https://anpi.example/u/{contact_id}"

    def contact(self, contact_id: int, address: str) -> str:
        return f"https://anpi.example/c/{contact_id}"

    def register(self, person_id: int) -> str:
        return f"https://anpi.example/c/person-{person_id}"

    def console(self) -> str:
        return "https://anpi.example/console/"

    def board(self, check_id: int, person_id: int) -> str:
        return f"https://anpi.example/console/checks/{check_id}?t={person_id}"

    def info(self, locale: Locale) -> str:
        return f"https://anpi.example/info?lang={locale}"

    def help_case(self, help_case_id: int, person_id: int) -> str:
        return f"https://anpi.example/console/help/{help_case_id}?t={person_id}"

    def sign_in(self, token: str) -> str:
        return f"https://anpi.example/console/enter/{token}"

    def line_link(self, user_id: str, link_token: str) -> str:
        return f"https://anpi.example/line/link?t={user_id}&linkToken={link_token}"


@dataclass
class FakeBoards:
    """flows.ports.BoardChannel; `fails` answers the next calls."""

    posted: list[tuple[str, Speech]] = field(default_factory=list)
    edited: list[tuple[str, str, Speech]] = field(default_factory=list)
    fails: list[SendingError] = field(default_factory=list)

    def post_board(self, slack_channel: str, speech: Speech) -> str:
        if self.fails:
            raise self.fails.pop(0)
        self.posted.append((slack_channel, speech))
        return f"{len(self.posted)}.000200"

    def edit_board(self, slack_channel: str, ts: str, speech: Speech) -> None:
        if self.fails:
            raise self.fails.pop(0)
        self.edited.append((slack_channel, ts, speech))


def by_kind(channels: Sequence[FakeChannel]) -> dict[ChannelKind, FakeChannel]:
    return {channel.kind: channel for channel in channels}
