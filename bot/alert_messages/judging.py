"""A company's message as its writer types it, held against the guide while it is typed.

What the product says itself around every message (who sends it, when, that it is a drill) is added before the check, so
that nobody is told to write it; what is found points into the field in which it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.alert_messages.check import check, limits_for
from bot.alert_messages.counting import count, is_latin, place_over
from bot.alert_messages.data_files import Edition
from bot.alert_messages.vocabulary import Advice, Audience, Finding, Limits, Rule, Severity, Span, severity_of
from bot.frame import DRILL_MARK
from bot.short_form import ShortForm, level_label
from bot.vocabulary import CheckKind, Locale


class Field(StrEnum):
    """What of it a finding is about; `whole`: something is missing, or stands nowhere in particular."""

    TITLE = "title"
    ACTION = "action"
    MESSAGE = "message"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Written:
    """`sender`: the company, as the message will name it. `at`: when it goes out, in local time."""

    short: ShortForm
    message: str
    kind: CheckKind
    sender: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding and where its words stand: UTF-32 offsets within `field`, both 0 for the whole of it."""

    finding: Finding
    field: Field
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Judgement:
    """Lengths are of what was typed, by the guide's counting; `body_length` is that of level, action and message.

    `limits`: those for its language (`bot.alert_messages.check.limits_for`).
    """

    title_length: int
    body_length: int
    limits: Limits
    found: tuple[Placed, ...]
    advice: tuple[Advice, ...]
    edition: str

    @property
    def errors(self) -> int:
        return sum(one.finding.severity is Severity.ERROR for one in self.found)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line of the text that is checked, and the field it comes from; None: the product's own words."""

    text: str
    field: Field | None = None


#: What is said otherwise: of the typed words alone, or by the form that wants a title.
_FOR_THE_FORM = (Rule.BODY_TOO_LONG, Rule.TITLE_MISSING)


def judge(written: Written, edition: Edition, limits: Limits) -> Judgement:
    """Never raises, never forbids. That there is no title yet is for the form to say."""
    pieces = _pieces(written)
    text = "\n".join(piece.text for piece in pieces)
    report = check(text, edition, Audience.COMPANY, limits, written.at)
    fitting = limits_for(text, Audience.COMPANY, limits)
    mark = len(_mark(written))
    above = "".join(f"{line}\n" for line in (_level(written), written.short.action) if line)
    body_length = count(above + written.message, fitting)
    found = [_placed(one, pieces, mark) for one in report.findings if one.rule not in _FOR_THE_FORM]
    if body_length > fitting.body:
        found.append(_too_long(written.message, body_length, body_length - count(written.message, fitting), fitting))
    return Judgement(
        count(written.short.title, fitting), body_length, fitting, tuple(found), report.advice, report.edition
    )


def _too_long(message: str, length: int, above: int, limits: Limits) -> Placed:
    """By what was typed: the product's own words take nobody's room."""
    start, end = place_over(message, max(limits.body - above, 0), limits), len(message)
    params = {"length": length, "limit": limits.body}
    severity = severity_of(Rule.BODY_TOO_LONG, Audience.COMPANY)
    finding = Finding(Rule.BODY_TOO_LONG, severity, Span(start, end), params)
    return Placed(finding, Field.MESSAGE, start, end)


def _pieces(written: Written) -> list[_Piece]:
    """In the order of the guide's section 8: title, level, sender and time, action, the rest."""
    short, locale = written.short, _language(written)
    mark = _mark(written)
    moment = f"{written.at:%H:%M}" if locale is Locale.EN else f"{written.at.hour}時{written.at.minute:02}分"
    sender = f"This is {written.sender}. {moment}" if locale is Locale.EN else f"こちらは{written.sender}です。{moment}"
    closing = "This message is for a drill." if locale is Locale.EN else "※これは訓練です"
    pieces = [
        _Piece(mark + short.title, Field.TITLE),
        _Piece(mark + _level(written)),
        _Piece(sender),
        _Piece(short.action, Field.ACTION),
        *(_Piece(line, Field.MESSAGE) for line in written.message.split("\n")),
        _Piece(closing if mark else ""),
    ]
    # A line of the message may be empty: what follows it is found by its number. Nothing else becomes the title.
    return [piece for piece in pieces if piece.text or piece.field in (Field.TITLE, Field.MESSAGE)]


def _mark(written: Written) -> str:
    return DRILL_MARK if written.kind is CheckKind.DRILL else ""


def _level(written: Written) -> str:
    return level_label(written.short.level, _language(written))


def _language(written: Written) -> Locale:
    text = f"{written.short.title}{written.short.action}{written.message}"
    return Locale.EN if is_latin(text) else Locale.JA


def _placed(finding: Finding, pieces: list[_Piece], mark: int) -> Placed:
    """Offsets of the checked text are those of its pieces, one line break between each."""
    start, end = finding.span
    if start == end:
        return Placed(finding, Field.WHOLE)
    begins = within = 0
    for piece in pieces:
        if start <= begins + len(piece.text):
            break
        begins += len(piece.text) + 1
        within += len(piece.text) + 1 if piece.field is Field.MESSAGE else 0
    if piece.field is None:
        return Placed(finding, Field.WHOLE)
    own = mark if piece.field is Field.TITLE else 0
    offset = within - begins if piece.field is Field.MESSAGE else -begins - own
    return Placed(finding, piece.field, max(start + offset, 0), max(end + offset, 0))
