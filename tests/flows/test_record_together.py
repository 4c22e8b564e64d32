"""Many presses in one transaction leave what they would have left one after the other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.vocabulary import ChannelKind, Standing, Status, Via
from flows.answers_together import APART, TOGETHER, AnswersTogether
from flows.close_check import CloseCheck, close_check
from flows.errors import NotFoundError
from flows.rebuild_standing import rebuild
from flows.record_answer import AnswerRecorded, RecordAnswer, record_answer
from flows.record_together import Press, record_together
from flows.work import Actor, Begin, Lane, Operator, Sender, System, Work
from storage.gate import GroupLostError
from storage.models import answers, boards, contacts, guests, inbound_events, roll
from tests.support.clock import START, MovableClock
from tests.support.company import Company

HANAKO, JIRO, TARO = (Sender(ChannelKind.SLACK, f"U0{name}") for name in ("HANAKO", "JIRO", "TARO"))
STRANGER = Sender(ChannelKind.SLACK, "U0STRANGER")


def press(sender: Sender, check: int, key: str, status: Status = Status.SAFE, minutes: int = 0) -> Press:
    given_at = START + timedelta(minutes=minutes)
    return Press(sender, RecordAnswer(status, given_at, Via.SLACK, check, 0, f"slack:{key}"))


def together(begin: Begin, *presses: Press) -> list[AnswerRecorded | None]:
    with begin(System("answers")) as work:
        return record_together(work, presses)


def count(begin: Begin, table: object) -> int:
    with begin(System(), Lane.READ) as work:
        return int(work.connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def standings(begin: Begin) -> dict[int, str]:
    with begin(System(), Lane.READ) as work:
        return {row.person_id: row.standing for row in work.connection.execute(select(roll))}


def test_the_same_as_one_after_the_other(begin: Begin, company: Company, clock: MovableClock) -> None:
    one, other = company.check(boards=["C0SAFETY"]), company.check(boards=["C0SAFETY"])
    clock.forward(timedelta(hours=1))
    said = ((HANAKO, Status.SAFE, 1), (JIRO, Status.INJURED, 2), (TARO, Status.AWAY, 99))
    alone = []
    for number, (sender, status, minutes) in enumerate(said):
        with begin(sender) as work:
            alone.append(record_answer(work, press(sender, one, f"a{number}", status, minutes).request))
    with begin(Operator(), Lane.FANOUT) as work:
        work.connection.execute(update(boards).values(shown_version=boards.c.version))
    shared = together(begin, *(press(who, other, f"b{n}", how, at) for n, (who, how, at) in enumerate(said)))
    assert [_without_check(recorded) for recorded in shared] == [_without_check(recorded) for recorded in alone]
    with begin(System(), Lane.READ) as work:
        rows = {
            check: [row[1:] for row in work.connection.execute(select(roll).where(roll.c.check_id == check))]
            for check in (one, other)
        }
        kept = {
            check: [row[2:] for row in work.connection.execute(select(answers).where(answers.c.check_id == check))]
            for check in (one, other)
        }
        dirty = work.connection.execute(select(boards.c.check_id).where(boards.c.version > boards.c.shown_version))
        assert dirty.scalars().all() == [other]
    assert sorted(rows[one]) == sorted(rows[other])
    assert sorted(map(str, kept[one])) == sorted(map(str, kept[other]))


def _without_check(recorded: AnswerRecorded | None) -> object:
    assert recorded is not None
    return (recorded.status, recorded.standing, recorded.given_at, recorded.person_id, recorded.late, recorded.locale)


def test_checks_are_written_in_the_order_in_which_their_boards_are_claimed(begin: Begin, company: Company) -> None:
    running = [company.check() for _ in range(6)]
    together(begin, *(press(TARO, check, f"{check}") for check in reversed(running)))
    with begin(System(), Lane.READ) as work:
        kept = work.connection.execute(select(answers.c.check_id).order_by(answers.c.id)).scalars().all()
    assert kept == running


def test_an_older_press_does_not_move_a_newer_answer(begin: Begin, company: Company, clock: MovableClock) -> None:
    check = company.check()
    clock.forward(timedelta(hours=1))
    together(begin, press(TARO, check, "new", Status.AWAY, 10))
    (recorded,) = together(begin, press(TARO, check, "old", Status.SAFE, 5))
    assert recorded is not None
    assert recorded.standing is Standing.AWAY
    assert standings(begin)[company.ids["taro"]] == "away"
    assert count(begin, answers) == 2


def test_what_is_not_plain_goes_by_itself_and_nothing_of_it_is_written(begin: Begin, company: Company) -> None:
    check = company.check(asked=["taro", "jiro"])
    with begin(JIRO) as work:
        record_answer(work, press(JIRO, check, "cry", Status.HELP).request)
    done = together(
        begin,
        press(STRANGER, check, "stranger"),
        press(HANAKO, check, "not on the roll"),
        press(JIRO, check, "in need"),
        press(TARO, check, "first"),
        press(TARO, check, "second"),
        press(TARO, check + 1, "no such check"),
    )
    assert [recorded is not None for recorded in done] == [False, False, False, True, False, False]
    assert (count(begin, answers), count(begin, inbound_events), count(begin, guests)) == (2, 2, 0)


def test_a_cry_for_help_and_what_somebody_wrote_lose_nothing(begin: Begin, company: Company) -> None:
    check, door = company.check(), AnswersTogether(begin)
    assert door.record(*press(TARO, check, "cry", Status.HELP)).help_opened
    worded = replace(press(JIRO, check, "words").request, comment="階段で足を")
    door.record(JIRO, worded)
    with begin(System(), Lane.READ) as work:
        said = work.connection.execute(select(roll.c.comment).where(roll.c.person_id == company.ids["jiro"])).scalar()
        assert said == "階段で足を"


def test_an_account_that_two_people_gave_goes_by_itself(begin: Begin, company: Company) -> None:
    check = company.check()
    with begin(Operator(), Lane.FANOUT) as work:
        work.connection.execute(
            contacts.insert().values(
                person_id=company.ids["jiro"], channel="slack", address="U0TARO", position=9, state_since=START
            )
        )
    assert together(begin, press(TARO, check, "shared")) == [None]


def test_a_repeat_goes_by_itself(begin: Begin, company: Company) -> None:
    check = company.check()
    together(begin, press(TARO, check, "one"))
    assert together(begin, press(TARO, check, "one")) == [None]
    assert count(begin, answers) == 1


def test_an_event_of_two_people_counts_for_one(begin: Begin, company: Company) -> None:
    check = company.check()
    done = together(begin, press(TARO, check, "same"), press(JIRO, check, "same"))
    assert sorted(recorded is not None for recorded in done) == [False, True]
    assert count(begin, answers) == 1


def test_presses_of_many_threads_are_all_kept_once(begin: Begin, company: Company, clock: MovableClock) -> None:
    """Guests, cries, repeats and people who change their minds; the projection is what a rebuild says."""
    check = company.check()
    clock.forward(timedelta(hours=1))
    door = AnswersTogether(begin)
    senders, statuses = (HANAKO, JIRO, TARO, STRANGER), tuple(Status)

    def say(number: int) -> AnswerRecorded:
        event = number % 150
        one = press(senders[event % 4], check, f"{event}", statuses[event % 7 % 4], event % 13)
        return door.record(*one)

    with ThreadPoolExecutor(TOGETHER // 4) as pool:
        recorded = list(pool.map(say, range(200)))
    assert sum(not one.is_repeat for one in recorded) == 150
    assert (count(begin, answers), count(begin, inbound_events)) == (150, 150)
    projected = standings(begin)
    with begin(Operator(), Lane.FANOUT) as work:
        rebuild(work, check)
    assert standings(begin) == projected


def test_refusals_come_back_to_the_one_who_pressed(begin: Begin, company: Company) -> None:
    company.check()
    with pytest.raises(NotFoundError):
        AnswersTogether(begin).record(*press(TARO, 999, "nowhere"))


def test_a_press_after_the_close_is_late(begin: Begin, company: Company, clock: MovableClock) -> None:
    check = company.check()
    with begin(Operator()) as work:
        close_check(work, CloseCheck(check))
    clock.forward(timedelta(minutes=5))
    recorded = AnswersTogether(begin).record(*press(TARO, check, "late", minutes=4))
    assert (recorded.late, recorded.standing) == (True, Standing.SAFE)


def test_groups_that_follow_each_other_closely_begin_a_moment_apart(begin: Begin, company: Company) -> None:
    check = company.check()
    now, pauses = [100.0], []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        now[0] += seconds

    door = AnswersTogether(begin, clock=lambda: now[0], pause=pause)
    door.record(*press(TARO, check, "alone"))
    assert pauses == []
    now[0] += APART / 4
    door.record(*press(JIRO, check, "soon after"))
    assert pauses == [pytest.approx(APART * 3 / 4)]
    now[0] += APART
    door.record(*press(HANAKO, check, "later"))
    assert len(pauses) == 1


def test_a_leader_that_is_interrupted_leaves_the_lead_to_others(begin: Begin, company: Company) -> None:
    check = company.check()
    is_interrupted = [False]

    def pause(_: float) -> None:
        if is_interrupted.pop():
            raise KeyboardInterrupt

    door = AnswersTogether(begin, clock=lambda: 100.0, pause=pause)
    door.record(*press(TARO, check, "first"))
    is_interrupted += [False, True]
    with pytest.raises(KeyboardInterrupt):
        door.record(*press(JIRO, check, "interrupted"))
    assert door.record(*press(HANAKO, check, "next")).standing is Standing.SAFE
    assert count(begin, answers) == 2


class Faulty:
    """A `begin` whose shared transactions fail at their end; those that wait go in together."""

    def __init__(self, begin: Begin, company: int, error: Exception) -> None:
        self._begin = begin
        self._error = error
        self.gathered = threading.Barrier(company)
        self.failed = 0

    @contextmanager
    def __call__(self, actor: Actor, lane: Lane = Lane.ANSWER) -> Iterator[Work]:
        with self._begin(actor, lane) as work:
            yield work
            if actor == System("answers"):
                self.failed += 1
                raise self._error


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("COMMIT", {}, Exception("disk full")),
        GroupLostError("the answers of this moment could not be committed"),
        PoolTimeoutError("QueuePool limit of size 20 reached"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_where_the_shared_transaction_fails_each_goes_by_itself(
    begin: Begin, company: Company, error: Exception
) -> None:
    check = company.check()
    faulty = Faulty(begin, 3, error)
    door = AnswersTogether(faulty)

    def say(sender: Sender) -> AnswerRecorded:
        faulty.gathered.wait(10)
        return door.record(*press(sender, check, sender.address))

    with ThreadPoolExecutor(3) as pool:
        recorded = list(pool.map(say, (HANAKO, JIRO, TARO)))
    assert faulty.failed >= 1
    assert all(one.standing is Standing.SAFE and not one.is_repeat for one in recorded)
    assert count(begin, answers) == 3
    assert door.record(*press(TARO, check, "again")).standing is Standing.SAFE
