"""What a letter that came in is: a report, a reply, something a machine wrote, or nothing we can read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from adapters.mail.mime import LETTER_MAX, Part, leaves, read_part
from adapters.mail.own_words import own_words
from adapters.mail.reports import SERVER, BounceReport, read_report

_MACHINES = ("bulk", "list", "junk", "auto_reply", "auto-reply")
_MACHINE_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponse", "list-id", "x-loop", "feedback-id")
_TAG = re.compile(r"<(?:style|script|head)\b.*?</(?:style|script|head)\s*>|<[^<>]{0,1000}>", re.IGNORECASE | re.DOTALL)
#: Characters of a page that are looked at.
_HTML_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Reply:
    """`first_line`: the person's own first line, empty where it cannot be told. `text`: all of their own words."""

    first_line: str
    text: str
    #: As the letter says, None where it says none.
    dated: datetime | None


@dataclass(frozen=True, slots=True)
class AutoReply:
    """A vacation notice, a list, a receipt: never an answer."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Too long, or no letter."""


def read_letter(raw: bytes, sender: str | None = None) -> BounceReport | Reply | AutoReply | Unreadable:
    """Never raises. `sender`: of the envelope, empty for `<>`, None where only Return-Path knows it."""
    if len(raw) > LETTER_MAX:
        return Unreadable()
    letter = read_part(raw)
    if not letter.headers:
        return Unreadable()
    report = read_report(letter)
    if report is not None:
        return report
    if _is_by_a_machine(letter, sender):
        return AutoReply()
    return _reply(letter)


def message_id(raw: bytes) -> str:
    """Empty where there is none."""
    return read_part(raw[:LETTER_MAX]).header("message-id")


def _is_by_a_machine(letter: Part, sender: str | None) -> bool:
    # RFC 3834. Some put a comment or parameters behind the word.
    auto = re.split(r"[;\s(]", letter.header("auto-submitted").strip().lower())[0]
    return_path = letter.header("return-path").strip()
    return (
        auto not in ("", "no")
        or sender == ""
        or return_path == "<>"
        or letter.header("precedence").strip().lower() in _MACHINES
        or any(letter.header(name) for name in _MACHINE_HEADERS)
        or letter.kind == "multipart/report"
        or SERVER.search(letter.header("from")) is not None
    )


def _reply(letter: Part) -> Reply:
    parts = leaves(letter)
    dated = _moment(letter.header("date"))
    plain = next((part for part in parts if part.kind == "text/plain"), None)
    if plain is not None:
        is_flowed = plain.parameter("format").lower() == "flowed"
        first_line, text = own_words(plain.text, is_flowed)
        return Reply(first_line, text, dated)
    html = next((part for part in parts if part.kind == "text/html"), None)
    # What is a quotation in HTML is not told apart: a manager reads it.
    shown = _TAG.sub(" ", html.text[:_HTML_MAX]) if html is not None else ""
    return Reply("", "\n".join(" ".join(line.split()) for line in shown.splitlines() if line.strip()), dated)


def _moment(header: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
