"""What a pressed button says. The same value serves Slack (2,000 characters) and LINE postback data (300).

Only StartAnywayPress may be longer than 300: it carries the typed title and is shown in Slack alone.

A value is `a1` (its version), a verb and its arguments, joined by `:`. It carries no secret and no authority: who
pressed is known from the platform's signature, and what they may do is decided by the flow.
"""

from __future__ import annotations

import re
from base64 import b64decode, urlsafe_b64encode
from dataclasses import dataclass

from bot.manager_buttons import ManagersPress, managers_press, words_of
from bot.menu_buttons import MenuPress, SpeakPress, menu_press
from bot.vocabulary import CanWork, CheckKind, Standing, Status

VERSION = "a1"
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")
_DRAFT = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class AnswerPress:
    """`ans`: this is my answer to that round."""

    check_id: int
    round: int
    status: Status


@dataclass(frozen=True, slots=True)
class ChangePress:
    """`chg`: show me the four answers again."""

    check_id: int
    round: int


@dataclass(frozen=True, slots=True)
class CommentPress:
    """`com`: I want to write a comment."""

    check_id: int


@dataclass(frozen=True, slots=True)
class CanWorkPress:
    """`wrk`: can you work?"""

    check_id: int
    can_work: CanWork


@dataclass(frozen=True, slots=True)
class PlacePress:
    """`plc`: I want to say where I am."""

    check_id: int


@dataclass(frozen=True, slots=True)
class TakeHelpPress:
    """`tak`: I take it."""

    help_case_id: int


@dataclass(frozen=True, slots=True)
class CloseHelpPress:
    """`don`: I want to close this help case with a word."""

    help_case_id: int


@dataclass(frozen=True, slots=True)
class NamesPress:
    """`who`: show me the names behind a number (managers only)."""

    check_id: int
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class InfoPress:
    """`inf`: emergency contacts and evacuation routes."""


@dataclass(frozen=True, slots=True)
class ProvePress:
    """`prv`: the question has reached this account, and it is mine."""


@dataclass(frozen=True, slots=True)
class ResumePress:
    """`rsm`: send to my contacts again that I had stopped."""


@dataclass(frozen=True, slots=True)
class StartAnywayPress:
    """`sta`: start although a similar check is active. `draft_id` names the refused request.

    Pressed twice, it starts once. A check typed with its title is wholly in the button, so nothing need be kept
    meanwhile. `title`: at most 300 characters.
    """

    draft_id: str
    kind: CheckKind
    title: str


#: Everything but the answer itself.
OtherPress = (
    ChangePress
    | CommentPress
    | CanWorkPress
    | PlacePress
    | TakeHelpPress
    | CloseHelpPress
    | NamesPress
    | InfoPress
    | ProvePress
    | ResumePress
    | StartAnywayPress
    | MenuPress
    | SpeakPress
    | ManagersPress
)
Press = AnswerPress | OtherPress


class UnknownButtonError(ValueError):
    """The value was not made by `encode`."""


def encode(press: Press) -> str:
    """The button's value: plain ASCII, far below 300 bytes (StartAnywayPress: below 1,800)."""
    return ":".join((VERSION, *_words_of(press)))


def _words_of(press: Press) -> tuple[str, ...]:
    match press:
        case AnswerPress(check_id, round_, status):
            return ("ans", str(check_id), str(round_), status)
        case ChangePress(check_id, round_):
            return ("chg", str(check_id), str(round_))
        case CommentPress(check_id):
            return ("com", str(check_id))
        case CanWorkPress(check_id, can_work):
            return ("wrk", str(check_id), can_work)
        case PlacePress(check_id):
            return ("plc", str(check_id))
        case TakeHelpPress(help_case_id):
            return ("tak", str(help_case_id))
        case CloseHelpPress(help_case_id):
            return ("don", str(help_case_id))
        case NamesPress(check_id, standing):
            return ("who", str(check_id), standing or "all")
        case InfoPress():
            return ("inf",)
        case ProvePress():
            return ("prv",)
        case ResumePress():
            return ("rsm",)
        case StartAnywayPress(draft_id, kind, title):
            return ("sta", draft_id, kind, urlsafe_b64encode(title[:300].encode()).decode())
        case MenuPress(tile):
            return ("men", tile)
        case SpeakPress(locale):
            return ("spk", locale)
        case ManagersPress():
            return words_of(press)


def decode(value: str) -> Press:
    """The press behind a value; UnknownButtonError for anything `encode` did not make."""
    try:
        version, verb, *words = value.split(":")
        if version != VERSION:
            raise UnknownButtonError(value)
        return _press_of(verb, words)
    except ValueError as error:
        raise UnknownButtonError(value) from error


def _press_of(verb: str, words: list[str]) -> Press:
    match verb, words:
        case "ans", [check_id, round_, status]:
            return AnswerPress(_number(check_id), _number(round_), Status(status))
        case "chg", [check_id, round_]:
            return ChangePress(_number(check_id), _number(round_))
        case "com", [check_id]:
            return CommentPress(_number(check_id))
        case "wrk", [check_id, can_work]:
            return CanWorkPress(_number(check_id), CanWork(can_work))
        case "plc", [check_id]:
            return PlacePress(_number(check_id))
        case "tak", [case_id]:
            return TakeHelpPress(_number(case_id))
        case "don", [case_id]:
            return CloseHelpPress(_number(case_id))
        case "who", [check_id, standing]:
            return NamesPress(_number(check_id), None if standing == "all" else Standing(standing))
        case "inf", []:
            return InfoPress()
        case "prv", []:
            return ProvePress()
        case "rsm", []:
            return ResumePress()
        case "sta", [draft_id, kind, title] if _DRAFT.fullmatch(draft_id):
            return StartAnywayPress(draft_id, CheckKind(kind), b64decode(title, b"-_", validate=True).decode())
    if of_menu := menu_press(verb, words):
        return of_menu
    if pressed := managers_press(verb, [_number(word) for word in words]):
        return pressed
    raise UnknownButtonError(verb)


def _number(word: str) -> int:
    if not _NUMBER.fullmatch(word):
        raise UnknownButtonError(word)
    return int(word)
