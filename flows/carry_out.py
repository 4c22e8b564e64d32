"""What a person asked for is carried out even where the connection to the database is lost, or a row goes, under it.

Slack does not bring a press again, and a person who is asked to press once more may not be able to. Every request of a
person that writes goes through here; the command line does not: whoever types there reads what went wrong.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from flows.work import Actor, Begin, Lane, Work
from storage.database import SERVER_ERRORS, is_connection_lost, is_overtaken

log = logging.getLogger(__name__)

Done = TypeVar("Done")


def carry_out(begin: Begin, actor: Actor, flow: Callable[[Work], Done], lane: Lane = Lane.ANSWER) -> Done:
    """`flow` in a unit of work of its own, committed when this returns; once more where its connection was lost.

    Once more as well where a contact it writes to was just being removed: on PostgreSQL the rows it has read may be
    gone when it points to them.

    Whether a lost commit stands nobody knows: the event's key makes the second time a repeat then, and a page's POST,
    which has none, says the same thing twice.
    """
    try:
        with begin(actor, lane) as work:
            return flow(work)
    except SERVER_ERRORS as error:
        if is_connection_lost(error):
            log.warning("the connection to the database was lost; what was being done is done once more")
        elif not is_overtaken(error):
            raise
    with begin(actor, lane) as work:
        return flow(work)
