"""What LINE's webhook brings, translated: https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects

Read by hand from the raw JSON, because the SDK's models cost more than everything else on the way. Nothing here trusts
a shape: what is not understood is left out and counted.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.buttons import AnswerPress, OtherPress, UnknownButtonError, decode
from bot.plain import clean, one_line

TEXT_MAX = 5_000
#: Title and address of a place, each.
_PLACE_WORDS_MAX = 100
_USER_ID = re.compile(r"U[0-9a-f]{32}")
_EVENT_ID = re.compile(r"[0-9A-Za-z_-]{1,100}")
#: LINE takes 10 to 255 characters; ours are base64url, others are unknown anyway.
_NONCE = re.compile(r"[!-~]{1,255}")
_REPLY_TOKEN = re.compile(r"[0-9A-Za-z_-]{1,200}")
#: Milliseconds: 2015-01-01 to 2100-01-01. Anything else is no moment at which somebody pressed.
_EARLIEST, _LATEST = 1_420_070_400_000, 4_102_444_800_000


class NotJsonError(ValueError):
    """The body is signed, but no JSON object with a list of events."""


@dataclass(frozen=True, slots=True)
class Answered:
    press: AnswerPress


@dataclass(frozen=True, slots=True)
class Pressed:
    press: OtherPress


@dataclass(frozen=True, slots=True)
class Typed:
    text: str


@dataclass(frozen=True, slots=True)
class Located:
    place: str


@dataclass(frozen=True, slots=True)
class Wordless:
    """A photo, a video, a voice message, a file or a sticker: we cannot tell what it says."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Added the bot as a friend, or took the block back."""


@dataclass(frozen=True, slots=True)
class Unfollowed:
    """Blocked the bot."""


@dataclass(frozen=True, slots=True)
class AccountLinked:
    """LINE has ended an account link: `is_ok`, or refused by LINE."""

    nonce: str
    is_ok: bool


OtherDeed = Pressed | Typed | Located | Wordless | Followed | Unfollowed | AccountLinked
Deed = Answered | OtherDeed


@dataclass(frozen=True, slots=True)
class Event:
    """`key` stays the same when LINE delivers again. `given_at` None: LINE named no moment that can be.

    `reply_token` is empty where nothing may be said back (a group sees what is answered there).
    """

    key: str
    user_id: str
    given_at: datetime | None
    reply_token: str
    deed: Deed


def read_events(body: bytes) -> tuple[list[Event], list[str]]:
    """The events that mean something to us, in the order they came, and why the others were left out."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotJsonError(type(error).__name__) from error
    raw_events = parsed.get("events") if isinstance(parsed, dict) else None
    if not isinstance(raw_events, list):
        raise NotJsonError("no events")
    understood: list[Event] = []
    left_out: list[str] = []
    for raw in raw_events:
        event = _event(raw) if isinstance(raw, dict) else "no_object"
        if isinstance(event, Event):
            understood.append(event)
        else:
            left_out.append(event)
    return understood, left_out


def _event(raw: dict[str, Any]) -> Event | str:
    """The event, or why it was left out: a code, never its content."""
    source = _dict(raw.get("source"))
    user_id = source.get("userId")
    if not isinstance(user_id, str) or not _USER_ID.fullmatch(user_id):
        return "no_user"
    deed = _deed(raw)
    if isinstance(deed, str):
        return deed
    is_private = source.get("type") == "user"
    if not is_private and not isinstance(deed, Answered | Pressed):
        # What people say to each other in a group is not said to us; a press of our button is.
        return "group"
    token = raw.get("replyToken")
    may_reply = is_private and isinstance(token, str) and _REPLY_TOKEN.fullmatch(token)
    return Event(_key(raw), user_id, _moment(raw.get("timestamp")), str(token) if may_reply else "", deed)


def _deed(raw: dict[str, Any]) -> Deed | str:
    match raw.get("type"):
        case "postback":
            return _pressed(_dict(raw.get("postback")).get("data"))
        case "message":
            return _said(_dict(raw.get("message")))
        case "follow":
            return Followed()
        case "unfollow":
            return Unfollowed()
        case "accountLink":
            return _account_linked(_dict(raw.get("link")))
        case _:
            return "type"


def _pressed(value: object) -> Answered | Pressed | str:
    try:
        press = decode(value) if isinstance(value, str) else None
    except UnknownButtonError:
        return "button"
    match press:
        case None:
            return "button"
        case AnswerPress():
            return Answered(press)
        case _:
            return Pressed(press)


def _account_linked(link: dict[str, Any]) -> AccountLinked | str:
    nonce, result = link.get("nonce"), link.get("result")
    if not isinstance(nonce, str) or not _NONCE.fullmatch(nonce) or result not in ("ok", "failed"):
        return "link"
    return AccountLinked(nonce, result == "ok")


def _said(message: dict[str, Any]) -> Typed | Located | Wordless | str:
    text = message.get("text")
    match message.get("type"):
        case "text" if isinstance(text, str) and (words := clean(text, TEXT_MAX)):
            return Typed(words)
        case "location" if place := _place(message):
            return Located(place)
        case "image" | "video" | "audio" | "file" | "sticker":
            return Wordless()
        case _:
            return "message"


def _place(message: dict[str, Any]) -> str:
    """`title address (35.68120, 139.76710)`; empty without a position on earth."""
    latitude, longitude = message.get("latitude"), message.get("longitude")
    if not (_is_number(latitude, 90) and _is_number(longitude, 180)):
        return ""
    words = [message.get("title"), message.get("address")]
    named = [one_line(word, _PLACE_WORDS_MAX) for word in words if isinstance(word, str)]
    return " ".join([*(word for word in named if word), f"({latitude:.5f}, {longitude:.5f})"])


def _is_number(value: object, largest: int) -> bool:
    """NaN compares false with everything, so it is none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and -largest <= value <= largest


def _moment(milliseconds: object) -> datetime | None:
    if not isinstance(milliseconds, int) or not _EARLIEST <= milliseconds <= _LATEST:
        return None
    return datetime.fromtimestamp(milliseconds / 1_000, UTC)


def _key(raw: dict[str, Any]) -> str:
    """`line:{webhookEventId}`; an event without an id is named by what stays the same when it is delivered again."""
    event_id = raw.get("webhookEventId")
    if isinstance(event_id, str) and _EVENT_ID.fullmatch(event_id):
        return f"line:{event_id}"
    message, postback, source = (_dict(raw.get(name)) for name in ("message", "postback", "source"))
    parts = [source.get("userId"), raw.get("timestamp"), raw.get("type"), message.get("id"), postback.get("data")]
    content = json.dumps([part for part in parts if isinstance(part, str | int)])
    return "line:" + hashlib.sha256(content.encode()).hexdigest()


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
