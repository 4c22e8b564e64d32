"""Labels of the form in which a manager writes to a person; within Slack's limits, as in `bot.forms`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.frame import mark_of
from bot.labels import person_label
from bot.vocabulary import CheckKind, Locale
from bot.wording import say


@dataclass(frozen=True, slots=True)
class NoteForm:
    heading: str
    submit: str
    cancel: str
    about: str
    words: str
    words_hint: str
    note: str


def note_form(locale: Locale, person_name: str, kind: CheckKind) -> NoteForm:
    """`person_name` empty: to all who call for help."""
    to_one = say("note_form.to_person", locale, name=person_label(person_name, locale)) if person_name else ""
    return NoteForm(
        heading=mark_of(kind) + say("note_form.heading", locale),
        submit=say("form.send", locale),
        cancel=say("form.cancel", locale),
        about=mark_of(kind) + (to_one or say("note_form.to_those_in_need", locale)),
        words=say("note_form.words", locale),
        words_hint=say("note_form.words_hint", locale),
        note=say("note_form.one_way", locale),
    )
