"""A text that is too long for one message, in several: section 9, with the announcing and the continuing sentence.

As the guide shows it, the shelters go to the second message, else the area with them; both say who speaks. Where that
is not enough the text is cut in its order: at a line, else at the end of a sentence, else anywhere. Nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.alert_messages.counting import count, is_latin, place_over, with_plain_ends
from bot.alert_messages.data_files import Edition, items
from bot.alert_messages.meaning import items_in
from bot.alert_messages.reading import read
from bot.alert_messages.vocabulary import Audience, Limits
from bot.alert_messages.words.case_words import CONTINUED, DRILL_CLOSING, DRILL_MARK
from bot.alert_messages.words.field_words import SENDERS

#: Less room for the text itself makes no message.
_LEAST_ROOM = 20
_LONGEST_SENDER = 40
_SHELTERS = re.compile(
    r"(?:現在)?(?:開設[^::\n]{0,8})?(?:避難所|避難場所|避難先)[^::\n]{0,4}[::]|shelters?\b[^:\n]{0,12}:", re.I
)
_AREA = re.compile(r"対象(?:の)?(?:地域|区域|地区)?[::]|area:", re.I)
_LABEL = re.compile(r"[^::\n。]{1,14}[::]")
#: Of a drill, before a title.
_MARK = re.compile(r"^[【\[(](?:訓練|drill)[】\])] ?", re.I)
_MORE = " (more)"
_SENTENCE_END = re.compile(r"[。！？!?]|\. ")
_COMMA = re.compile(r"[、,;]")
_PAUSE = re.compile(r"[.:・ ]")


@dataclass(frozen=True, slots=True)
class Part:
    """One message."""

    title: str
    body: str


class CannotSplitError(ValueError):
    """The limits leave no room beside the sentences that every part needs."""


@dataclass(frozen=True, slots=True)
class _Moved:
    """What of a text goes to the second message: the rest, and what is announced in its place."""

    rest: tuple[str, ...]
    taken: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """What every part needs beside its text: who speaks, that it goes on, that it is a drill."""

    title: str
    sender: str
    is_drill: bool
    announces: str
    continues: str
    more: str
    mark: str
    closing: str
    limits: Limits

    def first(self, lines: Sequence[str], goes_on: bool) -> str:
        return self._body((), lines, goes_on)

    def later(self, lines: Sequence[str], goes_on: bool) -> str:
        head = (*((self.sender, "") if self.sender else ()), self.continues, "")
        return self._body(head, lines, goes_on)

    def _body(self, head: Sequence[str], lines: Sequence[str], goes_on: bool) -> str:
        tail = ("", self.announces) if goes_on else ()
        body = with_plain_ends("\n".join((*head, *lines, *tail)))
        if not self.is_drill:
            return body
        flow = read(f"\n{body}").body_flow
        mark = "" if DRILL_MARK.are_in(flow) else self.mark
        closing = "" if DRILL_CLOSING.are_in(flow) else f"\n{self.closing}"
        return f"{mark}{body}{closing}"

    def later_title(self, number: int, wanted: str = "") -> str:
        """The mark of a drill may exceed the limit (section 16)."""
        mark = self.mark if self.is_drill else ""
        if wanted and count(wanted, self.limits) <= self.limits.title:
            return mark + wanted
        plain = _MARK.sub("", self.title)
        # The number of the message alone takes less room than words.
        more = self.more if number == 1 else f"{self.more[:-1]}{number}{self.more[-1]}"
        for end in ((self.more, f" ({number + 1})")[number > 1 :]) if self.more == _MORE else ():
            if head := _whole_words(plain, self._room_beside(end, plain)):
                return f"{mark}{head}{end}"
        return f"{mark}{plain[: self._room_beside(more, plain)].rstrip()}{more}"

    def _room_beside(self, end: str, title: str) -> int:
        """How much of the title fits into one with that end."""
        return place_over(title, max(0, self.limits.title - count(end, self.limits)), self.limits)

    def fits(self, body: str) -> bool:
        return not self.are_too_long((with_plain_ends(body),))

    def are_too_long(self, lines: Sequence[str]) -> bool:
        """Even without the sentences around them. What is behind the limit is not looked at: it may be a book."""
        room = self.limits.body
        for line in lines:
            if place_over(line, room, self.limits) < len(line):
                return True
            room -= count(line, self.limits)
        return False


def split(text: str, edition: Edition, audience: Audience, limits: Limits | None = None) -> tuple[Part, ...]:
    """One part where it fits. `text`: the title, a line break, the body. CannotSplitError where there is no room."""
    limits = limits or Limits()
    reading = read(text)
    frame = _frame(reading.title, reading.body, audience, limits)
    if frame.fits(reading.body):
        return (Part(reading.title, reading.body),)
    lines = reading.body.split("\n")
    for moved in _ways_to_move(lines, reading.title, edition, frame):
        first = frame.first(moved.rest, goes_on=False)
        if frame.fits(first):
            later = _packed(moved.taken, frame, number=1)
            titles = [frame.later_title(number, moved.title) for number in range(1, len(later) + 1)]
            return (Part(reading.title, first), *map(Part, titles, later))
    bodies = _packed(lines, frame, number=0)
    titles = [reading.title, *(frame.later_title(number) for number in range(1, len(bodies)))]
    return tuple(map(Part, titles, bodies))


def _frame(title: str, body: str, audience: Audience, limits: Limits) -> _Frame:
    is_drill = DRILL_MARK.are_in(read(f"{title}\n{body}").flow.text)
    sender = next((line for line in body.split("\n")[:4] if _names_the_sender(line)), "")
    if is_latin(f"{title}{body}"):
        announces, continues = "The rest follows in the next message.", "This continues the previous message."
        closing = "This message is for a drill."
        return _Frame(title, sender, is_drill, announces, continues, _MORE, "[DRILL] ", closing, limits)
    means = "緊急速報メール" if audience is Audience.AREA_MAIL else "メッセージ"
    announces, continues = f"続きは次の{means}でお知らせします", f"先ほどの{means}の続きです"
    return _Frame(title, sender, is_drill, announces, continues, "(続き)", "【訓練】", "※これは訓練です", limits)


def _whole_words(title: str, end: int) -> str:
    """Up to there, without a word that is cut; empty where not even one is whole."""
    words = title[: end + 1].rstrip() if end < len(title) else title + " "
    head = words if end >= len(title) or len(words) <= end else words.rpartition(" ")[0]
    return head.rstrip(" ,;:-")


def _names_the_sender(line: str) -> bool:
    plain = DRILL_MARK.pattern.sub("", read(f"\n{line}").body_flow)
    match = SENDERS.find(plain)
    return match is not None and match.start() <= 1 and len(line) <= _LONGEST_SENDER


def _ways_to_move(lines: list[str], title: str, edition: Edition, frame: _Frame) -> list[_Moved]:
    """Pattern 2 of section 9 (the shelters), then pattern 1 (the area with them). None for what is a part itself."""
    if frame.more != "(続き)" or CONTINUED.are_in("。".join(lines)):
        return []
    shelters, area = _group(lines, _SHELTERS), _group(lines, _AREA)
    short = _short_name(title, edition)
    ways = []
    follows = frame.announces.removeprefix("続きは")
    if shelters:
        ways.append(_moved(lines, (shelters,), f"開設された避難所:{follows}", f"{short}の避難所情報"))
    if shelters and area:
        announced = f"対象地域／開設された避難所:{follows}"
        ways.append(_moved(lines, (area, shelters), announced, f"{short}の対象地域／避難所情報"))
    return ways


def _group(lines: list[str], label: re.Pattern[str]) -> range | None:
    """The line with the label and what belongs to it: up to an empty line or the next label."""
    for start, line in enumerate(lines):
        if label.match(line):
            end = start + 1
            while end < len(lines) and lines[end].strip() and not _LABEL.match(lines[end]):
                end += 1
            return range(start, end)
    return None


def _moved(lines: list[str], groups: tuple[range, ...], announced: str, title: str) -> _Moved:
    last = groups[-1]
    taken: list[str] = []
    for group in groups:
        taken += ([""] if taken else []) + lines[group.start : group.stop]
    rest = [
        announced if at == last.start else line
        for at, line in enumerate(lines)
        if at == last.start or not any(at in group for group in groups)
    ]
    return _Moved(tuple(rest), tuple(taken), title)


def _short_name(title: str, edition: Edition) -> str:
    found = items_in(read(title).title_flow, in_company=False)
    for key in found:
        return edition.short_names.get(key) or edition.name_of(items()[key])[0]
    return DRILL_MARK.pattern.sub("", title)


def _packed(lines: Sequence[str], frame: _Frame, number: int) -> list[str]:
    """Bodies of parts from `number` on (0 is the first message), each as full as it may be."""
    bodies: list[str] = []
    left, at = list(lines), 0
    while at < len(left):
        wrap = frame.first if number + len(bodies) == 0 else frame.later
        near = left[at : at + frame.limits.body + 1]
        is_last = at + len(near) == len(left) and not frame.are_too_long(near)
        if is_last and frame.fits(whole := wrap(near, goes_on=False)):
            return [*bodies, whole]
        taken = _most_that_fit(near, frame, wrap)
        # A line too long for any part is begun where there is room: nobody is sent a sender and no word more.
        is_empty = not any(line.strip() for line in near[:taken])
        if is_empty or not _fit(near[taken : taken + 1], frame, frame.later):
            cut = _cut(near[taken], frame, wrap([*near[:taken], ""] if not is_empty else "", goes_on=True))
            if cut is None and is_empty:
                raise CannotSplitError(f"{frame.limits.body} characters leave no room")
            if cut is not None:
                left[at + taken : at + taken + 1] = cut
                taken += 1
        bodies.append(wrap(left[at : at + taken], goes_on=True))
        at = _next_that_says_something(left, at + taken)
    return bodies


class _Wrap(Protocol):
    def __call__(self, lines: Sequence[str], goes_on: bool) -> str: ...


def _fit(lines: Sequence[str], frame: _Frame, wrap: _Wrap) -> bool:
    return not frame.are_too_long(lines) and frame.fits(wrap(lines, goes_on=True))


def _most_that_fit(lines: Sequence[str], frame: _Frame, wrap: _Wrap) -> int:
    """How many of the first lines; found by halves, for a text of thousands of short ones."""
    fitting, too_many = 0, len(lines) + 1
    while too_many - fitting > 1:
        middle = (fitting + too_many) // 2
        if _fit(lines[:middle], frame, wrap):
            fitting = middle
        else:
            too_many = middle
    return fitting


def _next_that_says_something(lines: Sequence[str], start: int) -> int:
    return next((at for at in range(start, len(lines)) if lines[at].strip()), len(lines))


def _cut(line: str, frame: _Frame, empty: str) -> tuple[str, str] | None:
    """A line that fits into no part of its own, cut behind the last sentence that has room, else comma, else pause.

    None where there is too little room.
    """
    room = frame.limits.body - count(empty, frame.limits) - 2 * frame.limits.line_break
    if room < _LEAST_ROOM:
        return None
    end = place_over(line, room, frame.limits)
    ends = (list(kind.finditer(line, end // 2, end)) for kind in (_SENTENCE_END, _COMMA, _PAUSE))
    at = next((found[-1].end() for found in ends if found), end)
    return line[:at], line[at:]
