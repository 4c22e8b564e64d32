"""A letter that came to one of our addresses, handed to the use case it is for. The same for every door."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from adapters.mail.addresses import Addresses, Named, Purpose
from adapters.mail.incoming import Reply, message_id, read_letter
from adapters.mail.reports import BounceReport
from flows.carry_out import carry_out
from flows.hear_bounce import HearBounce, hear_bounce
from flows.hear_reply import HearReply, asked_person, hear_reply
from flows.work import Begin, Lane, System, TokenHolder

#: As the audit log names who did it.
_DOOR = System("mail")


class Hearing:
    """Thread-safe."""

    def __init__(self, begin: Begin, addresses: Addresses) -> None:
        self._begin = begin
        self.addresses = addresses

    def hear(self, raw: bytes, recipients: Iterable[str], sender: str | None = None) -> None:
        """What follows from the letter stands when this returns; heard again, it changes nothing.

        Forged or unknown addresses do nothing. `sender`: of the envelope, empty for `<>`, None where it is not known.
        """
        named = [one for one in dict.fromkeys(map(self.addresses.read, recipients)) if one is not None]
        if not named:
            return
        read = read_letter(raw, sender)
        for one in named:
            key = _event_key(raw, one)
            match one.purpose, read:
                case Purpose.BOUNCE, BounceReport():
                    self._report(one, read, key)
                case Purpose.ANSWER, Reply():
                    self._reply(one, read, key)

    def _report(self, named: Named, report: BounceReport, key: str) -> None:
        heard = HearBounce(
            named.message_id, report.kind, report.reason, frozenset(report.recipients), report.status, key
        )
        # Reports come by the thousand, and answers come first.
        with self._begin(_DOOR, Lane.FANOUT) as work:
            hear_bounce(work, heard)

    def _reply(self, named: Named, reply: Reply, key: str) -> None:
        with self._begin(_DOOR, Lane.READ) as work:
            person_id = asked_person(work, named.message_id)
        if person_id is not None:
            heard = HearReply(named.message_id, reply.first_line, reply.text, reply.dated, key)
            carry_out(self._begin, TokenHolder(person_id), lambda work: hear_reply(work, heard))


def _event_key(raw: bytes, named: Named) -> str:
    """The same for the same letter, through whatever door and however often it comes."""
    what = message_id(raw).encode() or raw
    return f"mail:{named.purpose}:{named.message_id}:{hashlib.sha256(what).hexdigest()[:32]}"
