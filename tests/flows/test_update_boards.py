"""Board messages: claimed by one, shown at most every three seconds, never left behind."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import update

from adapters.cli.check_json import view_as_json
from bot.vocabulary import ChannelKind, Standing, Status, Via
from flows.ports import OutcomeUnknown
from flows.record_answer import RecordAnswer, record_answer
from flows.show_check import show_check
from flows.update_boards import (
    EDIT_EVERY,
    GIVEN_UP_FOR,
    LEASE,
    POST_AGAIN_AFTER,
    BoardClaim,
    BoardToShow,
    board_failed,
    board_shown,
    claim_boards,
    look_at_board,
)
from flows.work import Begin, Lane, Sender, System
from storage.database import Database
from storage.models import boards, roll
from storage.queries.board import mark_dirty
from tests.support.checks import given_board, given_check, row_of
from tests.support.clock import START, MovableClock
from tests.support.company import Company
from tests.support.sending import World

TARO = Sender(ChannelKind.SLACK, "U0TARO")
CYCLE = System()
SECOND = timedelta(seconds=1)


def claim(begin: Begin) -> tuple[BoardClaim, ...]:
    with begin(CYCLE) as work:
        return claim_boards(work)


def look(begin: Begin, claimed: BoardClaim) -> BoardToShow:
    with begin(CYCLE, Lane.READ) as work:
        return look_at_board(work, claimed)


def show(begin: Begin, claimed: BoardClaim, ts: str = "1700000000.000100") -> BoardToShow:
    board = look(begin, claimed)
    with begin(CYCLE) as work:
        board_shown(work, board, ts)
    return board


def answer(begin: Begin, check_id: int, status: Status = Status.SAFE, actor: Sender = TARO) -> None:
    with begin(actor) as work:
        record_answer(work, RecordAnswer(status, work.now, Via.SLACK, check_id))


@pytest.fixture
def check(begin: Begin, company: Company) -> int:
    return given_check(begin, [*company.ids.values()])


def test_a_new_board_is_posted_and_then_left_alone(
    begin: Begin, company: Company, check: int, clock: MovableClock
) -> None:
    board_id = given_board(begin, check, "C0ALL")
    [claimed] = claim(begin)
    assert (claimed.board_id, claimed.check_id, claimed.slack_channel, claimed.ts) == (board_id, check, "C0ALL", "")
    board = show(begin, claimed)
    assert (board.view.check_id, board.view.roll, board.people) == (check, 4, ())
    assert [unit.path for unit in board.view.units] == ["大阪支社", "本社", "本社/開発部"]
    clock.forward(EDIT_EVERY)
    assert claim(begin) == ()


def test_an_answer_makes_it_dirty_and_the_same_message_is_edited(
    begin: Begin, company: Company, check: int, clock: MovableClock, wakes: list[None]
) -> None:
    given_board(begin, check)
    show(begin, claim(begin)[0], ts="17.1")
    answer(begin, check)
    assert wakes
    clock.forward(EDIT_EVERY)
    [claimed] = claim(begin)
    assert claimed.ts == "17.1"
    assert look(begin, claimed).view.counts[Standing.SAFE] == 1


def test_a_board_is_edited_at_most_every_three_seconds(
    begin: Begin, company: Company, check: int, clock: MovableClock
) -> None:
    given_board(begin, check)
    show(begin, claim(begin)[0])
    answer(begin, check)
    clock.forward(EDIT_EVERY - SECOND)
    assert claim(begin) == ()
    clock.forward(SECOND)
    assert len(claim(begin)) == 1


def test_two_claimants_never_show_the_same_board(
    begin: Begin, company: Company, check: int, clock: MovableClock
) -> None:
    given_board(begin, check)
    claim(begin)
    answer(begin, check)
    clock.forward(EDIT_EVERY)
    assert claim(begin) == ()


def test_what_happens_after_the_claim_is_shown_by_the_next_one(
    begin: Begin, company: Company, check: int, clock: MovableClock
) -> None:
    given_board(begin, check)
    board = look(begin, claim(begin)[0])
    answer(begin, check)
    with begin(CYCLE) as work:
        board_shown(work, board, "17.1")
    clock.forward(EDIT_EVERY)
    [claimed] = claim(begin)
    assert look(begin, claimed).view.counts[Standing.SAFE] == 1


def test_a_board_whose_claimant_died_comes_back_when_the_lease_is_over(
    begin: Begin, company: Company, check: int, clock: MovableClock
) -> None:
    given_board(begin, check)
    [dead] = claim(begin)
    clock.forward(LEASE - SECOND)
    assert claim(begin) == ()
    clock.forward(SECOND)
    [alive] = claim(begin)
    assert alive.board_id == dead.board_id
    assert alive.token != dead.token


def test_a_post_of_unknown_outcome_is_repeated_once_soon_then_seldom_and_counted(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    world = World(begin, clock)
    check_id = world.start(slack_channel="C0ALL")
    world.boards.fails = [OutcomeUnknown("timeout")] * 2
    world.turn()
    assert (len(world.boards.posted), len(world.boards.fails)) == (0, 1)
    world.turn_after(POST_AGAIN_AFTER)
    world.turn_after(POST_AGAIN_AFTER)
    assert (len(world.boards.posted), len(world.boards.fails)) == (0, 0)
    world.turn_after(GIVEN_UP_FOR)
    assert len(world.boards.posted) == 1
    with begin(CYCLE, Lane.READ) as work:
        view = show_check(work, check_id)
    assert view_as_json(view)["boards_maybe_doubled"] == 2


def test_an_edit_of_unknown_outcome_doubles_nothing(begin: Begin, company: Company, clock: MovableClock) -> None:
    world = World(begin, clock)
    check_id = world.start(slack_channel="C0ALL")
    world.turn()
    world.boards.fails = [OutcomeUnknown("timeout")]
    answer(begin, check_id)
    for _ in range(2):
        world.turn_after(timedelta(seconds=15))
    assert len(world.boards.posted) == 1
    assert world.boards.edited
    with begin(CYCLE, Lane.READ) as work:
        assert show_check(work, check_id).boards_maybe_doubled == 0


def test_an_outcome_that_comes_after_the_lease_was_lost_changes_nothing(
    begin: Begin, company: Company, check: int, clock: MovableClock
) -> None:
    board_id = given_board(begin, check)
    slow = look(begin, claim(begin)[0])
    clock.forward(LEASE)
    [claimed] = claim(begin)
    with begin(CYCLE) as work:
        board_shown(work, slow, "late")
        board_failed(work, slow, "timeout", None)
    row = row_of(begin, boards, id=board_id)
    assert (row.ts, row.lease_token, row.failures) == ("", claimed.token, 0)


def test_a_failure_is_remembered_and_tried_again_when_told(
    begin: Begin, company: Company, check: int, clock: MovableClock
) -> None:
    board_id = given_board(begin, check)
    board = look(begin, claim(begin)[0])
    with begin(CYCLE) as work:
        board_failed(work, board, "ratelimited", START + 30 * SECOND)
    row = row_of(begin, boards, id=board_id)
    assert (row.failures, row.last_error, row.lease_until) == (1, "ratelimited", None)
    clock.forward(29 * SECOND)
    assert claim(begin) == ()
    clock.forward(SECOND)
    show(begin, claim(begin)[0])
    row = row_of(begin, boards, id=board_id)
    assert (row.failures, row.last_error) == (0, "")


def test_a_board_that_was_given_up_waits_for_a_change_and_for_ten_minutes(
    begin: Begin, company: Company, check: int, clock: MovableClock
) -> None:
    given_board(begin, check)
    board = look(begin, claim(begin)[0])
    with begin(CYCLE) as work:
        board_failed(work, board, "channel_not_found", None)
    clock.forward(GIVEN_UP_FOR)
    assert claim(begin) == ()
    answer(begin, check)
    assert len(claim(begin)) == 1


def test_only_the_managers_board_has_names_and_only_of_the_worst(begin: Begin, company: Company, check: int) -> None:
    given_board(begin, check, "C0ALL")
    given_board(begin, check, "C0MANAGERS", "managers")
    answer(begin, check, Status.INJURED)
    answer(begin, check, Status.HELP, Sender(ChannelKind.SLACK, "U0JIRO"))
    shown = {board.audience: board for board in (look(begin, claimed) for claimed in claim(begin))}
    assert shown["public"].people == ()
    assert [line.name for line in shown["managers"].people] == ["次郎", "太郎"]


def test_a_clean_board_is_written_once_however_many_answers_come(begin: Begin, company: Company, check: int) -> None:
    board_id = given_board(begin, check, is_shown=True)
    for _ in range(3):
        answer(begin, check)
    assert row_of(begin, boards, id=board_id).version == 2


def test_boards_of_many_checks_are_claimed_together(begin: Begin, company: Company) -> None:
    checks = [given_check(begin, [company.ids["taro"]]) for _ in range(3)]
    expected = [given_board(begin, check) for check in checks]
    assert [claimed.board_id for claimed in claim(begin)] == expected


def test_an_answer_that_commits_while_a_claimant_reads_is_never_lost(
    begin: Begin, company: Company, check: int, database: Database, clock: MovableClock
) -> None:
    """The answer finds the board dirty and writes nothing to it; the claimant must not overtake its commit."""
    if database.is_sqlite:
        pytest.skip("SQLite's writers come one after another")
    given_board(begin, check)
    claimed: list[BoardClaim] = []
    claimant = threading.Thread(target=lambda: claimed.extend(claim(begin)))
    with begin(TARO) as work:
        work.connection.execute(
            update(roll).where(roll.c.person_id == company.ids["taro"]).values(standing=Standing.SAFE)
        )
        mark_dirty(work.connection, check)
        claimant.start()
        claimant.join(0.2)
        assert claimant.is_alive(), "waits for the answer"
    claimant.join(10)
    assert look(begin, claimed[0]).view.counts[Standing.SAFE] == 1


def test_the_wait_counts_from_when_the_board_was_shown(
    begin: Begin, company: Company, check: int, clock: MovableClock
) -> None:
    """Slack may have been slow with another board between claim and edit."""
    given_board(begin, check)
    [claimed] = claim(begin)
    clock.forward(2 * SECOND)
    show(begin, claimed)
    answer(begin, check)
    clock.forward(SECOND)
    assert claim(begin) == ()
    clock.forward(EDIT_EVERY - SECOND)
    assert len(claim(begin)) == 1
