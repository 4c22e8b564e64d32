"""What has happened, how dangerous it is, what to do: all of a message where there is room for one line only.

A phone shows that line of a mail, a Slack notice or a LINE message, and often nothing else is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.alert_messages.counting import is_latin
from bot.alert_messages.spelling import spell
from bot.alert_messages.words.field_words import ACTIONS, COURTESY
from bot.plain import TITLE_AT_MOST, length, one_line, shorten
from bot.vocabulary import Locale
from bot.wording import say

#: UTF-16 code units of a call to action: with title and level it stays within what a phone shows.
ACTION_AT_MOST = 80
#: Warning levels that ask people to leave (内閣府 避難情報に関するガイドライン). 1 and 2 call nobody away.
LEVELS = (3, 4, 5)
#: A message calls for something early, or not at all.
_SENTENCES_READ = 4
_SENTENCE = re.compile(r"[^。！!?？\n.]+(?:[.!?](?=[!-~])[^。！!?？\n.]*)*[！!?？]?")
#: What stands before the words of a list.
_BULLET = re.compile(r"^[\s・•●○■□▶*※→①-⑳-]+")
#: Nobody is asked where the office is kept open, or where there is more to read.
_TOLD = re.compile(r"^(?:we|they|he|she|it|i|this|there|our|the)\b(?!.*\b(?:please|must|should|do not)\b)|://", re.I)
#: UTF-16 code units of the whole: with the marks of a drill it stays within a heading (`bot.frame.HEADING_AT_MOST`).
_LINE_AT_MOST = 120
#: What of a long title, then of a long call to action, is shown at least beside the rest.
_TITLE_AT_LEAST, _ACTION_AT_LEAST = 40, 24
#: By so many letters a title is known again.
_BEGINNING = 12


@dataclass(frozen=True, slots=True)
class ShortForm:
    """`level` 0: none. `action` empty: what the message calls for first, if it calls for anything."""

    title: str
    level: int = 0
    action: str = ""


def level_label(level: int, locale: Locale) -> str:
    """`警戒レベル4 危険な場所から全員避難`; empty for none."""
    return say(f"short.level_{level}", locale) if level in LEVELS else ""


def level_choices(locale: Locale) -> tuple[tuple[int, str], ...]:
    """None and the three, as a form offers them."""
    return ((0, say("short.no_level", locale)), *((level, level_label(level, locale)) for level in LEVELS))


def short_line(short: ShortForm, message: str, locale: Locale, title: str = "") -> str:
    """Title, level and action on one line. `title`: in the place of its own, where that is worded anew."""
    named = title or one_line(short.title, TITLE_AT_MOST)
    action = one_line(short.action, ACTION_AT_MOST) or called_for(message)
    between, level = say("short.between", locale), level_label(short.level, locale)
    room = _LINE_AT_MOST - sum(length(f"{between}{one}") for one in (level, action) if one)
    named = shorten(named, max(room, _TITLE_AT_LEAST)) if level or action else named
    room = _LINE_AT_MOST - sum(length(f"{one}{between}") for one in (named, level) if one)
    return between.join(filter(None, (named, level, shorten(action, max(room, _ACTION_AT_LEAST)))))


def left_out(short: ShortForm, locale: Locale, heading: str) -> tuple[str, ...]:
    """What the manager wrote for that line and its heading has only the beginning of, to stand in full below it."""
    title, action = one_line(short.title, TITLE_AT_MOST), one_line(short.action, ACTION_AT_MOST)
    is_cut = title not in heading and title[:_BEGINNING] in heading
    whole = (title if is_cut else "", level_label(short.level, locale), action)
    return tuple(one for one in whole if one and one not in heading)


def called_for(message: str) -> str:
    """The first sentence that asks for something, without its full stop; empty where none does, or it is a long one."""
    for found in _SENTENCE.findall(message[: ACTION_AT_MOST * _SENTENCES_READ])[:_SENTENCES_READ]:
        sentence = _BULLET.sub("", one_line(found, ACTION_AT_MOST * 2))
        if _TOLD.search(sentence):
            continue
        if length(sentence) <= ACTION_AT_MOST and ACTIONS.are_in(COURTESY.cut_from(spell(sentence).text)):
            return sentence
    return ""


def whole_text(short: ShortForm, message: str) -> str:
    """Level, call to action and message where there is room for all of them under the title; nothing twice.

    The level is in the language of the words.
    """
    action = one_line(short.action, ACTION_AT_MOST)
    locale = Locale.EN if is_latin(f"{action}{message}" or short.title) else Locale.JA
    lines = (level_label(short.level, locale), "" if action in message else action, message)
    return "\n".join(filter(None, lines))
