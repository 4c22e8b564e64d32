"""The company's own words for its messages: read where something is said, changed by safety admins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.message_samples import Sample, sample
from bot.message_texts import (
    MessageText,
    MessageTexts,
    TextError,
    TextKind,
    channels_of,
    checked,
    texts_of,
)
from bot.speech import Speech
from bot.vocabulary import ChannelKind, Locale
from flows.audit import note
from flows.errors import InvalidError
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import message_texts as queries


@dataclass(frozen=True, slots=True)
class TextLine:
    """`changed_at` None: the words are ours. `changed_by`: a name, or empty."""

    kind: TextKind
    locale: Locale
    title: str
    changed_at: datetime | None = None
    changed_by: str = ""


def texts_in_force(work: Work) -> MessageTexts:
    """Lane READ; one indexed read."""
    kinds, locales = set(TextKind), set(Locale)
    return texts_of(
        {
            (TextKind(row.kind), Locale(row.locale)): MessageText(row.title, row.body)
            for row in queries.own(work.connection)
            # Another release may know more of them.
            if row.kind in kinds and row.locale in locales
        }
    )


def list_texts(work: Work) -> tuple[TextLine, ...]:
    """Lane READ. Every message in every language. RefusedError."""
    require_safety_admin(work)
    texts = texts_in_force(work)
    changes = {(row.kind, row.locale): row for row in queries.changes(work.connection)}
    lines = []
    for kind in TextKind:
        for locale in Locale:
            title, change = texts.of(kind, locale).title, changes.get((kind, locale))
            who = (change.changed_at, change.by or "") if change else (None, "")
            lines.append(TextLine(kind, locale, title, *who))
    return tuple(lines)


def text_to_edit(work: Work, kind: TextKind, locale: Locale) -> MessageText:
    """Lane READ. As it is in force. RefusedError."""
    require_safety_admin(work)
    return texts_in_force(work).of(kind, locale)


def save_text(work: Work, kind: TextKind, locale: Locale, title: str, body: str) -> None:
    """Used by all that is rendered from now on. In the audit log. RefusedError, InvalidError (see `checked`)."""
    who = require_safety_admin(work)
    text = require_usable(kind, title, body)
    queries.keep(work.connection, kind, locale, text.title, text.body, work.now, who.person_id)
    note(work, "text_changed", text=kind, locale=locale)


def reset_text(work: Work, kind: TextKind, locale: Locale) -> None:
    """Back to our own words. In the audit log. RefusedError."""
    require_safety_admin(work)
    if queries.forget(work.connection, kind, locale):
        note(work, "text_reset", text=kind, locale=locale)


def require_usable(kind: TextKind, title: str, body: str) -> MessageText:
    try:
        return checked(kind, title, body)
    except TextError as error:
        raise InvalidError(error.code, **error.params) from error


@dataclass(frozen=True, slots=True)
class TextPreview:
    """`problem`: why it could not be saved as it stands."""

    speeches: dict[ChannelKind, Speech]
    problem: InvalidError | None = None


def preview_text(work: Work, kind: TextKind, locale: Locale, title: str, body: str, page_url: str) -> TextPreview:
    """Lane READ. What would go out through each channel with these words, beside the others in force. RefusedError.

    `page_url`: what a letter's links show.
    """
    who = require_safety_admin(work)
    texts, problem = texts_in_force(work), None
    try:
        text = require_usable(kind, title, body)
    except InvalidError as error:
        text, problem = MessageText(title, body), error
    texts = texts_of({**texts.own, (kind, locale): text})
    facts = Sample(work.policy.company, who.name, page_url, work.now.astimezone(work.policy.zone))
    return TextPreview({channel: sample(kind, locale, channel, texts, facts) for channel in channels_of(kind)}, problem)
