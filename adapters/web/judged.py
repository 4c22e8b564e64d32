"""What the guide would say of words, for a page: counters, findings where they belong, the line a phone shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from adapters.web.form_words import level_in, words_in
from bot.alert_messages.judging import Field, Judgement
from bot.alert_messages.vocabulary import Advice, Finding
from bot.bulletin import WORDS_AT_MOST
from bot.frame import mark_of, subject_line
from bot.judged import Line, blank_lines, line_of, tips
from bot.plain import TITLE_AT_MOST, one_line
from bot.short_form import ACTION_AT_MOST, ShortForm, short_line
from bot.vocabulary import CheckKind, Locale
from bot.wording import say
from flows.compose_message import judge_typed
from flows.judge_message import Words
from flows.work import Work


@dataclass(frozen=True, slots=True)
class Judged:
    """Of one language. `suffix`: behind the names of its fields. `line`: what a phone shows; empty for no title.

    `blanks`: what of a ready message nobody has filled in, told once more beside the button.
    """

    judgement: Judgement
    found: dict[str, tuple[Line, ...]]
    line: str
    is_empty: bool
    suffix: str = ""
    blanks: tuple[Line, ...] = ()

    @property
    def faults(self) -> tuple[Line, ...]:
        """Errors and warnings, without what is only worth knowing."""
        return tuple(line for lines in self.found.values() for line in lines if line.look != "advice")


def of_check(work: Work, words: Words, locale: Locale) -> Judged:
    """RefusedError for whoever is no manager."""
    [judgement] = judge_typed(work, words)
    title = short_line(words.short, words.message, locale) if words.short.title else ""
    return _judged(judgement, words, locale, subject_line(words.kind, locale, title) if title else "")


def of_bulletin(work: Work, form: MultiDict[str, str], locale: Locale) -> tuple[Judged, Judged]:
    """In the company's language and in English. RefusedError."""
    kind = CheckKind.DRILL if form.get("drill") else CheckKind.REAL
    level = level_in(form)
    written = [
        Words(
            ShortForm(
                one_line(words_in(form, f"title{tail}"), TITLE_AT_MOST),
                level,
                one_line(words_in(form, f"to_do{tail}"), ACTION_AT_MOST),
            ),
            words_in(form, f"words{tail}")[: WORDS_AT_MOST * 2],
            kind,
        )
        for tail in ("", "_en")
    ]
    lines = [_bulletin_line(words, language) for words, language in zip(written, (locale, Locale.EN), strict=True)]
    ours, english = (
        _judged(judgement, words, locale, line, tail)
        for judgement, words, line, tail in zip(judge_typed(work, *written), written, lines, ("", "_en"), strict=True)
    )
    return ours, english


def lines_of(findings: Iterable[Finding], advice: Iterable[Advice], text: str, locale: Locale) -> tuple[Line, ...]:
    """Of a whole text: the findings in its order, then what is worth knowing."""
    found = (line_of(one, text[one.span.start : one.span.end], locale) for one in findings)
    return (*blank_lines(advice, text, locale), *found, *tips(advice, locale))


def _bulletin_line(words: Words, locale: Locale) -> str:
    if not words.short.title:
        return ""
    title = short_line(words.short, words.message, locale)
    return mark_of(words.kind) + say("bulletin.subject", locale, title=title)


def _judged(judgement: Judgement, words: Words, locale: Locale, line: str, suffix: str = "") -> Judged:
    """Of an empty form nothing is found: there is nothing to judge yet."""
    texts = {Field.TITLE: words.short.title, Field.ACTION: words.short.action, Field.MESSAGE: words.message}
    is_empty = not any(text.strip() for text in texts.values())
    found: dict[str, list[Line]] = {field: [] for field in Field}
    blanks = blank_lines(judgement.advice, "\n".join(texts.values()), locale)
    if not is_empty:
        found[Field.WHOLE] += blanks
        for one in judgement.found:
            quote = texts.get(one.field, "")[one.start : one.end]
            found[one.field].append(line_of(one.finding, quote, locale))
        found[Field.WHOLE] += tips(judgement.advice, locale)
    return Judged(judgement, {field: tuple(lines) for field, lines in found.items()}, line, is_empty, suffix, blanks)
