from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.vocabulary import ChannelKind, MessageKind, Status, Via
from flows.deliver.claim import claim
from flows.deliver.freeze import freeze
from flows.deliver.record import record
from flows.deliver.render import Renderer
from flows.deliver.send import send
from flows.mark_prompts import SETTLE, Marked, answers_to_mark, mark_prompts
from flows.record_answer import RecordAnswer, record_answer
from flows.work import Begin, Lane, Sender, System, TokenHolder
from tests.support.channels import FakeLinks
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import outbox, the_message
from tests.support.sending import LEASE, World


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def say(world: World, check_id: int, person_id: int, status: Status = Status.SAFE) -> None:
    with world.begin(TokenHolder(person_id)) as work:
        record_answer(work, RecordAnswer(status, work.now, Via.WEB, check_id=check_id))


def mark(world: World, seen: int | None) -> Marked:
    with world.begin(System(), Lane.FANOUT) as work:
        return mark_prompts(work, seen)


def edits(world: World) -> list[str]:
    return [row.address for row in outbox(world.begin, kind=MessageKind.PROMPT_ANSWERED)]


def test_an_answer_by_another_channel_edits_every_slack_prompt_of_the_person_once(
    world: World, company: Company
) -> None:
    check_id = world.start()
    cycle = world.cycle()
    cycle.turn()
    world.clock.forward(timedelta(minutes=10))
    cycle.turn()
    say(world, check_id, company.ids["taro"])
    world.clock.forward(SETTLE)
    cycle.turn()
    world.clock.forward(SETTLE)
    cycle.turn()
    prompts = {
        row.platform_ref
        for row in outbox(world.begin, channel="slack", person_id=company.ids["taro"])
        if row.kind != MessageKind.PROMPT_ANSWERED
    }
    assert len(prompts) == 2
    assert sorted(edits(world)) == sorted(prompts)
    sent = [call for call in world.slack.calls if call.kind is MessageKind.PROMPT_ANSWERED]
    assert {call.members[0].address for call in sent} == prompts
    assert "無事" in world.slack.rendered[-1][0].heading


def test_a_fresh_process_marks_what_the_one_before_had_no_time_for(world: World, company: Company) -> None:
    check_id = world.start()
    world.turn()
    say(world, check_id, company.ids["hanako"])
    world.turn_after(SETTLE)
    assert len(edits(world)) == 1
    world.turn_after(SETTLE)
    assert len(edits(world)) == 1


def test_who_has_not_answered_keeps_the_question(world: World, company: Company) -> None:
    world.start()
    world.turn()
    assert mark(world, None).prompts == 0


def test_an_answer_that_may_still_be_committing_waits_for_the_next_turn(world: World, company: Company) -> None:
    check_id = world.start()
    world.turn()
    seen = mark(world, 0).seen
    say(world, check_id, company.ids["hanako"])
    early = mark(world, seen)
    assert early.prompts == 0
    world.clock.forward(SETTLE)
    assert mark(world, early.seen).prompts == 1


def test_a_quiet_turn_has_nothing_to_do(world: World, company: Company) -> None:
    check_id = world.start()
    world.turn()
    say(world, check_id, company.ids["hanako"])
    world.clock.forward(SETTLE)
    marked = mark(world, 0)
    with world.begin(System(), Lane.READ) as work:
        assert not answers_to_mark(work, marked.seen)
        assert answers_to_mark(work, 0)
        assert answers_to_mark(work, None)


def test_a_prompt_that_arrives_after_its_answer_is_edited_too(world: World, company: Company) -> None:
    check_id = world.start()
    with world.begin(System(), Lane.FANOUT) as work:
        page = claim(work, world.slack, 500, LEASE)
    drafts = Renderer(world.slack, FakeLinks()).render(page, page.messages)
    with world.begin(System(), Lane.FANOUT) as work:
        attempts = freeze(work, world.slack, page, drafts)
    say(world, check_id, company.ids["hanako"])
    seen = mark(world, None).seen
    outcomes = [send(world.slack, attempt, page.token) for attempt in attempts]
    with world.begin(System(), Lane.FANOUT) as work:
        record(work, world.slack, outcomes)
    hanako = the_message(world.begin, kind="prompt", person_id=company.ids["hanako"])
    assert edits(world) == [hanako.platform_ref]
    world.clock.forward(SETTLE)
    assert mark(world, seen).prompts == 0


def test_an_edit_comes_after_everything_else(world: World, company: Company, clock: MovableClock) -> None:
    check_id = world.start()
    world.turn()
    given_at: datetime = clock.now()
    with world.begin(Sender(ChannelKind.SLACK, "U0HANAKO")) as work:
        record_answer(work, RecordAnswer(Status.SAFE, given_at, Via.SLACK, check_id=check_id))
    clock.forward(SETTLE)
    mark(world, None)
    assert the_message(world.begin, kind=MessageKind.PROMPT_ANSWERED).priority == 30


def test_whoever_answered_in_slack_is_given_time_for_the_thank_you_to_take_the_questions_place(
    world: World, company: Company, clock: MovableClock
) -> None:
    check_id = world.start()
    world.turn()
    say(world, check_id, company.ids["taro"])
    with world.begin(Sender(ChannelKind.SLACK, "U0HANAKO")) as work:
        record_answer(work, RecordAnswer(Status.SAFE, work.now, Via.SLACK, check_id=check_id))
    clock.forward(SETTLE)
    mark(world, None)
    due = {row.person_id: row.due_at - clock.now() for row in outbox(world.begin, kind=MessageKind.PROMPT_ANSWERED)}
    assert due == {company.ids["taro"]: timedelta(0), company.ids["hanako"]: timedelta(seconds=10)}
