"""A cry for help: who is told, who takes it, how it ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.vocabulary import (
    ChannelKind,
    Locale,
    MessageKind,
    Role,
    Standing,
    Status,
    Via,
)
from flows.add_details import AddDetails, add_details
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.find_person import PersonRef
from flows.help_cases import show_help
from flows.record_answer import RecordAnswer, record_answer
from flows.work import Begin, Operator, Policy, Sender, System, TokenHolder
from storage.database import Database
from storage.models import answers, audit, boards, guests, help_cases, messages, people, roll
from tests.conftest import DEFAULT_POLICY
from tests.support.checks import given_board, given_check, row_of, rows_of
from tests.support.clock import START, MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.rescue import HANAKO, JIRO, STRANGER, TARO, addresses, close, cry, say, take, told

MINUTE = timedelta(minutes=1)


@pytest.fixture
def check(begin: Begin, company: Company) -> int:
    return given_check(begin, [*company.ids.values()])


@pytest.fixture
def begin_with_channel(make_begin_with: Callable[[Policy], Begin]) -> Begin:
    return make_begin_with(replace(DEFAULT_POLICY, slack_manager_channel="C0MANAGERS"))


def test_taking_shows_who_cares_to_the_other_managers_and_to_the_person(
    begin_with_channel: Begin, company: Company, check: int
) -> None:
    begin = begin_with_channel
    case_id = cry(begin, TARO, check)
    view = take(begin, JIRO, case_id)
    assert (view.help_case_id, view.taken_by, view.taken_at, view.already) == (case_id, "次郎", START, False)
    assert (view.person_name, view.units, view.check_title) == ("太郎", ("本社/開発部/基盤課",), "地震")
    to = {row.address: row.params["to"] for row in told(begin, MessageKind.HELP_TAKEN)}
    assert to == {
        "U0HANAKO": "managers",
        "C0MANAGERS": "managers",
        "U0TARO": "person",
        TARO_LINE: "person",
        "taro@example.jp": "person",
    }


def test_a_second_taker_is_told_who_has_it_and_nothing_changes(begin: Begin, company: Company, check: int) -> None:
    case_id = cry(begin, TARO, check)
    take(begin, JIRO, case_id)
    before = len(rows_of(begin, messages))
    view = take(begin, HANAKO, case_id)
    assert (view.taken_by, view.already) == ("次郎", True)
    assert len(rows_of(begin, messages)) == before


def test_take_without_a_number_takes_the_oldest_open_case_of_ones_own_people(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    check = given_check(begin, [*company.ids.values()])
    with begin(TokenHolder(company.ids["emma"])) as work:
        record_answer(work, RecordAnswer(Status.HELP, START, Via.WEB, check))
    clock.forward(MINUTE)
    taros = cry(begin, TARO, check)
    assert take(begin, JIRO).help_case_id == taros
    assert take(begin, HANAKO).person_name == "Emma"
    with pytest.raises(NotFoundError, match="no_help_case"):
        take(begin, HANAKO)


def test_the_same_press_delivered_twice_takes_one_case(begin: Begin, company: Company, check: int) -> None:
    first = cry(begin, TARO, check)
    cry(begin, JIRO, check)
    assert take(begin, HANAKO, event_key="slack:Ev1").already is False
    again = take(begin, HANAKO, event_key="slack:Ev1")
    assert (again.help_case_id, again.already) == (first, True)
    assert len(rows_of(begin, help_cases, taken_at=None)) == 1


def test_a_manager_of_other_units_may_neither_see_take_nor_close_a_case(
    begin: Begin, company: Company, check: int
) -> None:
    company.person("大阪の長", slack="U0OSAKA", role=Role.UNIT_MANAGER, manages=["大阪支社"])
    case_id = cry(begin, TARO, check)
    osaka = Sender(ChannelKind.SLACK, "U0OSAKA")
    for deed in (take, close):
        with pytest.raises(RefusedError, match="outside_units"):
            deed(begin, osaka, case_id)
    with pytest.raises(RefusedError, match="outside_units"), begin(osaka) as work:
        show_help(work, case_id)


def test_a_unit_manager_may_not_take_the_case_of_a_stranger(begin: Begin, company: Company, check: int) -> None:
    case_id = cry(begin, STRANGER, check)
    with pytest.raises(RefusedError, match="outside_units"):
        take(begin, JIRO, case_id)
    assert take(begin, HANAKO, case_id).person_name == "通りすがり"


@pytest.mark.parametrize(("actor", "code"), [(TARO, "not_a_manager"), (STRANGER, "unknown_person")])
def test_only_managers_take_cases(begin: Begin, company: Company, check: int, actor: Sender, code: str) -> None:
    case_id = cry(begin, TARO, check)
    with pytest.raises(RefusedError, match=code):
        take(begin, actor, case_id)
    assert row_of(begin, help_cases, id=case_id).taken_at is None


@pytest.mark.parametrize(
    ("said_last", "stands"), [(None, Standing.INJURED), (Status.SAFE, Standing.SAFE), (Status.AWAY, Standing.AWAY)]
)
def test_after_closing_the_person_stands_as_they_last_said_and_help_leaves_injured(
    begin: Begin, company: Company, check: int, said_last: Status | None, stands: Standing
) -> None:
    case_id = cry(begin, TARO, check)
    if said_last is not None:
        assert say(begin, TARO, check, said_last, given_at=START).standing is Standing.HELP
    view = close(begin, HANAKO, case_id)
    assert (view.closing_word, view.closed_by, view.closed_at, view.already) == ("救助済み", "花子", START, False)
    assert row_of(begin, roll, check_id=check, person_id=company.ids["taro"]).standing == stands


def test_closing_tells_the_person_and_the_other_managers(begin: Begin, company: Company, check: int) -> None:
    close(begin, HANAKO, cry(begin, TARO, check))
    assert addresses(begin, MessageKind.HELP_CLOSED) == sorted(["U0JIRO", "U0TARO", TARO_LINE, "taro@example.jp"])


def test_a_strangers_case_is_told_to_the_account_they_wrote_from(begin: Begin, company: Company, check: int) -> None:
    case_id = cry(begin, STRANGER, check)
    take(begin, HANAKO, case_id)
    close(begin, HANAKO, case_id)
    to_guest = rows_of(begin, messages, address="U0STRANGER")
    assert [(row.kind, row.params) for row in to_guest] == [
        ("help_taken", {"to": "person"}),
        ("help_closed", {"to": "person"}),
    ]
    assert row_of(begin, guests, check_id=check).standing == Standing.INJURED


def test_a_case_is_closed_once(begin: Begin, company: Company, check: int) -> None:
    case_id = cry(begin, TARO, check)
    close(begin, HANAKO, case_id, "病院へ搬送")
    before = len(rows_of(begin, messages))
    view = close(begin, JIRO, case_id, "別の言葉")
    assert (view.already, view.closed_by, view.closing_word) == (True, "花子", "病院へ搬送")
    assert len(rows_of(begin, messages)) == before


def test_closing_needs_a_word(begin: Begin, company: Company, check: int) -> None:
    case_id = cry(begin, TARO, check)
    with pytest.raises(InvalidError, match="empty_word"):
        close(begin, HANAKO, case_id, " \u200b\n ")
    assert row_of(begin, help_cases, id=case_id).closed_at is None


def test_done_names_the_person(begin: Begin, company: Company, check: int) -> None:
    case_id = cry(begin, TARO, check)
    view = close(begin, HANAKO, person=PersonRef(channel=ChannelKind.SLACK, address="U0TARO"))
    assert (view.help_case_id, view.already) == (case_id, False)
    with pytest.raises(NotFoundError, match="no_help_case"):
        close(begin, HANAKO, person=PersonRef(channel=ChannelKind.SLACK, address="U0JIRO"))


def test_done_may_name_somebody_who_has_left_the_company_since(begin: Begin, company: Company, check: int) -> None:
    case_id = cry(begin, TARO, check)
    with begin(System("test")) as work:
        work.connection.execute(update(people).where(people.c.id == company.ids["taro"]).values(active=False))
    ref = PersonRef(channel=ChannelKind.SLACK, address="U0TARO")
    assert close(begin, HANAKO, person=ref).help_case_id == case_id


def test_where_a_guest_in_need_is_reaches_the_managers(begin: Begin, company: Company, check: int) -> None:
    case_id = cry(begin, STRANGER, check)
    for place in ("1階", "3階の会議室"):
        with begin(STRANGER) as work:
            add_details(work, AddDetails(check, START, Via.SLACK, place=place))
    with begin(HANAKO) as work:
        assert show_help(work, case_id).place == "3階の会議室"


def test_done_may_name_a_guest_nobody_knows(begin: Begin, company: Company, check: int) -> None:
    case_id = cry(begin, STRANGER, check)
    view = close(begin, HANAKO, person=PersonRef(channel=ChannelKind.SLACK, address="U0STRANGER"))
    assert view.help_case_id == case_id
    with pytest.raises(NotFoundError, match="no_person"):
        close(begin, HANAKO, person=PersonRef(channel=ChannelKind.SLACK, address="U0NOBODY"))


def test_done_without_a_name_closes_the_case_one_has_taken(begin: Begin, company: Company, check: int) -> None:
    cry(begin, JIRO, check)
    taros = cry(begin, TARO, check)
    take(begin, HANAKO, taros)
    assert close(begin, HANAKO).help_case_id == taros
    with pytest.raises(NotFoundError, match="no_help_case"):
        close(begin, HANAKO)


def test_closing_waits_for_an_answer_under_way_and_neither_is_lost(
    begin: Begin, company: Company, check: int, database: Database
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite's writers come one after another")
    case_id = cry(begin, TARO, check)
    closer = threading.Thread(target=close, args=(begin, HANAKO, case_id))
    with begin(TARO) as work:
        record_answer(work, RecordAnswer(Status.AWAY, START, Via.SLACK, check))
        closer.start()
        closer.join(0.2)
        assert closer.is_alive(), "waits for the answer"
    closer.join(10)
    assert row_of(begin, roll, check_id=check, person_id=company.ids["taro"]).standing == Standing.AWAY
    assert row_of(begin, help_cases, id=case_id).closed_at == START


def test_a_new_cry_after_closing_opens_a_new_case(begin: Begin, company: Company, check: int) -> None:
    first = cry(begin, TARO, check)
    close(begin, HANAKO, first)
    assert cry(begin, TARO, check) != first
    assert row_of(begin, roll, check_id=check, person_id=company.ids["taro"]).standing == Standing.HELP


def test_the_board_is_to_be_shown_anew_after_taking_and_closing(begin: Begin, company: Company, check: int) -> None:
    board_id = given_board(begin, check)
    case_id = cry(begin, TARO, check)
    for deed in (take, close):
        _shown(begin, board_id)
        deed(begin, HANAKO, case_id)
        board = row_of(begin, boards, id=board_id)
        assert board.version > board.shown_version


def test_taking_closing_and_looking_at_phone_numbers_are_in_the_audit_log(begin: Begin, company: Company) -> None:
    jun = company.person("純", slack="U0JUN", units=["本社"], phones=["090-1111-2222"])
    case_id = cry(begin, Sender(ChannelKind.SLACK, "U0JUN"), given_check(begin, [jun]))
    with begin(HANAKO) as work:
        assert show_help(work, case_id).phones == ("090-1111-2222",)
    take(begin, HANAKO, case_id)
    close(begin, HANAKO, case_id)
    rows = rows_of(begin, audit, subject_person_id=jun, person_id=company.ids["hanako"])
    assert [row.action for row in rows if row.action != "contacts_viewed"] == ["help_taken", "help_closed"]
    assert sum(row.action == "contacts_viewed" for row in rows) == 3
    assert all(row.details == {"help_case_id": case_id} for row in rows)


def test_the_view_carries_what_the_person_said_and_speaks_the_viewers_language(
    begin: Begin, company: Company, check: int
) -> None:
    company.person("Bob", slack="U0BOB", role=Role.SAFETY_ADMIN, locale="en")
    case_id = say(begin, TARO, check, comment="3階です").help_case_id
    assert case_id is not None
    with begin(Sender(ChannelKind.SLACK, "U0BOB")) as work:
        view = show_help(work, case_id)
    assert (view.comment, view.locale, view.opened_at) == ("3階です", Locale.EN, START)


def test_the_command_line_may_take_and_close(begin: Begin, company: Company, check: int) -> None:
    case_id = cry(begin, TARO, check)
    assert take(begin, Operator("cli"), case_id).taken_at == START
    assert close(begin, Operator("cli"), case_id).closed_at == START
    assert len(rows_of(begin, answers)) == 1


def test_an_unknown_number_is_no_case(begin: Begin, company: Company) -> None:
    with pytest.raises(NotFoundError, match="no_help_case"):
        take(begin, HANAKO, 999)


def _shown(begin: Begin, board_id: int) -> None:
    with begin(System("test")) as work:
        work.connection.execute(update(boards).where(boards.c.id == board_id).values(shown_version=boards.c.version))
