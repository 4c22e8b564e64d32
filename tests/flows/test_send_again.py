"""A manager sends again: to one silent person, or to the silent of their units."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.schedule import ReminderPlan
from bot.vocabulary import ChannelKind, ContactState, MessageKind, Reach
from flows.close_check import CloseCheck, close_check
from flows.edit_contacts import AddContact, add_contact
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.send_again import Again, SendAgain, SentToSilent, send_again, send_again_to_silent
from flows.work import Begin, Lane, Operator, SignedIn
from storage.models import audit, checks
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.outbox import outbox, rows, the_check, the_message
from tests.support.sending import World

AFTER_A_WHILE = timedelta(minutes=2)


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def again(world: World, company: Company, check_id: int, whom: str, by: str = "jiro") -> Again:
    with world.begin(SignedIn(company.ids[by])) as work:
        return send_again(work, SendAgain(check_id, company.ids[whom]))


def reminders(world: World, company: Company, whom: str) -> set[str]:
    found = outbox(world.begin, kind=MessageKind.REMINDER, person_id=company.ids[whom], state="queued")
    return {row.address for row in found}


def test_it_goes_to_every_contact_that_works_within_the_round(world: World, company: Company) -> None:
    world.spoil("U0TARO", ContactState.GONE)
    check_id = world.start(reach=Reach.STEPWISE)
    world.turn_after(AFTER_A_WHILE)
    assert again(world, company, check_id, "taro") is Again.SENT
    assert reminders(world, company, "taro") == {TARO_LINE, "taro@example.jp"}
    assert (the_check(world.begin, check_id).round, the_check(world.begin, check_id).reminders_sent) == (0, 0)
    [noted] = rows(world.begin, audit, action="question_sent_again")
    assert (noted.check_id, noted.subject_person_id, noted.details) == (check_id, company.ids["taro"], {"contacts": 2})
    world.turn()
    assert [row.state for row in outbox(world.begin, address="taro@example.jp")] == ["accepted"]


def test_not_twice_within_a_minute_but_at_once_to_a_contact_that_was_just_registered(
    world: World, company: Company
) -> None:
    check_id = world.start()
    world.turn()
    assert again(world, company, check_id, "taro") is Again.JUST_BEFORE
    with world.begin(SignedIn(company.ids["jiro"])) as work:
        add_contact(work, AddContact(company.ids["taro"], ChannelKind.MAIL, "new@example.jp"))
    assert again(world, company, check_id, "taro") is Again.SENT
    assert reminders(world, company, "taro") == {"new@example.jp"}
    assert again(world, company, check_id, "taro") is Again.JUST_BEFORE
    world.turn_after(AFTER_A_WHILE)
    assert again(world, company, check_id, "taro") is Again.SENT
    assert len(reminders(world, company, "taro")) == 4


def test_a_contact_that_failed_just_now_is_tried_again(world: World, company: Company) -> None:
    world.spoil("emma@example.com", ContactState.BOUNCED)
    check_id = world.start()
    assert again(world, company, check_id, "emma", by="hanako") is Again.UNREACHED
    world.spoil("emma@example.com", ContactState.UNVERIFIED)
    assert again(world, company, check_id, "emma", by="hanako") is Again.SENT
    assert reminders(world, company, "emma") == {"emma@example.com"}


def test_who_has_answered_is_not_asked_and_an_answer_drops_what_waits(world: World, company: Company) -> None:
    check_id = world.start()
    world.turn_after(AFTER_A_WHILE)
    assert again(world, company, check_id, "taro") is Again.SENT
    world.answer(check_id, company.ids["taro"])
    assert again(world, company, check_id, "taro") is Again.ANSWERED
    world.turn()
    reminded = outbox(world.begin, kind=MessageKind.REMINDER)
    assert {(row.state, row.reason) for row in reminded} == {("skipped", "answered")}


def test_what_still_waits_for_the_same_contact_gives_way(world: World, company: Company) -> None:
    check_id = world.start()
    world.clock.forward(AFTER_A_WHILE)
    assert again(world, company, check_id, "emma", by="hanako") is Again.SENT
    [first, second] = outbox(world.begin, address="emma@example.com")
    assert (first.state, first.reason, second.state) == ("skipped", "superseded", "queued")
    assert second.priority == first.priority
    assert the_message(world.begin, address="U0HANAKO").state == "queued"


def test_whose_question_is_still_being_written_is_not_asked_twice(world: World, company: Company) -> None:
    check_id = world.start()
    world.turn_after(AFTER_A_WHILE)
    with world.begin(Operator(), Lane.FANOUT) as work:
        work.connection.execute(update(checks).values(outbox_after=company.ids["jiro"]))
    assert again(world, company, check_id, "taro") is Again.JUST_BEFORE
    assert again(world, company, check_id, "jiro") is Again.SENT


def test_what_is_sent_by_hand_never_calls_itself_the_last(world: World, company: Company) -> None:
    """The round in which it goes may be the last that goes out by itself: other words, another body."""
    check_id = world.start(plan=ReminderPlan(timedelta(minutes=10), (timedelta(minutes=10),), 1, None, None))
    world.turn()
    world.turn_after(timedelta(minutes=10))
    assert "最後" in world.slack.accepted[-1].body.decode()
    world.clock.forward(AFTER_A_WHILE)
    assert again(world, company, check_id, "taro") is Again.SENT
    world.turn()
    for channel in (world.slack, world.line, world.mail):
        assert "再送 1回目" in "".join(channel.rendered[-1][0].paragraphs)
        assert "最後" not in channel.accepted[-1].body.decode()


def test_the_silent_of_ones_units_are_asked_and_nobody_else(world: World, company: Company) -> None:
    check_id = world.start()
    world.answer(check_id, company.ids["jiro"])
    world.turn_after(AFTER_A_WHILE)
    with world.begin(SignedIn(company.ids["jiro"]), Lane.FANOUT) as work:
        assert send_again_to_silent(work, check_id) == SentToSilent(people=1, next=0)
    assert {row.person_id for row in outbox(world.begin, kind=MessageKind.REMINDER)} == {company.ids["taro"]}
    assert rows(world.begin, audit, action="silent_sent_again")[0].details == {"people": 1}
    with world.begin(SignedIn(company.ids["jiro"]), Lane.FANOUT) as work:
        assert send_again_to_silent(work, check_id).people == 0
    assert len(rows(world.begin, audit, action="silent_sent_again")) == 1


def test_who_may_and_when(world: World, company: Company) -> None:
    check_id = world.start(unit_ids=(company.unit("本社"),))
    for by, whom, code in (("taro", "taro", "not_a_manager"), ("jiro", "hanako", "outside_units")):
        with pytest.raises(RefusedError, match=code):
            again(world, company, check_id, whom, by)
    with pytest.raises(InvalidError, match="not_asked"):
        again(world, company, check_id, "emma", "hanako")
    with pytest.raises(NotFoundError, match="no_check"):
        again(world, company, 99, "taro")
    with pytest.raises(RefusedError, match="not_a_manager"), world.begin(SignedIn(company.ids["taro"])) as work:
        send_again_to_silent(work, check_id)
    with world.begin(Operator()) as work:
        close_check(work, CloseCheck(check_id))
    with pytest.raises(InvalidError, match="already_closed"):
        again(world, company, check_id, "taro")
    with pytest.raises(InvalidError, match="already_closed"), world.begin(Operator()) as work:
        send_again_to_silent(work, check_id)


def test_of_many_presses_at_once_one_sends(world: World, company: Company) -> None:
    check_id = world.start()
    world.turn_after(AFTER_A_WHILE)
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: again(world, company, check_id, "taro"), range(8)))
    assert sorted(outcomes) == [Again.JUST_BEFORE] * 7 + [Again.SENT]
    assert len(reminders(world, company, "taro")) == 3
