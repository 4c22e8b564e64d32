"""How long the mail server takes for as many people as there are: what was measured, and what is known of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flows.in_force import MAIL_NAMES, InForce
from flows.mail_server import Relay
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import kept_settings, relay_speed

#: Fewer letters than this are over before a relay is slow.
_LETTERS_AT_LEAST = 20
_LOOKED_BACK = timedelta(days=90)
#: What providers let one account send (reference: docs/mail.md, section 4): letters, and in what time.
_KNOWN_LIMITS = {
    "smtp.office365.com": (30, timedelta(minutes=1)),
    "smtp-mail.outlook.com": (30, timedelta(minutes=1)),
    "smtp.gmail.com": (2_000, timedelta(days=1)),
}


class Basis(StrEnum):
    """What an estimate rests on."""

    SENT = "sent"
    TRIED = "tried"
    LIMIT = "limit"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RelaySpeed:
    """`letters`: for everybody once. `needs`: how long they take, None where nobody can say.

    `of`, `took`, `at`: so many letters were seen to take so long, the last of them then (`tried`: one letter).
    """

    letters: int
    basis: Basis
    needs: timedelta | None = None
    of: int = 0
    took: timedelta = timedelta()
    at: datetime | None = None


def estimate_speed(
    work: Work, in_force: InForce, relay: Relay | None, tried: timedelta | None = None, connections: int = 1
) -> RelaySpeed:
    """Lane READ. `tried`: how long one letter took just now, of which `connections` go side by side.

    A provider's own limit holds even where a few letters went faster. RefusedError(not_a_safety_admin).
    """
    require_safety_admin(work)
    letters = relay_speed.mailboxes(work.connection)
    known = _KNOWN_LIMITS.get(relay.host.lower()) if relay else None
    if known is not None:
        at_once, every = known
        return RelaySpeed(letters, Basis.LIMIT, math.ceil(letters / at_once) * every, at_once, every)
    is_in_force = relay is not None and in_force.mail is not None and _same(relay, in_force.mail.relay)
    if is_in_force and (sent := _sent(work, letters)):
        return sent
    if tried is not None:
        return RelaySpeed(letters, Basis.TRIED, letters * tried / connections, connections, tried)
    return RelaySpeed(letters, Basis.UNKNOWN)


def letters_need(work: Work, in_force: InForce, letters: int) -> timedelta | None:
    """Lane READ. How long the server in force takes for so many, as far as that is known."""
    if in_force.mail is None:
        return None
    relay = in_force.mail.relay
    if known := _KNOWN_LIMITS.get(relay.host.lower()):
        at_once, every = known
        return math.ceil(letters / at_once) * every
    sent = _sent(work, letters)
    return sent.needs if sent else None


def _same(one: Relay, other: Relay) -> bool:
    return (one.host, one.port) == (other.host, other.port)


def _sent(work: Work, letters: int) -> RelaySpeed | None:
    """What went out before another server was set says nothing about this one."""
    since = work.now - _LOOKED_BACK
    changed = kept_settings.changes(work.connection, [MAIL_NAMES["host"]])
    row = relay_speed.last_mailing(
        work.connection, max([since, *(one.changed_at for one in changed)]), _LETTERS_AT_LEAST
    )
    if row is None or row.last_at <= row.first_at:
        return None
    took = row.last_at - row.first_at
    return RelaySpeed(letters, Basis.SENT, letters * (took / (row.letters - 1)), row.letters, took, row.last_at)
