"""What every text about a check has in common: the marks, the drill sentence, the link for the day itself."""

from __future__ import annotations

from bot.plain import one_line
from bot.speech import Link
from bot.vocabulary import CheckKind, Locale
from bot.wording import say

DRILL_MARK = "【訓練】"
#: Slack's header block takes 150 characters (Block Kit reference); LINE's altText 400.
HEADING_AT_MOST = 150
_SUBJECT_AT_MOST = 200


def mark_of(kind: CheckKind) -> str:
    """【訓練】 for a drill, in both languages; otherwise empty."""
    return DRILL_MARK if kind is CheckKind.DRILL else ""


def subject_line(kind: CheckKind, locale: Locale, text: str) -> str:
    """【訓練】【安否確認】 and the text: what a phone shows of a mail, a Slack notice or a LINE message.

    In English the second mark is in English, once: 【訓練】[DRILL: safety check], or [Safety check].
    """
    marked = say("subject.drill" if kind is CheckKind.DRILL else "subject.real", locale, text=text)
    return one_line(mark_of(kind) + marked, _SUBJECT_AT_MOST)


def heading_line(kind: CheckKind, text: str) -> str:
    return one_line(mark_of(kind) + text, HEADING_AT_MOST)


def question_heading(kind: CheckKind, locale: Locale, text: str) -> str:
    """The heading of the question itself carries both marks, as the subject does."""
    return one_line(subject_line(kind, locale, text), HEADING_AT_MOST)


def drill_lines(kind: CheckKind, locale: Locale, key: str = "drill.short") -> tuple[str, ...]:
    """これは訓練です, where it is one."""
    return (say(key, locale),) if kind is CheckKind.DRILL else ()


def info_links(locale: Locale, info_url: str) -> tuple[Link, ...]:
    """Emergency contacts and evacuation routes."""
    return (Link(say("prompt.info", locale), info_url),) if info_url else ()
