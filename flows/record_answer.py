"""Record one press: answer, help case, board marked; the hot path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.vocabulary import CheckKind, Locale, Standing, Status, Via
from flows.work import Work


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """The actor (Sender or TokenHolder) says `status`. `check_id` None: the newest check they are asked in."""

    status: Status
    given_at: datetime
    via: Via
    check_id: int | None = None
    round: int = 0
    #: Exactly-once key of the platform's event (invariant 6), or None for a page's POST.
    event_key: str | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRecorded:
    """What was recorded, for the thank-you."""

    check_id: int
    check_kind: CheckKind
    check_title: str
    round: int
    status: Status
    #: `help` while a help case is open, whatever came after (invariant 3).
    standing: Standing
    given_at: datetime
    locale: Locale
    #: Empty where the platform's account belongs to nobody we know.
    person_name: str = ""
    is_guest: bool = False
    #: False: a guest who should be told how to link.
    is_known: bool = True
    late: bool = False
    #: The same event had come before; nothing was written now.
    is_repeat: bool = False
    help_case_id: int | None = None
    #: This press opened the help case.
    help_opened: bool = False


def record_answer(work: Work, request: RecordAnswer) -> AnswerRecorded:
    """Never refused (invariant 2): a guest, a second press and a press after closing are recorded as what they are.

    Raises NotFoundError(no_check) only where there is no such check at all.
    """
    raise NotImplementedError
