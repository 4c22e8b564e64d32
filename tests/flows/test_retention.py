"""What was said in a check closed long ago is deleted, page by page; its counts stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from bot.vocabulary import CanWork, ChannelKind, Standing, Status, Via
from flows.add_details import AddDetails, add_details
from flows.answer_page import answer_page
from flows.close_check import CloseCheck, close_check
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.help_cases import CloseHelp, close_help
from flows.rebuild_standing import rebuild
from flows.record_answer import RecordAnswer, record_answer
from flows.retention import Deleted, delete_page, forecast, is_deletion_due
from flows.show_check import CheckView, show_check
from flows.work import Begin, Lane, Operator, Policy, Sender, System, TokenHolder
from storage.models import answers, audit, checks, guests, help_cases, messages, roll, unclear_replies
from storage.queries.retention import delete_answers
from tests.conftest import DEFAULT_POLICY
from tests.support.checks import given_check, row_of
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows

DAY = timedelta(days=1)
STRANGER = Sender(ChannelKind.SLACK, "U0STRANGER", "よその人")
JIRO = Sender(ChannelKind.SLACK, "U0JIRO")


def say(begin: Begin, check_id: int, person_id: int, status: Status = Status.SAFE, comment: str = "駅にいます") -> None:
    with begin(TokenHolder(person_id)) as work:
        record_answer(work, RecordAnswer(status, work.now, Via.WEB, check_id, comment=comment))


def closed(begin: Begin, check_id: int) -> None:
    with begin(Operator()) as work:
        close_check(work, CloseCheck(check_id))


def old_check(begin: Begin, company: Company, closes: bool = True) -> int:
    """Taro answered with words, Jiro called for help and was found, Emma is silent, a stranger answered as well."""
    taro, jiro, emma = (company.ids[name] for name in ("taro", "jiro", "emma"))
    check_id = given_check(begin, [taro, jiro, emma])
    say(begin, check_id, taro)
    with begin(TokenHolder(taro)) as work:
        add_details(work, AddDetails(check_id, work.now, Via.WEB, can_work=CanWork.NO, place="東京駅"))
    say(begin, check_id, jiro, Status.HELP, "閉じ込められた")
    with begin(STRANGER) as work:
        record_answer(work, RecordAnswer(Status.AWAY, work.now, Via.SLACK, check_id, comment="隣のビルです"))
    (case,) = rows(begin, help_cases)
    with begin(Operator()) as work:
        close_help(work, CloseHelp("救助して病院へ", help_case_id=case.id))
    if closes:
        closed(begin, check_id)
    return check_id


def newer_answer(begin: Begin, company: Company) -> int:
    """The newest answer of all is in another check, which runs."""
    check_id = given_check(begin, [company.ids["emma"]], title="別件")
    say(begin, check_id, company.ids["emma"])
    return check_id


def deleted(begin: Begin, days: int | None = None) -> Deleted:
    done = Deleted()
    while True:
        with begin(Operator(), Lane.FANOUT) as work:
            page = delete_page(work, days)
        if page is None:
            return done
        done += page


def foreseen(begin: Begin, days: int | None = None) -> Deleted:
    with begin(Operator(), Lane.READ) as work:
        return forecast(work, days).would_go


def shown(begin: Begin, check_id: int) -> CheckView:
    with begin(Operator(), Lane.READ) as work:
        return replace(show_check(work, check_id, with_units=True), as_of=None)


def test_comments_places_answers_and_guests_go(begin: Begin, clock: MovableClock, company: Company) -> None:
    check_id = old_check(begin, company)
    newer_answer(begin, company)
    clock.forward(366 * DAY)
    assert deleted(begin) == Deleted(checks=1, answers=4, details=2, guests=1, help_words=1)
    assert rows(begin, answers, check_id=check_id) == []
    for row in rows(begin, roll, check_id=check_id):
        assert (row.comment, row.comment_at, row.can_work, row.place) == ("", None, "", "")
    (guest,) = rows(begin, guests)
    assert (guest.address, guest.name, guest.person_id, guest.comment) == (f"deleted:{guest.id}", "", None, "")
    assert row_of(begin, help_cases).closing_word == ""
    assert deleted(begin) == Deleted()


def test_the_check_keeps_its_counts(begin: Begin, clock: MovableClock, company: Company) -> None:
    check_id = old_check(begin, company)
    newer_answer(begin, company)
    before = shown(begin, check_id)
    assert before.counts == {
        Standing.HELP: 0,
        Standing.INJURED: 1,
        Standing.SILENT: 1,
        Standing.AWAY: 0,
        Standing.SAFE: 1,
    }
    sent = len(rows(begin, messages))
    clock.forward(366 * DAY)
    deleted(begin)
    assert shown(begin, check_id) == before
    assert before.guests == 1
    assert len(rows(begin, messages)) == sent


def test_a_check_that_runs_or_was_closed_lately_keeps_everything(
    begin: Begin, clock: MovableClock, company: Company
) -> None:
    old_check(begin, company, closes=False)
    late = old_check_of(begin, company)
    clock.forward(365 * DAY)
    assert foreseen(begin) == deleted(begin) == Deleted()
    clock.forward(timedelta(microseconds=1))
    assert foreseen(begin).checks == deleted(begin).checks == 1
    assert row_of(begin, checks, id=late).data_deleted_at == clock.now()


def old_check_of(begin: Begin, company: Company) -> int:
    check_id = given_check(begin, [company.ids["taro"]])
    say(begin, check_id, company.ids["taro"])
    closed(begin, check_id)
    return check_id


def test_a_dry_run_counts_exactly_what_goes_and_changes_nothing(
    begin: Begin, clock: MovableClock, company: Company
) -> None:
    old_check(begin, company)
    old_check_of(begin, company)
    newer_answer(begin, company)
    clock.forward(366 * DAY)
    tables = (answers, audit, checks, guests, help_cases, roll)
    before = [rows(begin, table) for table in tables]
    wished = foreseen(begin)
    assert [rows(begin, table) for table in tables] == before
    assert wished == deleted(begin) == Deleted(checks=2, answers=5, details=3, guests=1, help_words=1)
    assert foreseen(begin) == Deleted()


def test_much_is_deleted_in_pages_and_a_dead_process_leaves_nothing_behind(
    begin: Begin, clock: MovableClock, company: Company
) -> None:
    ids = [company.person(f"P{number}") for number in range(5)]
    check_id = given_check(begin, ids)
    for person_id in ids:
        say(begin, check_id, person_id)
        say(begin, check_id, person_id, comment="")
    closed(begin, check_id)
    newer_answer(begin, company)
    clock.forward(366 * DAY)
    wished = foreseen(begin)
    assert (wished.answers, wished.details) == (10, 5)
    pages = []
    for _ in range(3):
        with begin(Operator(), Lane.FANOUT) as work:
            pages.append(delete_page(work, page=2))
    assert [page and (page.checks, page.details, page.answers) for page in pages] == [(0, 2, 0), (0, 2, 0), (0, 1, 2)]
    # Whoever turns the cycle next goes on where it stopped.
    assert sum((page for page in pages if page), deleted(begin)) == wished
    assert rows(begin, answers, check_id=check_id) == []


def test_mails_that_said_nothing_certain_go_too_even_those_that_came_later(
    begin: Begin, clock: MovableClock, company: Company
) -> None:
    check_id = old_check_of(begin, company)
    newer = newer_answer(begin, company)
    unclear(begin, check_id, company, 3)
    unclear(begin, newer, company, 1)
    clock.forward(366 * DAY)
    assert foreseen(begin) == Deleted(checks=1, answers=1, details=1, replies=3)
    with begin(Operator(), Lane.FANOUT) as work:
        first = delete_page(work, page=2)
    assert first is not None
    assert first.replies == 2
    assert first + deleted(begin) == Deleted(checks=1, answers=1, details=1, replies=3)
    unclear(begin, check_id, company, 1)
    assert foreseen(begin) == deleted(begin) == Deleted(checks=1, replies=1)
    assert [row.check_id for row in rows(begin, unclear_replies)] == [newer]


def unclear(begin: Begin, check_id: int, company: Company, number: int) -> None:
    with begin(System(), Lane.FANOUT) as work:
        row = {"check_id": check_id, "person_id": company.ids["taro"], "received_at": work.now, "text": "えーと"}
        work.connection.execute(insert(unclear_replies), [row] * number)


def test_an_answer_link_of_deleted_data_says_so(begin: Begin, clock: MovableClock, company: Company) -> None:
    check_id, taro = old_check(begin, company), company.ids["taro"]
    clock.forward(366 * DAY)
    with begin(TokenHolder(taro), Lane.READ) as work:
        assert answer_page(work, check_id, taro).comment == "駅にいます"
    deleted(begin)
    with pytest.raises(NotFoundError, match="no_check"), begin(TokenHolder(taro), Lane.READ) as work:
        answer_page(work, check_id, taro)


def test_a_rebuild_turns_nobody_silent(begin: Begin, clock: MovableClock, company: Company) -> None:
    check_id = old_check(begin, company)
    newer_answer(begin, company)
    before = shown(begin, check_id)
    clock.forward(366 * DAY)
    deleted(begin)
    with pytest.raises(InvalidError, match="data_deleted"), begin(Operator(), Lane.FANOUT) as work:
        rebuild(work, check_id)
    assert shown(begin, check_id) == before


def test_a_rebuild_is_refused_from_the_first_page_on(begin: Begin, clock: MovableClock, company: Company) -> None:
    check_id = old_check(begin, company)
    clock.forward(366 * DAY)
    with begin(Operator(), Lane.FANOUT) as work:
        delete_page(work, page=1)
    with pytest.raises(InvalidError, match="data_deleted"), begin(Operator(), Lane.FANOUT) as work:
        rebuild(work, check_id)


def test_an_open_call_for_help_keeps_its_check(begin: Begin, clock: MovableClock, company: Company) -> None:
    jiro = company.ids["jiro"]
    check_id = given_check(begin, [jiro])
    say(begin, check_id, jiro, Status.HELP)
    closed(begin, check_id)
    clock.forward(400 * DAY)
    with begin(Operator(), Lane.READ) as work:
        assert (forecast(work).would_go, forecast(work).held) == (Deleted(), 1)
    assert deleted(begin) == Deleted()
    assert row_of(begin, roll, check_id=check_id).comment == "駅にいます"


def test_a_late_answer_is_taken_all_the_same_and_goes_the_next_time(
    begin: Begin, clock: MovableClock, company: Company
) -> None:
    check_id, emma = old_check(begin, company), company.ids["emma"]
    newer_answer(begin, company)
    clock.forward(366 * DAY)
    deleted(begin)
    say(begin, check_id, emma, comment="今さらですが")
    assert shown(begin, check_id).counts[Standing.SILENT] == 0
    newer_answer(begin, company)
    assert foreseen(begin) == Deleted(checks=1, answers=1, details=1)
    assert deleted(begin) == Deleted(checks=1, answers=1, details=1)
    assert rows(begin, answers, check_id=check_id) == []
    assert shown(begin, check_id).counts[Standing.SAFE] == 2


def test_the_newest_answer_of_all_stays_without_its_words(begin: Begin, clock: MovableClock, company: Company) -> None:
    """SQLite gives the next answer the number after the newest one: whoever looks for younger ones must see it."""
    check_id = old_check(begin, company)
    newest = rows(begin, answers)[-1]
    assert newest.comment
    clock.forward(366 * DAY)
    assert foreseen(begin) == deleted(begin)
    (kept,) = rows(begin, answers)
    assert (kept.id, kept.comment, kept.place, kept.can_work) == (newest.id, "", "", "")
    newer = newer_answer(begin, company)
    assert rows(begin, answers, check_id=newer)[0].id > newest.id
    assert deleted(begin) == Deleted(checks=1, answers=1)
    with begin(Operator(), Lane.FANOUT) as work:
        assert delete_answers(work.connection, check_id, 10) == 0


@pytest.mark.parametrize(("policy_days", "days", "goes"), [(0, None, 0), (30, None, 1), (365, 30, 1), (30, 0, 0)])
def test_how_long_is_kept_the_setting_or_the_caller_says(
    make_begin_with: Callable[[Policy], Begin],
    clock: MovableClock,
    company: Company,
    policy_days: int,
    days: int | None,
    goes: int,
) -> None:
    begin = make_begin_with(replace(DEFAULT_POLICY, retention_days=policy_days))
    old_check_of(begin, company)
    clock.forward(31 * DAY)
    with begin(Operator(), Lane.READ) as work:
        assert is_deletion_due(work) is (policy_days == 30)
    assert foreseen(begin, days).checks == deleted(begin, days).checks == goes


@pytest.mark.parametrize("days", [-1, 365_001])
def test_senseless_days_are_refused(begin: Begin, company: Company, days: int) -> None:
    for deed in (forecast, delete_page):
        with pytest.raises(InvalidError, match="bad_days"), begin(Operator(), Lane.FANOUT) as work:
            deed(work, days)


def test_only_a_safety_admin_deletes(begin: Begin, company: Company) -> None:
    for deed in (forecast, delete_page):
        with pytest.raises(RefusedError, match="not_a_safety_admin"), begin(JIRO) as work:
            deed(work)


def test_the_audit_has_the_figures_of_every_page(begin: Begin, clock: MovableClock, company: Company) -> None:
    check_id = old_check(begin, company)
    newer_answer(begin, company)
    clock.forward(366 * DAY)
    deleted(begin)
    last = rows(begin, audit)[-1]
    assert (last.action, last.check_id, last.actor) == ("retention", check_id, "cli")
    assert last.details == {"answers": 4, "details": 2, "guests": 1, "help_words": 1, "replies": 0}
