"""The company's own words for its messages: which there are, what may stand in them, how their places are filled.

A place is a name in braces, `{title}`. Users' words are never formatted by Python: nothing but the named places is
replaced, once, and what is put in is not read again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from bot.plain import MESSAGE_AT_MOST, NAME_AT_MOST, clean, length, one_line
from bot.vocabulary import SENDING_CHANNELS, ChannelKind, CheckKind, Locale
from bot.wording import say, unfilled

#: UTF-16 code units of what an administrator writes; filled, a body is cut where a message of a check would be.
TITLE_AT_MOST = 80
BODY_AT_MOST = 1000
_FILLED_TITLE_AT_MOST = 150
#: Of a text too long only so much is looked at.
_READ_AT_MOST = 20_000
_PLACE = re.compile(r"\{([a-z]+)\}")
#: What somebody meant as a place: the braces of a Japanese keyboard too.
_MEANT = re.compile(r"[{｛][^{}｛｝\n]*[}｝]")
_BRACE = re.compile(r"[{}｛｝]")
_NEAR = 10


class TextKind(StrEnum):
    """A message whose words the company may change. `reminder` stands before the question, which is asked again."""

    PROMPT = "prompt"
    DRILL = "drill"
    REMINDER = "reminder"
    LAST_REMINDER = "last_reminder"
    THANKS = "thanks"
    CLOSED = "closed"
    CONTACT_PROOF = "contact_proof"
    CONTACT_URGE = "contact_urge"


_OF_A_CHECK = ("title", "company", "started")
#: What may stand in braces. Bodies are shared by all who read a language: only a letter of one's own knows a name.
PLACES: dict[TextKind, tuple[str, ...]] = {
    TextKind.PROMPT: _OF_A_CHECK,
    TextKind.DRILL: _OF_A_CHECK,
    TextKind.REMINDER: (*_OF_A_CHECK, "number"),
    TextKind.LAST_REMINDER: (*_OF_A_CHECK, "number"),
    TextKind.THANKS: ("received", "answer", "title"),
    TextKind.CLOSED: _OF_A_CHECK,
    TextKind.CONTACT_PROOF: ("company",),
    TextKind.CONTACT_URGE: ("company", "name"),
}
#: One of these must stand in the title: two checks are told apart by it, and a slip is seen.
NEEDED: dict[TextKind, tuple[str, ...]] = {
    TextKind.PROMPT: ("title",),
    TextKind.DRILL: ("title",),
    TextKind.REMINDER: ("title",),
    TextKind.LAST_REMINDER: ("title",),
    TextKind.THANKS: ("received", "answer"),
    TextKind.CLOSED: ("title",),
}


@dataclass(frozen=True, slots=True)
class MessageText:
    """With its places unfilled."""

    title: str
    body: str


class TextError(ValueError):
    """It cannot be kept. `code` names the words of the refusal, `params` fill them."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class MessageTexts:
    """All words in force. `mark` is another one after every change, and empty while all are ours."""

    own: Mapping[tuple[TextKind, Locale], MessageText] = field(default_factory=dict)
    mark: str = ""

    def of(self, kind: TextKind, locale: Locale) -> MessageText:
        return self.own.get((kind, locale)) or original(kind, locale)


ORIGINALS = MessageTexts()


def texts_of(given: Mapping[tuple[TextKind, Locale], MessageText]) -> MessageTexts:
    """What is word for word ours is not the company's own."""
    own = {(kind, locale): text for (kind, locale), text in given.items() if text != original(kind, locale)}
    words = repr(sorted((kind, locale, text.title, text.body) for (kind, locale), text in own.items()))
    return MessageTexts(own, sha256(words.encode("utf-8", "replace")).hexdigest()[:16]) if own else ORIGINALS


def original(kind: TextKind, locale: Locale) -> MessageText:
    """Our own words."""
    return MessageText(unfilled(f"original.{kind}_title", locale), unfilled(f"original.{kind}_body", locale))


def channels_of(kind: TextKind) -> tuple[ChannelKind, ...]:
    """Where such a message goes."""
    return (ChannelKind.MAIL,) if kind is TextKind.CONTACT_URGE else SENDING_CHANNELS


def question_kind(kind: CheckKind) -> TextKind:
    return TextKind.DRILL if kind is CheckKind.DRILL else TextKind.PROMPT


def checked(kind: TextKind, title: str, body: str) -> MessageText:
    """What was typed, as it is kept. TextError where it cannot be used.

    Codes: text_empty_title, text_title_too_long, text_body_too_long, text_unknown_place, text_brace, text_lacks_place.
    """
    text = MessageText(one_line(title, _READ_AT_MOST), clean(body, _READ_AT_MOST))
    if not text.title:
        raise TextError("text_empty_title")
    for words, at_most, code in (
        (text.title, TITLE_AT_MOST, "text_title_too_long"),
        (text.body, BODY_AT_MOST, "text_body_too_long"),
    ):
        if length(words) > at_most:
            raise TextError(code, at_most=at_most, length=length(words))
    _require_known(kind, text)
    needed = NEEDED.get(kind, ())
    if needed and not set(needed) & set(_PLACE.findall(text.title)):
        raise TextError("text_lacks_place", place=_in_braces(needed))
    return text


def fill_title(text: MessageText, values: Mapping[str, str]) -> str:
    return one_line(_filled(text.title, values), _FILLED_TITLE_AT_MOST)


def fill_body(text: MessageText, values: Mapping[str, str]) -> str:
    return clean(_filled(text.body, values), MESSAGE_AT_MOST)


def company_name(company: str, locale: Locale) -> str:
    """A sentence needs one, also where none is set."""
    return one_line(company, NAME_AT_MOST) or say("text.company_unnamed", locale)


def _filled(words: str, values: Mapping[str, str]) -> str:
    """What is no place of this message stays as it stands."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), words)


def _require_known(kind: TextKind, text: MessageText) -> None:
    known = {f"{{{name}}}" for name in PLACES[kind]}
    meant = dict.fromkeys((*_MEANT.findall(text.title), *_MEANT.findall(text.body)))
    if unknown := [place for place in meant if place not in known]:
        raise TextError("text_unknown_place", places=" ".join(unknown), known=_in_braces(PLACES[kind]))
    for words in (text.title, text.body):
        left = _PLACE.sub(lambda place: " " * len(place[0]), words)
        if brace := _BRACE.search(left):
            near = words[max(0, brace.start() - _NEAR) : brace.end() + _NEAR]
            raise TextError("text_brace", near=one_line(near, 2 * _NEAR + 1))


def _in_braces(names: tuple[str, ...]) -> str:
    return " ".join(f"{{{name}}}" for name in names)
