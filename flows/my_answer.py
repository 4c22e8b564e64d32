"""`/safety me`: the actor's own answer, to be given or changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.vocabulary import CheckKind, Locale
from flows.work import Work


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


def my_answer(work: Work, check_id: int | None = None) -> MyAnswer:
    """The newest active check (of the actor's roll first). NotFoundError(no_active_check)."""
    raise NotImplementedError
