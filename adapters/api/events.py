"""What the company's other systems are told of: the `data` of each event, for the description."""

from __future__ import annotations

from datetime import datetime

from adapters.api.told import Id, Told
from bot.vocabulary import By, CheckKind, CheckState, Status, Via


class CheckNamed(Told):
    id: Id
    kind: CheckKind
    title: str
    url: str


class CheckEvent(CheckNamed):
    """`called_off`: it had been started by mistake, and everybody who was asked was told so."""

    state: CheckState
    started_at: datetime | None
    closed_at: datetime | None
    called_off: bool


class PersonNamed(Told):
    id: Id
    employee_no: str


class AnswerNamed(Told):
    id: Id
    status: Status
    by: By
    via: Via
    round: int
    given_at: datetime
    late: bool


class HelpNamed(Told):
    id: Id
    opened_at: datetime


class StartedData(Told):
    check: CheckEvent
    roll: int
    unreachable: int


class ClosedData(Told):
    check: CheckEvent
    silent: int


class AnswerData(Told):
    """`person` is null for a guest the company does not know."""

    check: CheckNamed
    person: PersonNamed | None
    is_guest: bool
    answer: AnswerNamed


class HelpData(Told):
    """`person` is null for a guest the company does not know."""

    check: CheckNamed
    person: PersonNamed | None
    is_guest: bool
    help_case: HelpNamed


class TestData(Told):
    """Nothing: `{}`."""

    __test__ = False
