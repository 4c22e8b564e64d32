"""A check in numbers for everybody, in names for managers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.vocabulary import (
    By,
    ChannelKind,
    CheckKind,
    CheckState,
    ContactState,
    MessageKind,
    MessageState,
    Role,
    Standing,
    Status,
    Via,
)
from flows.add_details import AddDetails, add_details
from flows.errors import NotFoundError, RefusedError
from flows.help_cases import TakeHelp, take_help
from flows.record_answer import RecordAnswer, record_answer
from flows.show_check import CheckView, Names, list_checks, show_check, show_names
from flows.work import Begin, Lane, Operator, Sender
from storage.database import Database
from tests.support.checks import given_check, given_message, given_standing
from tests.support.clock import START, MovableClock
from tests.support.company import Company

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
JIRO = Sender(ChannelKind.SLACK, "U0JIRO")
TARO = Sender(ChannelKind.SLACK, "U0TARO")
STRANGER = Sender(ChannelKind.SLACK, "U0STRANGER", "通りすがり")
MINUTE = timedelta(minutes=1)


def view(begin: Begin, check_id: int | None = None, with_units: bool = False) -> CheckView:
    with begin(Operator(), Lane.READ) as work:
        return show_check(work, check_id, with_units)


def names(begin: Begin, actor: Sender, check_id: int | None = None, standing: Standing | None = None) -> Names:
    with begin(actor, Lane.READ) as work:
        return show_names(work, check_id, standing)


def answer(begin: Begin, actor: Sender, check_id: int, status: Status, comment: str = "") -> None:
    with begin(actor) as work:
        record_answer(work, RecordAnswer(status, work.now, Via.SLACK, check_id, comment=comment))


@pytest.fixture
def check(begin: Begin, company: Company) -> int:
    return given_check(begin, [*company.ids.values()], started_by=company.ids["hanako"])


def test_the_five_counts_add_up_to_the_roll(begin: Begin, company: Company, check: int) -> None:
    answer(begin, TARO, check, Status.HELP)
    answer(begin, JIRO, check, Status.SAFE)
    shown = view(begin, check)
    assert shown.counts == {
        Standing.HELP: 1,
        Standing.INJURED: 0,
        Standing.SILENT: 2,
        Standing.AWAY: 0,
        Standing.SAFE: 1,
    }
    assert sum(shown.counts.values()) == shown.roll == 4
    assert [*shown.counts] == [*Standing]


def test_facts_of_the_check(begin: Begin, company: Company, check: int) -> None:
    shown = view(begin, check)
    assert (shown.check_id, shown.kind, shown.title, shown.state) == (check, CheckKind.REAL, "地震", CheckState.ACTIVE)
    assert (shown.started_at, shown.as_of, shown.started_by) == (START, START, "花子")
    assert (shown.reminders_sent, shown.next_reminder_at, shown.closed_at, shown.units) == (0, None, None, ())


def test_guests_and_unclaimed_cries_are_counted(begin: Begin, company: Company, check: int) -> None:
    answer(begin, TARO, check, Status.HELP)
    answer(begin, STRANGER, check, Status.HELP)
    assert (view(begin, check).guests, view(begin, check).unclaimed_help) == (1, 2)
    with begin(HANAKO) as work:
        take_help(work, TakeHelp())
    assert view(begin, check).unclaimed_help == 1


def test_words_without_an_answer_make_no_guest_of_the_count(begin: Begin, company: Company, check: int) -> None:
    with begin(STRANGER) as work:
        add_details(work, AddDetails(check, START, Via.SLACK, comment="あの"))
    assert view(begin, check).guests == 0
    assert [line.standing for line in names(begin, HANAKO, check).people if line.is_guest] == [Standing.SILENT]


def test_messages_in_flight_count_as_queued_and_edits_do_not_count(begin: Begin, company: Company, check: int) -> None:
    taro = company.ids["taro"]
    for state in MessageState:
        given_message(begin, check, taro, state)
    for kind in (MessageKind.PROMPT_ANSWERED, MessageKind.HELP_EDITED):
        given_message(begin, check, taro, MessageState.ACCEPTED, kind)
    assert view(begin, check).deliveries == {
        "queued": 3,
        "accepted": 1,
        "delivered": 1,
        "failed": 1,
        "skipped": 1,
        "unknown": 1,
    }


def test_unreachable_are_the_silent_without_a_working_contact_or_whose_every_message_failed(
    begin: Begin, company: Company
) -> None:
    ids = company.ids
    check = given_check(begin, [*ids.values()], unreachable=[ids["emma"], ids["hanako"]])
    assert view(begin, check).unreachable == 2
    given_message(begin, check, ids["taro"], MessageState.FAILED)
    assert view(begin, check).unreachable == 3
    given_message(begin, check, ids["taro"], MessageState.ACCEPTED)
    given_message(begin, check, ids["jiro"], MessageState.SKIPPED)
    assert view(begin, check).unreachable == 3
    given_standing(begin, check, ids["jiro"], Standing.SAFE)
    answer(begin, HANAKO, check, Status.SAFE)
    assert view(begin, check).unreachable == 1


def test_messages_of_another_check_do_not_make_somebody_reachable(begin: Begin, company: Company) -> None:
    taro = company.ids["taro"]
    check, other = given_check(begin, [taro]), given_check(begin, [taro])
    given_message(begin, check, taro, MessageState.FAILED)
    given_message(begin, other, taro, MessageState.ACCEPTED)
    assert (view(begin, check).unreachable, view(begin, other).unreachable) == (1, 0)


def test_units_are_counted_two_levels_deep_with_all_below(begin: Begin, company: Company, check: int) -> None:
    answer(begin, TARO, check, Status.INJURED)
    units = view(begin, check, with_units=True).units
    assert [(unit.path, unit.depth, sum(unit.counts.values())) for unit in units] == [
        ("大阪支社", 0, 1),
        ("本社", 0, 3),
        ("本社/開発部", 1, 2),
    ]
    assert units[2].counts[Standing.INJURED] == units[2].counts[Standing.SILENT] == 1
    assert units[2].counts[Standing.HELP] == 0


def test_somebody_in_two_units_counts_once_in_the_unit_above_both(begin: Begin, company: Company) -> None:
    both = company.person("兼務", units=["本社/開発部/基盤課", "本社/営業部", "大阪支社"])
    units = view(begin, given_check(begin, [both]), with_units=True).units
    assert {unit.path: sum(unit.counts.values()) for unit in units} == {
        "本社": 1,
        "本社/営業部": 1,
        "本社/開発部": 1,
        "大阪支社": 1,
    }


def test_without_a_number_an_active_check_is_shown_else_the_newest(begin: Begin, company: Company) -> None:
    with pytest.raises(NotFoundError, match="no_check"):
        view(begin)
    old = given_check(begin, state=CheckState.CLOSED, started_ago=5 * MINUTE)
    closed = given_check(begin, state=CheckState.CLOSED, started_ago=MINUTE)
    assert view(begin).check_id == closed
    active = given_check(begin, started_ago=10 * MINUTE)
    assert view(begin).check_id == active
    given_check(begin, kind=CheckKind.DRILL, started_ago=MINUTE)
    assert view(begin).check_id == active, "a real one comes before a newer drill"
    assert view(begin, old).check_id == old
    with pytest.raises(NotFoundError, match="no_check"):
        view(begin, 999)


def test_checks_are_listed_newest_first(begin: Begin, company: Company) -> None:
    first = given_check(begin, title="一", started_ago=2 * MINUTE)
    third = given_check(begin, title="三", kind=CheckKind.DRILL)
    second = given_check(begin, title="二", started_ago=MINUTE)
    with begin(Operator(), Lane.READ) as work:
        listed = list_checks(work)
        assert [line.check_id for line in listed] == [third, second, first]
        assert (listed[0].kind, listed[0].title, listed[0].started_at) == (CheckKind.DRILL, "三", START)
        assert len(list_checks(work, limit=2)) == 2


def test_names_come_worst_first_and_among_equals_the_oldest_word_first(
    begin: Begin, company: Company, check: int, clock: MovableClock
) -> None:
    answer(begin, JIRO, check, Status.SAFE)
    clock.forward(MINUTE)
    answer(begin, STRANGER, check, Status.INJURED)
    clock.forward(MINUTE)
    answer(begin, TARO, check, Status.INJURED, comment="足をけが")
    listed = names(begin, HANAKO, check)
    assert [line.name for line in listed.people] == ["通りすがり", "太郎", "花子", "Emma", "次郎"]
    assert (listed.total, listed.title, listed.is_drill) == (5, "地震", False)
    taro = listed.people[1]
    assert (taro.units, taro.comment, taro.by, taro.via) == (("本社/開発部/基盤課",), "足をけが", By.SELF, Via.SLACK)
    assert taro.said_at == START + 2 * MINUTE
    assert taro.contact_states == (ContactState.UNVERIFIED,) * 3


def test_a_cry_shows_its_case_and_who_has_it(begin: Begin, company: Company, check: int) -> None:
    answer(begin, TARO, check, Status.HELP)
    answer(begin, STRANGER, check, Status.HELP)
    with begin(JIRO) as work:
        case = take_help(work, TakeHelp())
    lines = {line.name: line for line in names(begin, HANAKO, check, Standing.HELP).people}
    assert (lines["太郎"].help_case_id, lines["太郎"].help_taken_by) == (case.help_case_id, "次郎")
    assert lines["通りすがり"].help_case_id is not None
    assert (lines["通りすがり"].help_taken_by, lines["通りすがり"].is_guest) == ("", True)


def test_one_standing_only_and_page_by_page(begin: Begin, company: Company, check: int) -> None:
    answer(begin, TARO, check, Status.SAFE)
    assert [line.name for line in names(begin, HANAKO, check, Standing.SAFE).people] == ["太郎"]
    with begin(HANAKO, Lane.READ) as work:
        pages = [show_names(work, check, offset=offset, limit=3) for offset in (0, 3)]
    assert [len(page.people) for page in pages] == [3, 1]
    assert {page.total for page in pages} == {4}
    assert len({line.person_id for page in pages for line in page.people}) == 4


def test_nobody_reaches_is_said_of_each_person(begin: Begin, company: Company) -> None:
    ids = company.ids
    check = given_check(begin, [*ids.values()], unreachable=[ids["emma"]])
    given_message(begin, check, ids["taro"], MessageState.FAILED)
    unreachable = {line.name for line in names(begin, HANAKO, check).people if not line.reachable}
    assert unreachable == {"Emma", "太郎"}


def test_a_unit_manager_sees_only_their_own_people(begin: Begin, company: Company, check: int) -> None:
    answer(begin, STRANGER, check, Status.HELP)
    listed = names(begin, JIRO, check)
    assert {line.name for line in listed.people} == {"次郎", "太郎"}
    assert listed.total == 2


def test_a_unit_manager_sees_guests_who_are_their_own_people(begin: Begin, company: Company) -> None:
    check = given_check(begin, [company.ids["emma"]])
    answer(begin, TARO, check, Status.SAFE)
    [line] = names(begin, JIRO, check).people
    assert (line.name, line.is_guest, line.person_id) == ("太郎", True, company.ids["taro"])


@pytest.mark.parametrize(("actor", "code"), [(TARO, "not_a_manager"), (STRANGER, "unknown_person")])
def test_names_are_for_managers_only(begin: Begin, company: Company, check: int, actor: Sender, code: str) -> None:
    with pytest.raises(RefusedError, match=code):
        names(begin, actor, check)


def test_a_manager_without_units_sees_nobody(begin: Begin, company: Company, check: int) -> None:
    company.person("空の長", slack="U0EMPTY", role=Role.UNIT_MANAGER)
    assert names(begin, Sender(ChannelKind.SLACK, "U0EMPTY"), check).people == ()


def test_a_page_of_names_takes_as_many_queries_for_fifty_people_as_for_two(
    begin: Begin, company: Company, database: Database
) -> None:
    def queries(check_id: int) -> int:
        seen: list[str] = []

        def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        with begin(HANAKO, Lane.READ) as work:
            event.listen(work.connection, "before_cursor_execute", count)
            show_names(work, check_id)
            event.remove(work.connection, "before_cursor_execute", count)
        return len(seen)

    few = given_check(begin, [company.ids["taro"], company.ids["emma"]])
    many = given_check(begin, [company.person(f"社員{number}", units=["本社"]) for number in range(50)])
    assert queries(many) == queries(few)
