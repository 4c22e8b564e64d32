"""What stands on somebody's home tab in Slack: their own answer and contacts, and for managers the checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.vocabulary import ChannelKind, CheckKind, ContactState, Locale, Role, Standing
from flows.company_info import CompanyInfo, show_info
from flows.errors import NotFoundError
from flows.find_check import is_responsible_for
from flows.help_cases import HelpCaseView
from flows.my_answer import MyAnswer, my_answer
from flows.show_check import CheckView, show_check
from flows.who import Who, who_is
from flows.work import Work
from storage.queries import contact_edits, rounds
from storage.queries import help as help_queries
from storage.queries import planned as planned_queries

#: Checks and calls for help on one tab; of the rest the number, and the console.
CHECKS_AT_MOST = 3
CASES_AT_MOST = 5
PLANNED_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class HomeContact:
    channel: ChannelKind
    address: str
    label: str
    state: ContactState


@dataclass(frozen=True, slots=True)
class HomeCheck:
    """`is_responsible`: the reader may remind the silent of all of it."""

    view: CheckView
    is_responsible: bool


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """`is_responsible`: the reader may cancel it."""

    check_id: int
    kind: CheckKind
    title: str
    starts_at: datetime
    is_responsible: bool


@dataclass(frozen=True, slots=True)
class ManagersHome:
    """`checks` worst first; `checks_left`: so many more are active. `cases`: nobody has taken them.

    `planned`: those that start next.
    """

    checks: tuple[HomeCheck, ...]
    checks_left: int
    cases: tuple[HelpCaseView, ...]
    planned: tuple[PlannedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Home:
    """`person_id` None: the account stands in no people file. `mine` None: nobody asks them now."""

    person_id: int | None
    locale: Locale
    info: CompanyInfo
    mine: MyAnswer | None = None
    contacts: tuple[HomeContact, ...] = ()
    managers: ManagersHome | None = None


def show_home(work: Work) -> Home:
    """Lane READ. Of the actor and for their eyes alone; nothing is refused."""
    who, info = who_is(work), show_info(work)
    if who is None or who.person_id is None:
        return Home(None, work.policy.locale, info)
    return Home(
        person_id=who.person_id,
        locale=who.locale,
        info=info,
        mine=_mine(work),
        contacts=tuple(
            HomeContact(ChannelKind(row.channel), row.address, row.label, ContactState(row.state))
            for row in contact_edits.contacts_of(work.connection, who.person_id)
        ),
        managers=None if who.role is Role.NONE else _managers(work, who),
    )


def _mine(work: Work) -> MyAnswer | None:
    try:
        return my_answer(work)
    except NotFoundError:
        return None


def _managers(work: Work, who: Who) -> ManagersHome:
    active = rounds.active(work.connection)
    # Of very many the first are looked at: real ones, then those that ask the whole company.
    looked_at = active[: 2 * CHECKS_AT_MOST]
    checks = [HomeCheck(show_check(work, row.id), is_responsible_for(work, who, row)) for row in looked_at]
    checks.sort(key=_badness, reverse=True)
    below = None if who.may_everything else who.managed_unit_ids
    case_ids = help_queries.unclaimed(work.connection, below, CASES_AT_MOST)
    cases = tuple(_case(work, case_id, who) for case_id in case_ids)
    planned = tuple(
        PlannedLine(row.id, CheckKind(row.kind), row.title, row.starts_at, is_responsible_for(work, who, row))
        for row in planned_queries.next_to_start(work.connection, PLANNED_AT_MOST)
    )
    return ManagersHome(tuple(checks[:CHECKS_AT_MOST]), max(len(active) - CHECKS_AT_MOST, 0), cases, planned)


def _badness(check: HomeCheck) -> tuple[int, ...]:
    """A real one before a drill, whatever happens in it."""
    is_real = int(check.view.kind is CheckKind.REAL)
    return (is_real, *(check.view.counts[standing] for standing in (Standing.HELP, Standing.INJURED, Standing.SILENT)))


def _case(work: Work, help_case_id: int, who: Who) -> HelpCaseView:
    """Without phone numbers: nobody has asked to see them yet."""
    case = help_queries.case_by_id(work.connection, help_case_id)
    assert case is not None, "found in the same transaction"
    return HelpCaseView(
        help_case_id=case.id,
        check_id=case.check_id,
        check_title=case.check_title,
        is_drill=case.check_kind == CheckKind.DRILL,
        person_name=case.subject_name or "",
        units=(),
        comment=case.comment or "",
        place=case.place or "",
        opened_at=case.opened_at,
        locale=who.locale,
    )
