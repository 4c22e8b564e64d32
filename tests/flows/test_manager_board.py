"""The board of one manager: of their people alone, worst first, unit by unit; and whether it has changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert

from bot.vocabulary import CheckState, MessageState, Standing, Status, Via
from flows.answer_curve import answer_curve
from flows.board_mark import UNSEEN_AT_MOST, board_mark
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.find_person import PersonRef
from flows.help_cases import TakeHelp, take_help
from flows.manager_board import ManagerBoard, UnitLine, manager_board, sending, unit_lines
from flows.mark_person import MarkPerson, mark_person
from flows.person_story import person_story
from flows.print_list import print_list
from flows.remind import RemindNow, remind_now
from flows.status_list import Only, StatusFilter, status_list
from flows.work import Begin, Lane, SignedIn, System
from storage.models import audit, memberships
from tests.support.checks import given_message, given_standing
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows


@pytest.fixture
def check(company: Company) -> int:
    return company.check()


def board(begin: Begin, company: Company, who: str, check: int, unit: int | None = None) -> ManagerBoard:
    with begin(SignedIn(company.ids[who]), Lane.READ) as work:
        return manager_board(work, check, unit)


def lines(begin: Begin, company: Company, who: str, check: int, unit: int | None = None) -> dict[str, UnitLine]:
    with begin(SignedIn(company.ids[who]), Lane.READ) as work:
        return {line.place.path: line for line in unit_lines(work, check, unit)}


def marked(begin: Begin, company: Company, check: int, whom: str, status: Status, words: str = "") -> None:
    with begin(SignedIn(company.ids["hanako"])) as work:
        wanted = MarkPerson(PersonRef(company.ids[whom]), status, work.now, Via.WEB, check, words)
        mark_person(work, wanted)


def test_a_safety_admin_sees_everybody_and_a_unit_manager_their_own_people(
    begin: Begin, company: Company, check: int
) -> None:
    marked(begin, company, check, "emma", Status.HELP)
    marked(begin, company, check, "taro", Status.INJURED)
    everybody, of_jiro = board(begin, company, "hanako", check), board(begin, company, "jiro", check)
    assert everybody.counts == {
        Standing.HELP: 1,
        Standing.INJURED: 1,
        Standing.SILENT: 2,
        Standing.AWAY: 0,
        Standing.SAFE: 0,
    }
    assert (everybody.roll, everybody.answered, everybody.unclaimed_help) == (4, 2, 1)
    assert [person.name for person in everybody.worst] == ["Emma", "太郎"]
    assert (of_jiro.roll, of_jiro.unclaimed_help, of_jiro.is_responsible) == (2, 0, False)
    assert [person.name for person in of_jiro.worst] == ["太郎"]
    given_message(begin, check, company.ids["emma"], MessageState.ACCEPTED)
    for who, accepted in (("hanako", 1), ("jiro", None)):
        with begin(SignedIn(company.ids[who]), Lane.READ) as work:
            assert sending(work, check).get("accepted") == accepted
    with pytest.raises(RefusedError, match="not_a_manager"):
        board(begin, company, "emma", check)
    with pytest.raises(NotFoundError, match="no_check"):
        board(begin, company, "hanako", 99)


def test_one_looks_into_the_units_level_by_level_worst_first_and_nobody_is_counted_twice(
    begin: Begin, company: Company, check: int
) -> None:
    head, dev, deep = (company.unit(path) for path in ("本社", "本社/開発部", "本社/開発部/基盤課"))
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(insert(memberships).values(person_id=company.ids["taro"], unit_id=head))
    marked(begin, company, check, "emma", Status.INJURED)
    top = lines(begin, company, "hanako", check)
    assert [*top] == ["大阪支社", "本社"]
    assert (top["本社"].people, top["本社"].has_below) == (3, True)
    assert not top["大阪支社"].has_below
    assert [
        (path, line.people, line.directly) for path, line in lines(begin, company, "hanako", check, head).items()
    ] == [("本社/開発部", 2, False), ("本社", 1, True)]
    with begin(SignedIn(company.ids["hanako"]), Lane.READ) as work:
        page = status_list(work, StatusFilter(check, unit_id=head, directly=True))
    assert ([line.person.name for line in page.lines], page.counts[Only.SILENT]) == (["花子"], 1)
    within = board(begin, company, "hanako", check, deep)
    assert ([place.name for place in within.way], within.roll) == (["本社", "開発部", "基盤課"], 1)
    assert [*lines(begin, company, "jiro", check)] == ["本社/開発部", "本社/開発部/基盤課"]
    assert [place.name for place in board(begin, company, "jiro", check, deep).way] == ["開発部", "基盤課"]
    assert lines(begin, company, "jiro", check, dev).keys() == {"本社/開発部/基盤課", "本社/開発部"}
    assert lines(begin, company, "jiro", check, deep) == {}
    for outside in (head, company.unit("大阪支社")):
        with pytest.raises(RefusedError, match="outside_units"):
            board(begin, company, "jiro", check, outside)
        with pytest.raises(RefusedError, match="outside_units"):
            lines(begin, company, "jiro", check, outside)
    with pytest.raises(NotFoundError, match="no_unit"):
        board(begin, company, "hanako", check, 99_999)


def test_the_silent_are_told_apart_and_each_number_is_that_of_its_list(
    begin: Begin, company: Company, check: int, clock: MovableClock
) -> None:
    given_standing(begin, check, company.ids["jiro"], Standing.SILENT, said="", opened_at=clock.now())
    given_standing(begin, check, company.ids["taro"], Standing.SILENT, said="", reachable=False)
    given_message(begin, check, company.ids["emma"], MessageState.FAILED)
    for who, opened, unreachable in (("hanako", 1, 2), ("jiro", 1, 1)):
        found = board(begin, company, who, check)
        assert (found.opened, found.unreachable) == (opened, unreachable)
        with begin(SignedIn(company.ids[who]), Lane.READ) as work:
            for only in Only:
                page = status_list(work, StatusFilter(check, only))
                assert len(page.lines) == page.counts[only], only
    given_message(begin, check, company.ids["emma"], MessageState.ACCEPTED)
    assert board(begin, company, "hanako", check).unreachable == 1


def test_pages_of_the_list_follow_each_other_through_all_standings(begin: Begin, company: Company, check: int) -> None:
    marked(begin, company, check, "emma", Status.HELP)
    marked(begin, company, check, "hanako", Status.SAFE)
    seen, after = [], ""
    with begin(SignedIn(company.ids["hanako"]), Lane.READ) as work:
        for _ in range(4):
            page = status_list(work, StatusFilter(check, after=after, limit=1))
            seen += [line.person.name for line in page.lines]
            after = page.next
    assert (seen, after) == (["Emma", "次郎", "太郎", "花子"], "")


def test_the_mark_moves_with_whatever_the_board_shows_and_with_nothing_else(
    begin: Begin, company: Company, check: int, clock: MovableClock
) -> None:
    def mark(who: str = "hanako") -> object:
        with begin(SignedIn(company.ids[who]), Lane.READ) as work:
            return board_mark(work, check)

    before = mark()
    assert mark() == before != mark("jiro")
    marked(begin, company, check, "taro", Status.HELP)
    answered = mark()
    assert answered != before
    clock.forward(timedelta(seconds=2))
    assert mark() != answered, "an answer with a lower number may have been committed since"
    clock.forward(timedelta(seconds=8))
    settled = mark()
    clock.forward(timedelta(seconds=1))
    assert mark() == settled
    with begin(SignedIn(company.ids["hanako"])) as work:
        take_help(work, TakeHelp(person=PersonRef(company.ids["taro"])))
    assert mark() != settled
    taken = mark()
    clock.forward(UNSEEN_AT_MOST)
    assert mark() != taken


def test_answers_add_up_over_time_beside_the_rounds(
    begin: Begin, company: Company, check: int, clock: MovableClock
) -> None:
    clock.forward(timedelta(minutes=3))
    marked(begin, company, check, "taro", Status.SAFE)
    clock.forward(timedelta(minutes=3))
    with begin(SignedIn(company.ids["hanako"]), Lane.FANOUT) as work:
        remind_now(work, RemindNow(check))
    marked(begin, company, check, "taro", Status.INJURED)
    marked(begin, company, check, "emma", Status.SAFE)
    for who, at_last, roll in (("hanako", 2, 4), ("jiro", 1, 2)):
        with begin(SignedIn(company.ids[who]), Lane.READ) as work:
            curve = answer_curve(work, check)
        assert (curve.points[0].answered, curve.points[-1].answered, curve.roll) == (0, at_last, roll)
        assert [point.answered for point in curve.points] == sorted(point.answered for point in curve.points)
        assert [(one.round, one.at) for one in curve.rounds] == [(1, clock.now())]
    long_after = clock.now() + timedelta(days=9)
    clock.forward(long_after - clock.now())
    with begin(SignedIn(company.ids["hanako"]), Lane.READ) as work:
        assert len(answer_curve(work, check).points) < 65


def test_everything_said_of_a_person_is_there_the_newest_first(
    begin: Begin, company: Company, check: int, clock: MovableClock
) -> None:
    marked(begin, company, check, "taro", Status.SAFE, "電話で")
    clock.forward(timedelta(minutes=1))
    marked(begin, company, check, "taro", Status.INJURED, "病院で")
    with begin(SignedIn(company.ids["jiro"]), Lane.READ) as work:
        story = person_story(work, check, company.ids["taro"])
        assert [(one.status, one.comment, one.speaker) for one in story.said] == [
            (Standing.INJURED, "病院で", "花子"),
            (Standing.SAFE, "電話で", "花子"),
        ]
        with pytest.raises(RefusedError, match="outside_units"):
            person_story(work, check, company.ids["emma"])
    other = company.check(asked=("emma",), state=CheckState.CLOSED)
    with begin(SignedIn(company.ids["jiro"]), Lane.READ) as work, pytest.raises(InvalidError, match="not_asked"):
        person_story(work, other, company.ids["taro"])


def test_a_list_to_print_has_the_numbers_of_ones_own_people_and_is_noted(
    begin: Begin, company: Company, check: int
) -> None:
    shiro = company.person("四郎", units=["本社/開発部"], phones=["090-1", "090-2"])
    company.ids["shiro"] = shiro
    other = company.check(asked=("shiro", "emma"))
    with begin(SignedIn(company.ids["jiro"])) as work:
        printed = print_list(work, StatusFilter(other, limit=1))
    assert ([line.person.name for line in printed.page.lines], printed.phones) == (
        ["四郎"],
        {shiro: ("090-1", "090-2")},
    )
    [noted] = rows(begin, audit, action="status_printed")
    assert (noted.check_id, noted.person_id, noted.details) == (other, company.ids["jiro"], {"people": 1})
