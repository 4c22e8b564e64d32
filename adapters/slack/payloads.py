"""What Slack posts, read strictly: everything taken from a payload passes through here.

Shapes: docs.slack.dev/reference/interaction-payloads and docs.slack.dev/reference/events/message.im. A payload may be
signed and odd all the same (a new kind, a changed field): then OddPayloadError, and nothing is done.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.slack.payload_parts import (
    ID,
    dict_of,
    dict_or_empty,
    first,
    matching,
    optional_id,
    text_of,
    text_or_empty,
)
from adapters.slack.payload_parts import OddPayloadError as OddPayloadError
from adapters.slack.payload_parts import Payload as Payload
from adapters.slack.shown import Shown, shown_in
from bot.vocabulary import ChannelKind
from flows.work import Sender

#: Whether the accounts of this workspace (empty: not told) stand in our people file; see `adapters.slack.workspaces`.
AreOurs = Callable[[str], bool]

#: Between a user's id and the workspace, in the address of an account that is not ours.
OF_WORKSPACE = "@"
_TS = re.compile(r"([0-9]{1,11})\.([0-9]{1,6})")
_KEY = re.compile(r"[A-Za-z0-9._:-]{1,200}")
_OFFSET = re.compile(r"[0-9]{1,9}")
_NAME = 80
#: As long as a message in Slack can be (docs.slack.dev, chat.postMessage).
_TEXT = 40_000
#: A line of a person all the same: with a photo, from a thread into the conversation, or begun with /me
#: (docs.slack.dev/reference/events/message, "Message subtypes").
_SPOKEN = frozenset((None, "", "file_share", "thread_broadcast", "me_message"))
_LABELLED = re.compile(r"<[^<>|]*\|([^<>]*)>")
_BARE = re.compile(r"<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed. `is_private`: only this person sees the message, so it may be replaced.

    `message`: channel and ts of the message it stands in, as `Accepted.platform_ref` names it; empty where unknown.
    `view`: what it stands in where that is no message.
    """

    sender: Sender
    value: str
    event_key: str
    given_at: datetime
    channel: str
    is_private: bool
    response_url: str
    trigger_id: str
    message: str = ""
    view: Shown | None = None

    @property
    def is_home(self) -> bool:
        return self.view is not None and self.view.is_home


@dataclass(frozen=True, slots=True)
class Typed:
    """A slash command. `text` is as Slack sends it: mentions as `<@U…|name>`, & < > escaped."""

    sender: Sender
    text: str
    event_key: str
    given_at: datetime
    channel: str
    response_url: str
    trigger_id: str


@dataclass(frozen=True, slots=True)
class Submission:
    """A form sent off, or chosen in. `metadata` is what we put into it; `values`: of each block_id its one element."""

    sender: Sender
    event_key: str
    metadata: str
    values: dict[str, Payload]
    view_id: str = ""


@dataclass(frozen=True, slots=True)
class PageTurn:
    """[next page] in a window of ours."""

    sender: Sender
    view_id: str
    metadata: str
    offset: int


@dataclass(frozen=True, slots=True)
class Search:
    """Somebody types into a search field of a form."""

    sender: Sender
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """Typed into the DM with the bot. `has_files`: a photo, a voice clip or any other file came with it.

    `is_edit`: a line that was heard before now has these words.
    """

    sender: Sender
    text: str
    event_key: str
    given_at: datetime
    channel: str
    has_files: bool = False
    is_edit: bool = False


def press_in(body: Payload, now: datetime, are_ours: AreOurs) -> Press:
    action = dict_of(first(body, "actions"), "actions")
    sender = _sender(dict_of(body.get("user"), "user"), are_ours)
    channel = optional_id(dict_or_empty(body.get("channel")).get("id"))
    ts = text_of(action.get("action_ts"), "action_ts")
    container = dict_or_empty(body.get("container"))
    message_ts = container.get("message_ts")
    is_named = bool(channel) and isinstance(message_ts, str) and _TS.fullmatch(message_ts)
    return Press(
        sender=sender,
        value=text_of(_pressed(action), "value"),
        event_key=f"slack:{_team(body)}:{sender.address}:{matching(_TS, ts, 'action_ts')}",
        given_at=moment(ts, now),
        channel=channel,
        is_private=channel.startswith("D") or container.get("is_ephemeral") is True,
        response_url=text_or_empty(body.get("response_url"), 1000),
        trigger_id=text_or_empty(body.get("trigger_id"), 200),
        message=f"{channel}/{message_ts}" if is_named else "",
        view=shown_in(body["view"]) if dict_or_empty(body.get("view")).get("id") else None,
    )


def _pressed(action: Payload) -> object:
    """A button's value, or what was chosen behind ⋯."""
    return action["value"] if "value" in action else dict_or_empty(action.get("selected_option")).get("value")


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Somebody looks at the home tab. `view_hash`: of what is shown there; empty where nothing is."""

    sender: Sender
    view_hash: str


def home_opened_in(body: Payload, are_ours: AreOurs) -> HomeOpened | None:
    """None for the app's other tab. docs.slack.dev/reference/events/app_home_opened."""
    event = dict_of(body.get("event"), "event")
    if event.get("tab") != "home":
        return None
    team = optional_id(body.get("team_id"))
    sender = _sender({"id": event.get("user"), "team_id": event.get("user_team") or team}, are_ours)
    view_hash = text_or_empty(dict_or_empty(event.get("view")).get("hash"), 200)
    return HomeOpened(sender, view_hash)


