"""Which check is meant, and who says so: small reads that many flows share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, case, or_, select

from bot.vocabulary import ChannelKind, CheckKind, CheckState, ContactState
from storage.models import checks, contacts, people, roll
from storage.types import Instant

#: How long after its closing an answer that names no check still belongs to it.
ANSWERS_FOLLOW_FOR = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class CheckFacts:
    id: int
    kind: CheckKind
    title: str
    state: CheckState
    round: int
    closed_at: datetime | None

    def is_late(self, given_at: datetime) -> bool:
        """Given after the check was closed."""
        if self.state in (CheckState.ACTIVE, CheckState.SCHEDULED):
            return False
        return self.closed_at is None or self.closed_at <= given_at


@dataclass(frozen=True, slots=True)
class Speaker:
    """The person an account or a link belongs to; active or not."""

    person_id: int
    name: str
    locale: str


CHECK = (checks.c.id, checks.c.kind, checks.c.title, checks.c.state, checks.c.round, checks.c.closed_at)
_PERSON = (people.c.id.label("person_id"), people.c.name, people.c.locale)

# An account given by two people means the one still active, then the one it has not moved away from (`gone`), then the
# one who gave it first: always the same one.
AT_ADDRESS = (
    select(*_PERSON)
    .join(contacts, contacts.c.person_id == people.c.id)
    .where(contacts.c.channel == bindparam("channel"), contacts.c.address == bindparam("address"))
    .order_by(people.c.active.desc(), contacts.c.state == ContactState.GONE, contacts.c.id)
    .limit(1)
)
BY_ID = select(*_PERSON).where(people.c.id == bindparam("of_person"))


_MEANT = (
    select(*CHECK)
    .outerjoin(roll, and_(roll.c.check_id == checks.c.id, roll.c.person_id == bindparam("of_person")))
    .where(
        or_(
            checks.c.state == CheckState.ACTIVE,
            and_(checks.c.state == CheckState.CLOSED, checks.c.closed_at >= bindparam("since", type_=Instant())),
        )
    )
    .order_by(
        case((checks.c.state == CheckState.ACTIVE, 0), else_=1),
        case((roll.c.person_id.is_not(None), 0), else_=1),
        checks.c.started_at.desc(),
        checks.c.id.desc(),
    )
    .limit(1)
)


def speaker_at(connection: Connection, channel: ChannelKind, address: str) -> Speaker | None:
    return speaker_facts(connection.execute(AT_ADDRESS, {"channel": str(channel), "address": address}).first())


def speaker_by_id(connection: Connection, person_id: int) -> Speaker | None:
    return speaker_facts(connection.execute(BY_ID, {"of_person": person_id}).first())


def check_meant(connection: Connection, person_id: int | None, now: datetime) -> CheckFacts | None:
    """For an answer that names none: the newest active check, those asking this person first; else one just closed."""
    wanted = {"of_person": person_id, "since": now - ANSWERS_FOLLOW_FOR}
    row = connection.execute(_MEANT, wanted).first()
    return None if row is None else check_facts(row)


def check_by_id(connection: Connection, check_id: int) -> CheckFacts | None:
    row = connection.execute(select(*CHECK).where(checks.c.id == check_id)).first()
    return None if row is None else check_facts(row)


def check_facts(row: Row[*tuple[Any, ...]]) -> CheckFacts:
    return CheckFacts(row.id, CheckKind(row.kind), row.title, CheckState(row.state), row.round, row.closed_at)


def speaker_facts(row: Row[*tuple[Any, ...]] | None) -> Speaker | None:
    return None if row is None else Speaker(row.person_id, row.name, row.locale)
