"""Which check is meant, and who says so: small reads that many flows share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, case, exists, or_, select

from bot.vocabulary import ChannelKind, CheckKind, CheckState, ContactState
from storage.models import checks, contacts, people, roll
from storage.queries.linking import IS_STILL_THEIRS
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
    #: They have stopped messages to one of their contacts.
    has_stopped: bool = False


def has_stopped(person_id: ColumnElement[int]) -> ColumnElement[bool]:
    """A person's contacts are few, and found by their index."""
    stopped = contacts.alias("stopped")
    return exists().where(stopped.c.person_id == person_id, stopped.c.state == ContactState.SUPPRESSED)


CHECK = (checks.c.id, checks.c.kind, checks.c.title, checks.c.state, checks.c.round, checks.c.closed_at)
PERSON = (people.c.id.label("person_id"), people.c.name, people.c.locale, has_stopped(people.c.id).label("has_stopped"))

# An account given by two people means the one still active, then the one for whom it works still (not `gone`), then
# the one who gave it first: always the same one. Whoever it has moved away from is no longer meant at all.
AT_ADDRESS = (
    select(*PERSON)
    .join(contacts, contacts.c.person_id == people.c.id)
    .where(contacts.c.channel == bindparam("channel"), contacts.c.address == bindparam("address"), IS_STILL_THEIRS)
    .order_by(people.c.active.desc(), contacts.c.state == ContactState.GONE, contacts.c.id)
    .limit(1)
)
BY_ID = select(*PERSON).where(people.c.id == bindparam("of_person"))


def meant_first(is_asked: ColumnElement[bool]) -> tuple[ColumnElement[Any], ...]:
    """The order for a person who names no check: active ones, those that ask them, real ones, the newest.

    A real emergency comes before a drill however new the drill is; of closed checks the newest one counts.
    """
    is_active = checks.c.state == CheckState.ACTIVE
    return (
        case((is_active, 0), else_=1),
        case((is_asked, 0), else_=1),
        case((and_(is_active, checks.c.kind == CheckKind.REAL), 0), else_=1),
        checks.c.started_at.desc(),
        checks.c.id.desc(),
    )


_MEANT = (
    select(*CHECK)
    .outerjoin(roll, and_(roll.c.check_id == checks.c.id, roll.c.person_id == bindparam("of_person")))
    .where(
        or_(
            checks.c.state == CheckState.ACTIVE,
            and_(checks.c.state == CheckState.CLOSED, checks.c.closed_at >= bindparam("since", type_=Instant())),
        )
    )
    .order_by(*meant_first(roll.c.person_id.is_not(None)))
    .limit(1)
)


def speaker_at(connection: Connection, channel: ChannelKind, address: str) -> Speaker | None:
    return speaker_facts(connection.execute(AT_ADDRESS, {"channel": str(channel), "address": address}).first())


def speaker_by_id(connection: Connection, person_id: int) -> Speaker | None:
    return speaker_facts(connection.execute(BY_ID, {"of_person": person_id}).first())


def check_meant(connection: Connection, person_id: int | None, now: datetime) -> CheckFacts | None:
    """For an answer that names none (`meant_first`): an active check; else one just closed."""
    wanted = {"of_person": person_id, "since": now - ANSWERS_FOLLOW_FOR}
    row = connection.execute(_MEANT, wanted).first()
    return None if row is None else check_facts(row)


def is_any_active(connection: Connection, kind: CheckKind) -> bool:
    active = select(checks.c.id).where(checks.c.state == CheckState.ACTIVE, checks.c.kind == kind)
    return connection.execute(active.limit(1)).first() is not None


def check_by_id(connection: Connection, check_id: int) -> CheckFacts | None:
    row = connection.execute(select(*CHECK).where(checks.c.id == check_id)).first()
    return None if row is None else check_facts(row)


def check_facts(row: Row[*tuple[Any, ...]]) -> CheckFacts:
    return CheckFacts(row.id, CheckKind(row.kind), row.title, CheckState(row.state), row.round, row.closed_at)


def speaker_facts(row: Row[*tuple[Any, ...]] | None) -> Speaker | None:
    return None if row is None else Speaker(row.person_id, row.name, row.locale, bool(row.has_stopped))
