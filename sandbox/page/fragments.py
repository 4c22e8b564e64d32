"""What each phone shows to one person, as small pieces of HTML that the page exchanges one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from flask import render_template

from sandbox.line.eyes import quick_replies
from sandbox.mail import Letter
from sandbox.page.mrkdwn import from_mrkdwn, from_plain, is_web_address, with_links
from sandbox.page.words import words
from sandbox.residents import Resident
from sandbox.slack import Message
from sandbox.slack.inputs import initial_entry, options_of
from sandbox.slack.world import Channel
from sandbox.town import Town

#: The sample company lives in Japan, which has had no summer time since 1951.
_JST = timezone(timedelta(hours=9))
#: The app's home tab, among the conversations.
HOME = "home"
#: Older messages are not shown.
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks at what: the person, the language, the open conversation, the open letter."""

    person: Resident
    language: str
    place: str
    letter: int
    plain: bool

    def query(self, **changes: str) -> dict[str, str]:
        """The query that shows the same, with some changes."""
        same = {
            "person": self.person.number,
            "lang": self.language,
            "place": self.place,
            "letter": str(self.letter) if self.letter else "",
            "plain": "1" if self.plain else "",
        }
        return {name: value for name, value in (same | changes).items() if value}


def fragments(town: Town, look: Look) -> dict[str, str]:
    """Pieces of HTML by the id of the element they fill."""
    common = tools(town, look)
    pieces = {"slack-messages": _slack_messages(town, look), "slack-modal": _slack_modal(town, look)}
    pieces |= {"line-chat": _line_chat(town, look), "line-menu": _line_menu(town, look)}
    pieces["mail-box"] = _mail_box(town, look)
    return {name: render_template(f"sandbox_page/{name}.html", **facts, **common) for name, facts in pieces.items()}


def tools(town: Town, look: Look) -> dict[str, Any]:
    """What every template may use."""
    return {
        "t": words(look.language),
        "look": look,
        "mrkdwn": lambda text: from_mrkdwn(str(text), lambda named: _name_of(town, named)),
        "plain": lambda text: from_plain(str(text)),
        "linked": lambda text: with_links(str(text)),
        "safe_url": lambda url: url if is_web_address(url) else "",
        "clock_time": _clock_time,
        "day_time": lambda at: at.astimezone(_JST).strftime("%Y-%m-%d %H:%M"),
        "options_of": options_of,
        "slack_people": [one for one in town.residents if one.slack_id],
    }


def places_of(town: Town, person: Resident) -> Sequence[Channel]:
    """The conversations a person has in Slack: direct messages first, then channels."""
    if not person.slack_id:
        return []
    slack = town.slack
    with slack.book.lock:
        own = slack.world.dm(person.slack_id)
        joined = [one for one in slack.world.channels.values() if not one.dm_with and person.slack_id in one.members]
    return [own, *joined]


def letters_of(town: Town, person: Resident) -> list[Letter]:
    """Everything in a person's mailboxes, newest first."""
    letters = [letter for address in person.mails for letter in town.mail.mailbox(address)]
    return sorted(letters, key=lambda letter: letter.id, reverse=True)


def _slack_messages(town: Town, look: Look) -> Mapping[str, Any]:
    user = look.person.slack_id
    if not user or not look.place:
        return {"messages": [], "has_slack": bool(user)}
    if look.place == HOME:
        return {"messages": [], "has_slack": True, "is_home": True, "home": town.slack.home(user)}
    shown = town.slack.messages(look.place, seen_by=user)[-SHOWN:]
    return {"messages": [(one, _author(town, one)) for one in shown], "has_slack": True}


def _slack_modal(town: Town, look: Look) -> Mapping[str, Any]:
    user = look.person.slack_id
    view = town.slack.open_view(user) if user else None
    if view is None:
        return {"view": None}

    def entry(block: dict[str, Any], element: dict[str, Any]) -> dict[str, Any]:
        return view.state.get(block["block_id"], {}).get(element["action_id"]) or initial_entry(element)

    return {"view": view, "entry": entry, "offered": view.offered}


def _line_chat(town: Town, look: Look) -> Mapping[str, Any]:
    user = look.person.line_id
    if not user:
        return {"friend": None}
    chat = town.line.chat(user)
    return {"friend": town.line.world.friends[user], "chat": chat[-SHOWN:], "quick": quick_replies(chat)}


def _line_menu(town: Town, look: Look) -> Mapping[str, Any]:
    """Blocked accounts show none."""
    user = look.person.line_id
    menu = town.line.menu(user) if user and town.line.world.friends[user].reachable else None
    if menu is None:
        return {"menu": None}
    size = menu.facts["size"]

    def place(bounds: Mapping[str, int]) -> str:
        """Left, top, width and height in hundredths of a percent of the picture."""
        whole = (("x", "width"), ("y", "height"), ("width", "width"), ("height", "height"))
        return " ".join(str(10_000 * bounds[part] // size[of]) for part, of in whole)

    return {"menu": menu, "place": place}


def _mail_box(town: Town, look: Look) -> Mapping[str, Any]:
    letters = letters_of(town, look.person)
    opened = next((letter for letter in letters if letter.id == look.letter), None)
    return {"letters": letters[:SHOWN], "opened": opened}


def _author(town: Town, message: Message) -> str:
    return _name_of(town, message.user) or message.user


def _name_of(town: Town, named: str) -> str | None:
    user = town.slack.world.users.get(named)
    if user is not None:
        return user.real_name
    channel = town.slack.world.channels.get(named)
    return channel.name if channel is not None else None


def _clock_time(at: datetime) -> str:
    return at.astimezone(_JST).strftime("%H:%M")
