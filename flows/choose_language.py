"""In which language the company writes to somebody: chosen by themselves."""

from __future__ import annotations

from bot.vocabulary import Locale
from flows.audit import note
from flows.errors import RefusedError
from flows.speaker import speaker_of
from flows.work import Work
from storage.queries import people


def choose_language(work: Work, locale: Locale) -> None:
    """Of the actor's messages from now on, in every channel, and of their pages. RefusedError(unknown_person)."""
    speaker = speaker_of(work)
    if speaker.person_id is None:
        raise RefusedError("unknown_person")
    people.set_locale(work.connection, speaker.person_id, locale, work.now)
    note(work, "language_chosen", subject_person_id=speaker.person_id, locale=locale)
