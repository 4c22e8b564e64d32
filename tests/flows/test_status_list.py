"""Where each of a manager's people stands in a check, worst first, page by page."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.vocabulary import ContactState, Role, Standing
from flows.answer_page import Opened, pages_opened
from flows.errors import NotFoundError, RefusedError
from flows.status_list import Only, StatusFilter, StatusPage, every_status, person_in_check, status_list
from flows.work import Begin, Lane, SignedIn, System, TokenHolder
from storage.models import contacts
from tests.support.checks import given_check, given_standing
from tests.support.company import Company


@pytest.fixture
def check_id(begin: Begin, company: Company) -> int:
    return given_check(begin, list(company.ids.values()), unreachable=[company.ids["emma"]])


def listed(begin: Begin, company: Company, wanted: StatusFilter, by: str = "hanako") -> StatusPage:
    with begin(SignedIn(company.ids[by]), Lane.READ) as work:
        return status_list(work, wanted)


def names(page: StatusPage) -> list[str]:
    return [line.person.name for line in page.lines]


def test_worst_first_and_page_by_page_nobody_twice(begin: Begin, company: Company, check_id: int) -> None:
    given_standing(begin, check_id, company.ids["emma"], Standing.HELP, said="help")
    given_standing(begin, check_id, company.ids["hanako"], Standing.SAFE, said="safe")
    first = listed(begin, company, StatusFilter(check_id, limit=3))
    rest = listed(begin, company, StatusFilter(check_id, after=first.next, limit=3))
    assert (names(first), names(rest), rest.next) == (["Emma", "次郎", "太郎"], ["花子"], "")
    with begin(SignedIn(company.ids["hanako"]), Lane.READ) as work:
        every = list(every_status(work, StatusFilter(check_id, limit=1)))
    assert [line.person.name for line in every] == names(first) + names(rest)
    assert names(listed(begin, company, StatusFilter(check_id, after="silent.x", limit=3))) == names(first)


def test_only_whom_one_looks_for_and_how_many_there_are(begin: Begin, company: Company, check_id: int) -> None:
    with begin(TokenHolder(company.ids["taro"])) as work:
        pages_opened(work, [Opened(check_id, company.ids["taro"], work.now)])
    given_standing(begin, check_id, company.ids["hanako"], Standing.AWAY, said="away")
    page = listed(begin, company, StatusFilter(check_id))
    assert {only: number for only, number in page.counts.items() if number} == {
        Only.SILENT: 3,
        Only.OPENED: 1,
        Only.UNOPENED: 2,
        Only.UNREACHABLE: 1,
        Only.AWAY: 1,
    }
    found = {only: names(listed(begin, company, StatusFilter(check_id, only))) for only in Only}
    assert {only: people for only, people in found.items() if people} == {
        Only.SILENT: ["次郎", "太郎", "Emma"],
        Only.OPENED: ["太郎"],
        Only.UNOPENED: ["次郎", "Emma"],
        Only.UNREACHABLE: ["Emma"],
        Only.AWAY: ["花子"],
    }
    by_unit = listed(begin, company, StatusFilter(check_id, unit_id=company.unit("本社/開発部")))
    assert (names(by_unit), by_unit.counts[Only.SILENT]) == (["次郎", "太郎"], 2)
    assert names(listed(begin, company, StatusFilter(check_id, text="ｅｍｍａ"))) == ["Emma"]
    assert names(listed(begin, company, StatusFilter(check_id, text="E0002"))) == ["次郎"]


def test_contacts_are_told_by_their_state_and_never_by_their_address(
    begin: Begin, company: Company, check_id: int
) -> None:
    with begin(System("test"), Lane.FANOUT) as work:
        of_taro = update(contacts).where(contacts.c.person_id == company.ids["taro"])
        stopped = of_taro.where(contacts.c.channel == "mail").values(state=ContactState.SUPPRESSED)
        work.connection.execute(stopped)
        work.connection.execute(of_taro.where(contacts.c.channel == "line").values(state=ContactState.BLOCKED))
    [line] = listed(begin, company, StatusFilter(check_id, text="太郎")).lines
    assert (line.stopped, line.failing) == (1, 1)
    assert "taro@example.jp" not in repr(line)


def test_a_unit_manager_sees_their_people_and_is_responsible_for_their_own_checks(
    begin: Begin, company: Company, check_id: int
) -> None:
    page = listed(begin, company, StatusFilter(check_id), "jiro")
    assert (names(page), page.counts[Only.SILENT], page.is_responsible) == (["次郎", "太郎"], 2, False)
    jiros = given_check(begin, [company.ids["taro"]], started_by=company.ids["jiro"])
    assert listed(begin, company, StatusFilter(jiros), "jiro").is_responsible
    company.ids["empty"] = company.person("空", role=Role.UNIT_MANAGER)
    assert names(listed(begin, company, StatusFilter(check_id), "empty")) == []
    with pytest.raises(RefusedError, match="not_a_manager"):
        listed(begin, company, StatusFilter(check_id), "taro")
    with pytest.raises(NotFoundError, match="no_check"):
        listed(begin, company, StatusFilter(99))


def test_one_person_of_a_check_is_seen_by_those_responsible(begin: Begin, company: Company, check_id: int) -> None:
    def seen(by: str, whom: str, of: int = check_id) -> str | None:
        with begin(SignedIn(company.ids[by]), Lane.READ) as work:
            found = person_in_check(work, of, company.ids[whom])
        return found.line.person.name if found else None

    assert seen("jiro", "taro") == "太郎"
    assert seen("jiro", "taro", of=given_check(begin, [])) is None
    with pytest.raises(RefusedError, match="outside_units"):
        seen("jiro", "emma")
