"""A photo, a voice message, a sticker or a file: nobody here can tell what it says, so the person is asked back."""

from __future__ import annotations

from flows.hear_text import AlreadyHeard, AskBack, NothingToAnswer, check_meant
from flows.once import is_repeat
from flows.speaker import speaker_of
from flows.work import Work


def hear_wordless(work: Work, event_key: str | None) -> AskBack | NothingToAnswer | AlreadyHeard:
    """Never an answer, and least of all `safe`: a thumbs-up may be anything. A comment awaited goes on being awaited.

    The four buttons of the check a typed line would belong to; without one the person is told that nothing is asked.
    """
    if is_repeat(work, event_key):
        return AlreadyHeard()
    speaker = speaker_of(work)
    check = check_meant(work, speaker, in_need=False)
    if check is None:
        return NothingToAnswer(speaker.locale, cried_for_help=False, is_known=speaker.person_id is not None)
    return AskBack(check.id, check.kind, check.title, check.round, speaker.locale)
