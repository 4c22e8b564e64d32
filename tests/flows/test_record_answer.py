"""One press: recorded once, projected by its own time, never refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import RowMapping, Table, select, update

from bot.vocabulary import ChannelKind, CheckState, Locale, Standing, Status, Via
from flows.errors import NotFoundError
from flows.record_answer import AnswerRecorded, RecordAnswer, record_answer
from flows.work import Actor, Begin, Lane, Operator, Sender, TokenHolder
from storage.database import Database, open_database
from storage.models import answers, boards, guests, help_cases, messages, people, roll
from tests.support.clock import START, MovableClock
from tests.support.company import TARO_LINE, Company

TARO = Sender(ChannelKind.SLACK, "U0TARO")
TARO_IN_LINE = Sender(ChannelKind.LINE, TARO_LINE)
STRANGER = Sender(ChannelKind.SLACK, "U0STRANGER", "通りすがり")
MINUTE = timedelta(minutes=1)


def press(begin: Begin, actor: Actor, status: Status, check_id: int | None = None, **more: Any) -> AnswerRecorded:
    request = RecordAnswer(**{"status": status, "given_at": START, "via": Via.SLACK, "check_id": check_id, **more})
    with begin(actor) as work:
        return record_answer(work, request)


def rows(database: Database, table: Table) -> Sequence[RowMapping]:
    with database.transaction(Lane.READ) as connection:
        return connection.execute(select(table).order_by(*table.primary_key)).mappings().all()


def on_roll(database: Database, check_id: int, person_id: int) -> RowMapping:
    with database.transaction(Lane.READ) as connection:
        found = select(roll).where(roll.c.check_id == check_id, roll.c.person_id == person_id)
        return connection.execute(found).mappings().one()


def test_one_press_is_the_whole_answer(begin: Begin, company: Company, database: Database) -> None:
    check = company.check(title="地震", boards=["C0SAFETY"])
    recorded = press(begin, TARO, Status.SAFE, check, comment="家にいます")
    assert (recorded.check_id, recorded.check_title, recorded.status) == (check, "地震", Status.SAFE)
    assert (recorded.standing, recorded.person_name, recorded.locale) == (Standing.SAFE, "太郎", Locale.JA)
    assert not any((recorded.is_guest, recorded.late, recorded.is_repeat, recorded.help_opened))
    taro = on_roll(database, check, company.ids["taro"])
    assert (taro["standing"], taro["said"], taro["said_by"], taro["said_via"]) == ("safe", "safe", "self", "slack")
    assert (taro["said_at"], taro["first_answered_at"], taro["comment"]) == (START, START, "家にいます")
    [answer] = rows(database, answers)
    assert (answer["status"], answer["by"], answer["comment"]) == ("safe", "self", "家にいます")
    assert answer["received_at"] == START


def test_an_answer_stands_for_other_connections_when_the_block_has_ended(
    begin: Begin, company: Company, database_url: str
) -> None:
    check = company.check()
    press(begin, TARO, Status.AWAY, check)
    other = open_database(database_url)
    assert on_roll(other, check, company.ids["taro"])["standing"] == "away"
    other.close()


def test_the_same_event_has_its_effect_once(begin: Begin, company: Company, database: Database) -> None:
    check = company.check()
    first = press(begin, TARO, Status.SAFE, check, event_key="slack:Ev1")
    press(begin, TARO, Status.INJURED, check, event_key="slack:Ev2", given_at=START)
    again = press(begin, TARO, Status.SAFE, check, event_key="slack:Ev1")
    assert (first.is_repeat, again.is_repeat) == (False, True)
    assert again.standing is Standing.INJURED
    assert len(rows(database, answers)) == 2


def test_an_event_of_a_failed_transaction_may_come_again(begin: Begin, company: Company, database: Database) -> None:
    with pytest.raises(NotFoundError, match="no_check"):
        press(begin, TARO, Status.SAFE, 999, event_key="slack:Ev1")
    check = company.check()
    assert not press(begin, TARO, Status.SAFE, check, event_key="slack:Ev1").is_repeat


def test_every_press_is_appended_and_the_newest_counts(
    begin: Begin, company: Company, database: Database, clock: MovableClock
) -> None:
    check = company.check()
    for status in (Status.INJURED, Status.AWAY, Status.SAFE):
        recorded = press(begin, TARO, status, check, given_at=clock.forward(MINUTE))
    assert recorded.standing is Standing.SAFE
    assert [row["status"] for row in rows(database, answers)] == ["injured", "away", "safe"]
    assert on_roll(database, check, company.ids["taro"])["first_answered_at"] == START + MINUTE


def test_an_older_press_arriving_late_is_kept_and_changes_nothing(
    begin: Begin, company: Company, database: Database, clock: MovableClock
) -> None:
    check = company.check()
    now = clock.forward(10 * MINUTE)
    press(begin, TARO, Status.SAFE, check, given_at=now, comment="大丈夫")
    recorded = press(begin, TARO_IN_LINE, Status.INJURED, check, given_at=START, via=Via.LINE, comment="いたい")
    assert recorded.standing is Standing.SAFE
    taro = on_roll(database, check, company.ids["taro"])
    assert (taro["said"], taro["said_via"], taro["said_at"], taro["comment"]) == ("safe", "slack", now, "大丈夫")
    assert taro["first_answered_at"] == START
    assert len(rows(database, answers)) == 2


def test_a_moment_still_to_come_counts_as_now(
    begin: Begin, company: Company, database: Database, clock: MovableClock
) -> None:
    check = company.check()
    assert press(begin, TARO, Status.SAFE, check, given_at=START + timedelta(days=9)).given_at == START
    press(begin, TARO, Status.INJURED, check, given_at=clock.forward(MINUTE))
    assert on_roll(database, check, company.ids["taro"])["said"] == "injured"


def test_help_opens_one_case_and_tells_the_managers(
    begin: Begin, company: Company, database: Database, wakes: list[None]
) -> None:
    check = company.check()
    wakes.clear()
    first = press(begin, TARO, Status.HELP, check)
    second = press(begin, TARO_IN_LINE, Status.HELP, check, via=Via.LINE)
    assert (first.help_opened, second.help_opened) == (True, False)
    assert first.help_case_id == second.help_case_id
    [case] = rows(database, help_cases)
    assert (case["id"], case["person_id"], case["closed_at"]) == (first.help_case_id, company.ids["taro"], None)
    told = {row["address"] for row in rows(database, messages) if row["kind"] == "help_alert"}
    assert {"U0HANAKO", "U0JIRO"} <= told
    assert len(wakes) == 1


def test_help_stays_until_a_manager_closes_the_case(
    begin: Begin, company: Company, database: Database, clock: MovableClock
) -> None:
    check = company.check()
    opened = press(begin, TARO, Status.HELP, check)
    after = press(begin, TARO, Status.SAFE, check, given_at=clock.forward(MINUTE))
    assert (after.status, after.standing, after.help_case_id) == (Status.SAFE, Standing.HELP, opened.help_case_id)
    taro = on_roll(database, check, company.ids["taro"])
    assert (taro["standing"], taro["said"]) == ("help", "safe")


def test_a_cry_for_help_overtaken_by_a_later_answer_opens_a_case_all_the_same(
    begin: Begin, company: Company, database: Database, clock: MovableClock
) -> None:
    check = company.check()
    press(begin, TARO, Status.SAFE, check, given_at=clock.forward(MINUTE))
    overtaken = press(begin, TARO_IN_LINE, Status.HELP, check, given_at=START, via=Via.LINE)
    assert overtaken.help_opened
    taro = on_roll(database, check, company.ids["taro"])
    assert (taro["standing"], taro["said"]) == ("help", "safe")


def test_a_new_cry_after_closing_opens_a_new_case(
    begin: Begin, company: Company, database: Database, clock: MovableClock
) -> None:
    check = company.check()
    first = press(begin, TARO, Status.HELP, check)
    with begin(Operator()) as work:
        work.connection.execute(update(help_cases).values(closed_at=work.now))
        work.connection.execute(update(roll).where(roll.c.standing == "help").values(standing="injured"))
    second = press(begin, TARO, Status.HELP, check, given_at=clock.forward(MINUTE))
    assert second.help_opened
    assert second.help_case_id != first.help_case_id


def test_a_press_after_closing_is_kept_and_marked_late(
    begin: Begin, company: Company, database: Database, clock: MovableClock
) -> None:
    check = company.check(state=CheckState.CLOSED, closed_at=START + 5 * MINUTE)
    clock.forward(10 * MINUTE)
    on_its_way = press(begin, TARO, Status.INJURED, check, given_at=START + 4 * MINUTE)
    after = press(begin, TARO, Status.SAFE, check, given_at=START + 5 * MINUTE)
    assert (on_its_way.late, after.late) == (False, True)
    assert after.standing is Standing.SAFE
    assert [row["late"] for row in rows(database, answers)] == [False, True]


def test_a_stranger_is_recorded_as_a_guest(begin: Begin, company: Company, database: Database) -> None:
    check = company.check()
    recorded = press(begin, STRANGER, Status.AWAY, check)
    assert (recorded.is_guest, recorded.is_known, recorded.person_name) == (True, False, "")
    assert recorded.locale is Locale.JA
    [guest] = rows(database, guests)
    assert (guest["address"], guest["name"], guest["person_id"], guest["said"]) == (
        "U0STRANGER",
        "通りすがり",
        None,
        "away",
    )
    [answer] = rows(database, answers)
    assert (answer["guest_id"], answer["person_id"]) == (guest["id"], None)


def test_a_guest_who_answers_again_stays_one_guest_with_the_newest_answer(
    begin: Begin, company: Company, database: Database, clock: MovableClock
) -> None:
    check = company.check()
    now = clock.forward(MINUTE)
    press(begin, STRANGER, Status.SAFE, check, given_at=now)
    recorded = press(begin, STRANGER, Status.INJURED, check, given_at=START)
    assert recorded.standing is Standing.SAFE
    [guest] = rows(database, guests)
    assert (guest["standing"], guest["said_at"]) == ("safe", now)
    assert len(rows(database, answers)) == 2


def test_somebody_known_who_was_not_asked_is_one_guest_from_all_accounts(
    begin: Begin, company: Company, database: Database
) -> None:
    check = company.check(asked=["hanako"])
    in_slack = press(begin, TARO, Status.SAFE, check)
    press(begin, TARO_IN_LINE, Status.AWAY, check, via=Via.LINE)
    press(begin, TokenHolder(company.ids["taro"]), Status.SAFE, check, via=Via.WEB)
    assert (in_slack.is_guest, in_slack.is_known, in_slack.person_name) == (True, True, "太郎")
    [guest] = rows(database, guests)
    assert (guest["person_id"], guest["said"]) == (company.ids["taro"], "safe")


def test_a_guest_who_cries_for_help_has_a_case_that_stays_open(
    begin: Begin, company: Company, database: Database, clock: MovableClock
) -> None:
    check = company.check()
    cried = press(begin, STRANGER, Status.HELP, check)
    after = press(begin, STRANGER, Status.SAFE, check, given_at=clock.forward(MINUTE))
    assert cried.help_opened
    assert (after.standing, after.help_case_id) == (Standing.HELP, cried.help_case_id)
    [case] = rows(database, help_cases)
    assert (case["person_id"], case["guest_id"]) == (None, rows(database, guests)[0]["id"])


def test_somebody_who_has_left_but_was_asked_is_heard(begin: Begin, company: Company, database: Database) -> None:
    check = company.check()
    with begin(Operator()) as work:
        work.connection.execute(update(people).where(people.c.id == company.ids["taro"]).values(active=False))
    assert not press(begin, TARO, Status.SAFE, check).is_guest
    assert on_roll(database, check, company.ids["taro"])["standing"] == "safe"


def test_without_a_number_the_newest_check_that_asks_this_person_is_meant(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    asked = company.check(title="全社")
    clock.forward(MINUTE)
    others = company.check(title="大阪", asked=["emma"])
    assert press(begin, TARO, Status.SAFE).check_id == asked
    assert press(begin, TokenHolder(company.ids["emma"]), Status.SAFE).check_id == others
    assert press(begin, STRANGER, Status.SAFE).check_id == others


def test_without_a_number_an_active_check_comes_before_a_closed_one(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    active = company.check(asked=["emma"])
    clock.forward(MINUTE)
    company.check(state=CheckState.CLOSED, closed_at=clock.now())
    assert press(begin, TARO, Status.SAFE).check_id == active


def test_without_a_number_a_closed_check_is_meant_for_72_hours(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    closed = company.check(state=CheckState.CLOSED, closed_at=START)
    recorded = press(begin, TARO, Status.SAFE, given_at=clock.forward(timedelta(hours=72)))
    assert (recorded.check_id, recorded.late) == (closed, True)
    clock.forward(timedelta(seconds=1))
    with pytest.raises(NotFoundError, match="no_check"):
        press(begin, TARO, Status.SAFE)


def test_where_no_check_ever_was_nothing_is_recorded(begin: Begin, company: Company, database: Database) -> None:
    for check in (None, 7):
        with pytest.raises(NotFoundError, match="no_check"):
            press(begin, TARO, Status.SAFE, check)
    assert rows(database, answers) == []


def test_a_round_nobody_sent_becomes_the_last_one_sent(begin: Begin, company: Company, database: Database) -> None:
    check = company.check()
    press(begin, TARO, Status.SAFE, check, round=10**17)
    press(begin, TARO, Status.SAFE, check, round=-1)
    assert [row["round"] for row in rows(database, answers)] == [0, 0]


def test_words_a_database_cannot_hold_are_cleaned(begin: Begin, company: Company, database: Database) -> None:
    check = company.check()
    odd = Sender(ChannelKind.SLACK, "U0ODD", "a\x00b\ud800")
    press(begin, odd, Status.SAFE, check, comment="x\x00\ud800" + "y" * 5000)
    [answer] = rows(database, answers)
    assert answer["comment"].startswith("xy")
    assert len(answer["comment"]) <= 1000


def test_a_clean_board_becomes_dirty_and_a_dirty_one_is_left_alone(
    begin: Begin, company: Company, database: Database, wakes: list[None]
) -> None:
    check = company.check(boards=["C0SAFETY", "C0MANAGERS"])
    other = company.check(boards=["C0OTHER"])
    with begin(Operator()) as work:
        work.connection.execute(update(boards).values(shown_version=boards.c.version))
    wakes.clear()
    press(begin, TARO, Status.SAFE, check)
    assert len(wakes) == 1
    press(begin, TARO, Status.AWAY, check)
    assert len(wakes) == 1
    ahead = {(row["check_id"], row["version"] - row["shown_version"]) for row in rows(database, boards)}
    assert ahead == {(check, 1), (other, 0)}


def test_an_answer_through_a_link_counts_for_its_person(begin: Begin, company: Company, database: Database) -> None:
    check = company.check()
    recorded = press(begin, TokenHolder(company.ids["emma"]), Status.SAFE, check, via=Via.WEB)
    assert (recorded.person_name, recorded.locale) == ("Emma", Locale.EN)
    assert on_roll(database, check, company.ids["emma"])["said_via"] == "web"


def test_the_command_line_is_no_person_and_cannot_answer(begin: Begin, company: Company, database: Database) -> None:
    check = company.check()
    with pytest.raises(TypeError), begin(Operator()) as work:
        record_answer(work, RecordAnswer(Status.SAFE, START, Via.CLI, check))
    assert rows(database, answers) == []
