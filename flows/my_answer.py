"""`/safety me`: the actor's own answer, to be given or changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.vocabulary import CheckKind, Locale
from flows.errors import NotFoundError
from flows.speaker import speaker_of
from flows.work import Work
from storage.queries import own_answer as queries


@dataclass(frozen=True, slots=True)
class MyAnswer:
    check_id: int
    kind: CheckKind
    title: str
    message: str
    round: int
    locale: Locale
    said: str
    said_at: datetime | None
    comment: str
    can_work: str = ""
    place: str = ""


def my_answer(work: Work, check_id: int | None = None) -> MyAnswer:
    """Without a number an active check: first one that asks the actor, a real one before a drill, then the newest.

    A guest's own answer as well.

    NotFoundError(no_active_check), or (no_check) where there is none of that number.
    """
    speaker = speaker_of(work)
    check = queries.check_for(work.connection, check_id, speaker.person_id)
    if check is None:
        raise NotFoundError("no_active_check" if check_id is None else "no_check")
    said = queries.said_by(work.connection, check.id, speaker.person_id, speaker.channel, speaker.address)
    return MyAnswer(
        check_id=check.id,
        kind=CheckKind(check.kind),
        title=check.title,
        message=check.message,
        round=check.round,
        locale=speaker.locale,
        said=said.said if said else "",
        said_at=said.said_at if said and said.said else None,
        comment=said.comment if said else "",
        can_work=said.can_work if said else "",
        place=said.place if said else "",
    )
