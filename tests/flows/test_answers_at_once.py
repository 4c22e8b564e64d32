"""Answers, redeliveries and closings that meet: the same end as one after another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import func, select

from bot.vocabulary import ChannelKind, Status, Via
from flows.help_cases import CloseHelp, close_help
from flows.rebuild_standing import rebuild
from flows.record_answer import RecordAnswer, record_answer
from flows.work import Begin, Lane, Operator, Sender
from storage.database import Database
from storage.models import answers, boards, help_cases, inbound_events, roll
from tests.support.clock import START, MovableClock
from tests.support.company import Company

TARO = Sender(ChannelKind.SLACK, "U0TARO")
STATUSES = (Status.SAFE, Status.INJURED, Status.AWAY)


def test_an_event_delivered_many_times_at_once_has_its_effect_once(
    begin: Begin, company: Company, database: Database
) -> None:
    check = company.check()

    def deliver(number: int) -> bool:
        request = RecordAnswer(Status.SAFE, START, Via.SLACK, check, event_key=f"slack:Ev{number % 5}")
        with begin(TARO) as work:
            return record_answer(work, request).is_repeat

    with ThreadPoolExecutor(8) as pool:
        repeats = list(pool.map(deliver, range(40)))
    assert sorted(repeats) == [False] * 5 + [True] * 35
    with database.transaction(Lane.READ) as connection:
        assert connection.scalar(select(func.count()).select_from(answers)) == 5
        assert connection.scalar(select(func.count()).select_from(inbound_events)) == 5


def test_one_persons_answers_at_once_leave_the_projection_a_rebuild_computes(
    begin: Begin, company: Company, database: Database, clock: MovableClock
) -> None:
    check = company.check(asked=["taro"], boards=["C0SAFETY"])
    clock.forward(timedelta(hours=1))

    def answer(number: int) -> None:
        given_at = START + timedelta(seconds=number % 4)
        request = RecordAnswer(STATUSES[number % 3], given_at, Via.SLACK, check, comment=f"{number}")
        with begin(TARO) as work:
            record_answer(work, request)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(answer, range(60)))
    with begin(Operator(), Lane.FANOUT) as work:
        projected = work.connection.execute(select(roll)).one()
        rebuild(work, check)
        assert work.connection.execute(select(roll)).one() == projected
        assert projected.said_at == START + timedelta(seconds=3)
        board = work.connection.execute(select(boards)).one()
        assert board.version > board.shown_version


def test_cries_and_closings_that_meet_neither_block_nor_lose_a_cry(
    begin: Begin, company: Company, database: Database
) -> None:
    check = company.check(asked=["taro"], boards=["C0SAFETY"])

    def cry() -> int:
        with begin(TARO) as work:
            recorded = record_answer(work, RecordAnswer(Status.HELP, START, Via.SLACK, check))
        assert recorded.help_case_id is not None
        return recorded.help_case_id

    def close(case_id: int) -> None:
        with begin(Operator()) as work:
            close_help(work, CloseHelp("確認した", help_case_id=case_id))

    with ThreadPoolExecutor(4) as pool:
        for _ in range(10):
            case_id = cry()
            closing = pool.submit(close, case_id)
            crying = [pool.submit(cry) for _ in range(3)]
            closing.result(30)
            last = max(case.result(30) for case in crying)
            with database.transaction(Lane.READ) as connection:
                is_open = select(help_cases.c.id).where(help_cases.c.closed_at.is_(None))
                still_open = list(connection.execute(is_open).scalars())
                standing = connection.scalar(select(roll.c.standing))
            assert (standing == "help") == (len(still_open) == 1)
            assert still_open in ([last], [])
            if still_open:
                close(last)
