"""What the guide says of a message, in words: for the console's pages, and in lines for a chat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.alert_messages.blanks import blanks_in
from bot.alert_messages.drafting import Examined
from bot.alert_messages.judging import Field, Judgement
from bot.alert_messages.vocabulary import TIP_SECTIONS, Advice, Finding, Tip
from bot.frame import subject_line
from bot.plain import one_line
from bot.short_form import ShortForm, short_line
from bot.vocabulary import CheckKind, Locale
from bot.wording import say

#: More of them nobody reads in a form.
_SHOWN_AT_MOST = 5
_QUOTED_AT_MOST = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One finding or piece of advice. `look`: error, warning or advice. `quote`: the words it is about, or nothing."""

    look: str
    section: str
    quote: str
    words: str


def told_while_typing(
    judged: Judgement, short: ShortForm, message: str, kind: CheckKind, locale: Locale
) -> tuple[str, ...]:
    """Lengths, the line a phone shows, what the guide says against it; nothing where nothing is written yet."""
    if not short.title and not message:
        return ()
    fields = {Field.TITLE: short.title, Field.ACTION: short.action, Field.MESSAGE: message, Field.WHOLE: ""}
    found = [(one.finding, fields[one.field][one.start : one.end]) for one in judged.found]
    line = subject_line(kind, locale, short_line(short, message, locale))
    return (
        _lengths(judged.title_length, judged.limits.title, judged.body_length, judged.limits.body, locale),
        f"{say('judged.line', locale)}{line}",
        *_findings(found, judged.advice, "\n".join(fields.values()), locale),
    )


def told_of_composed(shown: Examined, locale: Locale) -> tuple[str, ...]:
    """The same of a composed message, whose findings point into its whole text."""
    composed, report = shown.composed, shown.report
    found = [(one, composed.text[one.span.start : one.span.end]) for one in report.findings]
    return (
        _lengths(composed.title_length, shown.limits.title, composed.body_length, shown.limits.body, locale),
        *_findings(found, report.advice, composed.text, locale),
    )


def _lengths(title: int, title_at_most: int, body: int, body_at_most: int, locale: Locale) -> str:
    def counted(length: int, at_most: int) -> str:
        return f"{length}/{at_most}" + (f" {say('judged.over', locale)}" if length > at_most else "")

    return say("judged.sum", locale, title=counted(title, title_at_most), body=counted(body, body_at_most))


def _findings(
    found: Sequence[tuple[Finding, str]], advice: Iterable[Advice], text: str, locale: Locale
) -> tuple[str, ...]:
    blanks = [_in_a_line(line, locale) for line in blank_lines(advice, text, locale)]
    lines = blanks + [
        _in_a_line(line_of(finding, quoted, locale), locale) for finding, quoted in found[:_SHOWN_AT_MOST]
    ]
    if len(found) > _SHOWN_AT_MOST:
        lines.append(say("judged.more", locale, count=len(found) - _SHOWN_AT_MOST))
    end = say("judged.never_stops" if lines else "judged.nothing", locale)
    return (*lines, end, *(_in_a_line(tip, locale) for tip in tips(advice, locale)))


def _in_a_line(line: Line, locale: Locale) -> str:
    quote = f"「{line.quote}」" if line.quote else ""
    return f"{say(f'judged.{line.look}', locale)} {quote}{line.words} [{line.section}]"


def line_of(finding: Finding, quoted: str, locale: Locale) -> Line:
    """`quoted`: the words it is about, or empty."""
    words, shown = finding.message(locale), one_line(quoted, _QUOTED_AT_MOST)
    # Some sentences name the words themselves.
    return Line(finding.severity.value, _section(finding.section, locale), "" if shown in words else shown, words)


def tips(advice: Iterable[Advice], locale: Locale) -> Iterator[Line]:
    """But for blanks, which are more than worth knowing: `blank_lines`."""
    for one in advice:
        if one.tip is not Tip.PLACEHOLDERS:
            yield Line("advice", _section(one.section, locale), "", one.message(locale))


def blank_lines(advice: Iterable[Advice], text: str, locale: Locale) -> tuple[Line, ...]:
    """At most one, a warning: which blanks of a ready message are still in it."""
    blanks = blanks_in(text)
    if not blanks and not any(one.tip is Tip.PLACEHOLDERS for one in advice):
        return ()
    section = _section(TIP_SECTIONS[Tip.PLACEHOLDERS], locale)
    quoted = one_line(say("list.units", locale).join(blanks), _QUOTED_AT_MOST)
    return (Line("warning", section, quoted, say("judged.blanks", locale)),)


def _section(section: str, locale: Locale) -> str:
    return say("judged.page" if section.startswith("p.") else "judged.section", locale, section=section)
