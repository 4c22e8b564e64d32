"""How a rule says what it found, and where."""

from __future__ import annotations

import re

from bot.alert_messages.meaning import Meaning
from bot.alert_messages.vocabulary import Finding, Rule, Span, severity_of


def found(meaning: Meaning, rule: Rule, span: Span, **params: object) -> Finding:
    return Finding(rule, severity_of(rule, meaning.audience), span, params)


def missing(meaning: Meaning, rule: Rule, **params: object) -> Finding:
    """An empty span at the beginning of the body."""
    return found(meaning, rule, meaning.reading.at_body, **params)


def at(meaning: Meaning, match: re.Match[str]) -> Span:
    """`match` in the flowing text."""
    return meaning.reading.flow.span_of(match)


def title_span(meaning: Meaning) -> Span:
    return Span(0, len(meaning.reading.title))