def command_in(body: Payload, now: datetime, are_ours: AreOurs) -> Typed:
    trigger_id = matching(_KEY, text_of(body.get("trigger_id"), "trigger_id"), "trigger_id")
    return Typed(
        sender=_sender(
            {"id": body.get("user_id"), "name": body.get("user_name"), "team_id": body.get("team_id")}, are_ours
        ),
        text=text_or_empty(body.get("text"), _TEXT),
        event_key=f"slack:cmd:{trigger_id}",
        given_at=now,
        channel=optional_id(body.get("channel_id")),
        response_url=text_or_empty(body.get("response_url"), 1000),
        trigger_id=trigger_id,
    )


def submission_in(body: Payload, are_ours: AreOurs) -> Submission:
    view = shown_in(dict_of(body.get("view"), "view"))
    return Submission(
        sender=_sender(dict_of(body.get("user"), "user"), are_ours),
        event_key=f"slack:view:{view.view_id}:{view.view_hash}",
        metadata=view.metadata,
        values=view.values,
        view_id=view.view_id,
    )


def page_turn_in(body: Payload, are_ours: AreOurs) -> PageTurn:
    action, view = dict_of(first(body, "actions"), "actions"), dict_of(body.get("view"), "view")
    return PageTurn(
        sender=_sender(dict_of(body.get("user"), "user"), are_ours),
        view_id=matching(_KEY, text_of(view.get("id"), "view.id"), "view.id"),
        metadata=text_or_empty(view.get("private_metadata"), 3000),
        offset=int(matching(_OFFSET, text_of(action.get("value"), "value"), "value")),
    )


def search_in(body: Payload, are_ours: AreOurs) -> Search:
    return Search(_sender(dict_of(body.get("user"), "user"), are_ours), text_or_empty(body.get("value"), 100))


def line_in(body: Payload, now: datetime, are_ours: AreOurs) -> Line | None:
    """None for everything that is not a person's own words in the DM: bots, joins, other conversations.

    Slack tells of every change of a message, our own edits and previews of links among them: an edit counts where a
    person's words have become others.
    """
    event = dict_of(body.get("event"), "event")
    is_edit = event.get("subtype") == "message_changed"
    said = dict_or_empty(event.get("message")) if is_edit else event
    subtype = said.get("subtype")
    is_spoken = isinstance(subtype, str | None) and subtype in _SPOKEN
    if event.get("channel_type") != "im" or not is_spoken or said.get("bot_id"):
        return None
    if said.get("text") == dict_or_empty(event.get("previous_message")).get("text") if is_edit else event.get("hidden"):
        return None
    event_id = matching(_KEY, text_of(body.get("event_id"), "event_id"), "event_id")
    return Line(
        sender=_sender({"id": said.get("user"), "team_id": said.get("user_team") or said.get("team")}, are_ours),
        text=spoken(text_or_empty(said.get("text"), _TEXT)),
        event_key=f"slack:event:{event_id}",
        given_at=moment(text_of(event.get("ts"), "ts"), now),
        channel=matching(ID, text_of(event.get("channel"), "channel"), "channel"),
        has_files=subtype == "file_share" or bool(said.get("files")),
        is_edit=is_edit,
    )


def moment(ts: str, now: datetime) -> datetime:
    """Slack's `1700000000.000100` as a time, never later than now."""
    match = _TS.fullmatch(ts)
    if not match:
        raise OddPayloadError("ts")
    seconds, micros = int(match[1]), int(match[2].ljust(6, "0"))
    if seconds >= now.timestamp():
        return now
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros)


def spoken(text: str) -> str:
    """What the person typed: links and mentions as they read, & < > as they are."""
    return html.unescape(_BARE.sub(r"\1", _LABELLED.sub(r"\1", text)))


def chosen(element: Payload) -> list[str]:
    """The values chosen in a select, radio or checkbox element."""
    one = element.get("selected_option")
    options = [one] if isinstance(one, dict) else element.get("selected_options")
    if not isinstance(options, list):
        return []
    return [str(option["value"]) for option in options if isinstance(option, dict) and "value" in option]


def written(element: Payload | None, at_most: int = 3000) -> str:
    """The text of an input element, without spaces around it."""
    return text_or_empty((element or {}).get("value"), at_most).strip()


def _sender(user: Payload, are_ours: AreOurs) -> Sender:
    """An account of a workspace that is not ours gets an address nobody in the people file has."""
    address = matching(ID, text_of(user.get("id"), "user"), "user")
    team = optional_id(user.get("team_id"))
    if not are_ours(team):
        address = f"{address}{OF_WORKSPACE}{team}"
    name = text_or_empty(user.get("name") or user.get("username"), _NAME)
    return Sender(ChannelKind.SLACK, address, name)


def _team(body: Payload) -> str:
    team = dict_or_empty(body.get("team")).get("id")
    enterprise = dict_or_empty(body.get("enterprise")).get("id")
    return optional_id(team) or optional_id(enterprise)
