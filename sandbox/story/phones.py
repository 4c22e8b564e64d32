"""What the story looks for on the phones: prompts, thank-yous and the board, known by their buttons."""

from __future__ import annotations

import re
import urllib.parse
import urllib.request
from collections.abc import Iterator

from sandbox.line.eyes import actions_of
from sandbox.mail.mailbox import Letter
from sandbox.residents import Resident
from sandbox.slack.eyes import full_text, pressable
from sandbox.slack.world import Message
from sandbox.town import Town

_MARKS = {"help": "🆘", "injured": "🟠", "silent": "⏳", "away": "⚪", "safe": "🟢"}
_ANSWER = re.compile(r"a1:ans:[0-9]+:([0-9]+):([a-z]+)")
TIMEOUT = 10.0


def values_in(message: Message) -> list[str]:
    """The values of a Slack message's buttons."""
    return [str(element.get("value", "")) for _, element in pressable(message.blocks)]


def line_values(town: Town, one: Resident) -> Iterator[str]:
    """The data of every button on this person's LINE, oldest first."""
    for message in town.line.received(one.line_id):
        for action in actions_of(message.content):
            yield str(action.get("data", ""))


def answer_value(values: Iterator[str] | list[str], status: str) -> str:
    """The newest button that says `status`; LookupError where there is none."""
    found = [value for value in values if (match := _ANSWER.fullmatch(value)) and match[2] == status]
    if not found:
        raise LookupError(f"there is no button that says {status}")
    return found[-1]


def slack_question(town: Town, where: str, round_: int = 0) -> Message | None:
    """The newest message with the four answers of at least this round."""
    for message in reversed(town.slack.messages(where)):
        rounds = [int(match[1]) for value in values_in(message) if (match := _ANSWER.fullmatch(value))]
        if rounds and max(rounds) >= round_:
            return message
    return None


def line_questions(town: Town, one: Resident) -> set[int]:
    """The rounds this person was asked in through LINE."""
    return {int(match[1]) for value in line_values(town, one) if (match := _ANSWER.fullmatch(value))}


def questions_by_mail(town: Town, address: str) -> list[Letter]:
    """Letters with an answer link."""
    return [letter for letter in town.mail.mailbox(address) if any("/a/" in link for link in letter.links)]


def board(town: Town, where: str) -> Message | None:
    """The board in a channel: the newest message with a button that shows names."""
    for message in reversed(town.slack.messages(where)):
        if any(value.startswith("a1:who:") for value in values_in(message)):
            return message
    return None


def counts_on(message: Message) -> dict[str, int]:
    """The five numbers as a person reads them."""
    text = full_text(message)
    found = {}
    for standing, mark in _MARKS.items():
        match = re.search(rf"{mark}[^0-9\n]*([0-9]+)\s*人", text)
        found[standing] = int(match[1]) if match else -1
    return found


def get_page(url: str) -> str:
    """What a browser shows."""
    with urllib.request.urlopen(url, timeout=TIMEOUT) as answer:  # noqa: S310
        return str(answer.read().decode())


def press_on_page(url: str, status: str) -> str:
    """The press of a button on the answer page, and the page that follows."""
    body = urllib.parse.urlencode({"status": status}).encode()
    with urllib.request.urlopen(url, data=body, timeout=TIMEOUT) as answer:  # noqa: S310
        return str(answer.read().decode())
