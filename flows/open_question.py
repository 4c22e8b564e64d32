"""The question that is the actor's to answer now, without a number: as a tile of the menu in LINE opens it."""

from __future__ import annotations

from flows.hear_text import check_meant
from flows.my_answer import MyAnswer, my_answer
from flows.speaker import speaker_of
from flows.work import Work


def open_question(work: Work) -> MyAnswer | None:
    """Lane READ. Of an active check, or of one closed lately that asks the actor, who may be late. None: of neither."""
    check = check_meant(work, speaker_of(work), in_need=False)
    return None if check is None else my_answer(work, check.id)
