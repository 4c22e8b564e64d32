"""Tell the people responsible, at once, that somebody needs help, and what has become of it.

Every message about a help case names its receiver's side in `params["to"]`: `managers` or `person`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from bot.vocabulary import SENDING_CHANNELS, ChannelKind, MessageKind
from flows.errors import NotFoundError
from flows.work import Work
from storage.queries import help as cases
from storage.queries import help_messages as queries
from storage.queries.help_messages import Account

TO_MANAGERS = {"to": "managers"}
TO_PERSON = {"to": "person"}


def alert_managers(work: Work, help_case_id: int) -> int:
    """A cry for help to every working contact of each responsible manager and to the managers' channel; how many.

    To be called in the transaction that opened the case. NotFoundError(no_help_case).
    """
    return tell_managers(work, MessageKind.HELP_ALERT, help_case_row(work, help_case_id))


def help_case_row(work: Work, help_case_id: int) -> Row[*tuple[Any, ...]]:
    """NotFoundError(no_help_case)."""
    case = cases.case_by_id(work.connection, help_case_id)
    if case is None:
        raise NotFoundError("no_help_case")
    return case


def tell_managers(work: Work, kind: MessageKind, case: Row[*tuple[Any, ...]], but: int | None = None) -> int:
    """All who are responsible except the person themself and `but`, who did it and knows."""
    written = queries.tell_managers(
        work.connection, kind, case, work.policy.channels, work.now, TO_MANAGERS, but=(but,)
    )
    if work.policy.slack_manager_channel and ChannelKind.SLACK in work.policy.channels:
        account = Account(ChannelKind.SLACK, work.policy.slack_manager_channel, work.policy.locale)
        queries.tell_account(work.connection, kind, case, account, work.now, TO_MANAGERS)
        written += 1
    work.wakes_cycle = work.wakes_cycle or written > 0
    return written


def tell_person(work: Work, kind: MessageKind, case: Row[*tuple[Any, ...]]) -> int:
    """The person the case is about: every working contact, or the account a guest wrote from."""
    if case.subject_id is not None:
        written = queries.tell_person(work.connection, kind, case, work.policy.channels, work.now, TO_PERSON)
    elif case.guest_channel in work.policy.channels and case.guest_channel in SENDING_CHANNELS:
        account = Account(ChannelKind(case.guest_channel), case.guest_address, work.policy.locale)
        queries.tell_account(work.connection, kind, case, account, work.now, TO_PERSON)
        written = 1
    else:
        written = 0
    work.wakes_cycle = work.wakes_cycle or written > 0
    return written
