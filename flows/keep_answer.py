"""What follows from an answer, whoever gave it: where the person stands, the row, a help case, boards to show anew."""

from __future__ import annotations

from dataclasses import dataclass

from bot.vocabulary import By, Standing, Status
from flows.alert_managers import alert_managers
from flows.tell_news import tell_news
from flows.work import Work
from storage.queries import answers, board
from storage.queries.answers import Said


@dataclass(frozen=True, slots=True)
class Kept:
    standing: Standing
    is_guest: bool = False
    #: The open case, where there is one.
    help_case_id: int | None = None
    help_opened: bool = False
    #: This opened the case, and no manager responsible could be told.
    nobody_told: bool = False


@dataclass(frozen=True, slots=True)
class GuestAccount:
    """The account a guest answered from."""

    channel: str
    address: str
    name: str


def keep_answer_of(work: Work, said: Said, person_id: int) -> Kept | None:
    """An answer about somebody on the roll. None, and nothing written: the person is not on it."""
    standing = answers.keep(work.connection, person_id, said)
    return None if standing is None else _follow_up(work, said, standing, person_id, None)


def keep_answer_of_guest(work: Work, said: Said, account: GuestAccount, person_id: int | None) -> Kept:
    """An answer from somebody who was not asked; `person_id` where the company knows them."""
    guest_id, standing = answers.keep_guest(
        work.connection, said, account.channel, account.address, account.name, person_id
    )
    answers.append_of_guest(work.connection, said, guest_id, person_id)
    return _follow_up(work, said, standing, None, guest_id)


def _follow_up(work: Work, said: Said, standing: Standing, person_id: int | None, guest_id: int | None) -> Kept:
    case_id, opened = None, False
    if said.status is Status.HELP:
        case_id, opened = answers.open_help_case(work.connection, said.check_id, person_id, guest_id, work.now)
    elif standing is Standing.HELP:
        case_id = answers.open_case_of(work.connection, said.check_id, person_id, guest_id)
    if case_id is not None and not opened and said.by is By.SELF and said.comment:
        tell_news(work, case_id, said.comment, "")
    nobody_told = opened and case_id is not None and not alert_managers(work, case_id)
    became_dirty = board.mark_dirty(work.connection, said.check_id)
    work.wakes_cycle = work.wakes_cycle or opened or became_dirty
    return Kept(standing, guest_id is not None, case_id, opened, nobody_told)
