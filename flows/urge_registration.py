"""Ask everybody no contact reaches to register one (設定確認通知): by mail to the address of their profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.vocabulary import ChannelKind
from flows.audit import note
from flows.errors import InvalidError
from flows.units_to_ask import units_to_ask
from flows.who import require_manager
from flows.work import Work
from storage.queries import contact_lists, urging

#: Nobody is asked twice within this time, however often a manager presses.
NOT_AGAIN_WITHIN = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Urged:
    """Of `missing` people `mailed` were written to now; the others lately, or nothing goes to their profile address."""

    mailed: int
    missing: int


def urge_registration(work: Work, unit_ids: Sequence[int] = ()) -> Urged:
    """Lane FANOUT. Of these units and all below, or of all the actor is responsible for. In the audit log.

    RefusedError(unknown_person, not_a_manager, outside_units), InvalidError(mail_off, no_units).
    """
    who = require_manager(work)
    if ChannelKind.MAIL not in work.policy.channels:
        raise InvalidError("mail_off")
    below_units = units_to_ask(work, who, unit_ids)
    channels = work.policy.channels
    not_since = work.now - NOT_AGAIN_WITHIN
    mailed = urging.add_letters(work.connection, below_units, channels, not_since, work.now)
    _, missing, _ = contact_lists.count_reached(work.connection, below_units, channels)
    note(work, "registration_urged", people=len(mailed), missing=missing)
    work.wakes_cycle = bool(mailed) or work.wakes_cycle
    return Urged(len(mailed), missing)
