from __future__ import annotations

import pytest

from bot.vocabulary import MessageKind, Status, Via
from flows.mark_prompts import SETTLE
from flows.prompts_replaced import ReplacedPrompt, note_replaced
from flows.record_answer import RecordAnswer, record_answer
from flows.work import Begin, Lane, System, TokenHolder
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import outbox, the_message
from tests.support.sending import World


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def answer(world: World, check_id: int, person_id: int) -> None:
    with world.begin(TokenHolder(person_id)) as work:
        record_answer(work, RecordAnswer(Status.SAFE, work.now, Via.WEB, check_id=check_id))


def note(world: World, check_id: int, person_id: int, prompt: str) -> None:
    with world.begin(System("slack"), Lane.FANOUT) as work:
        note_replaced(work, [ReplacedPrompt(check_id, person_id, prompt)])


def edits(world: World) -> list[tuple[str, str]]:
    return [(row.address, row.state) for row in outbox(world.begin, kind=MessageKind.PROMPT_ANSWERED)]


def test_a_prompt_whose_place_the_thank_you_took_is_not_edited(world: World, company: Company) -> None:
    check_id, taro = world.start(), company.ids["taro"]
    world.turn()
    prompt = the_message(world.begin, kind="prompt", channel="slack", person_id=taro).platform_ref
    answer(world, check_id, taro)
    note(world, check_id, taro, prompt)
    world.turn_after(SETTLE)
    assert edits(world) == []


def test_other_prompts_of_the_person_and_other_peoples_still_are(world: World, company: Company) -> None:
    check_id, taro, hanako = world.start(), company.ids["taro"], company.ids["hanako"]
    world.turn()
    prompt = the_message(world.begin, kind="prompt", channel="slack", person_id=taro).platform_ref
    answer(world, check_id, taro)
    answer(world, check_id, hanako)
    note(world, check_id, hanako, prompt)
    note(world, check_id, taro, "D0ELSEWHERE/1.000001")
    world.turn_after(SETTLE)
    assert len(edits(world)) == 2


def test_an_edit_already_written_is_dropped_with_its_reason(world: World, company: Company) -> None:
    check_id, taro = world.start(), company.ids["taro"]
    cycle = world.cycle()
    cycle.turn()
    prompt = the_message(world.begin, kind="prompt", channel="slack", person_id=taro).platform_ref
    answer(world, check_id, taro)
    world.clock.forward(SETTLE)
    cycle._turn_step()
    assert edits(world) == [(prompt, "queued")]
    note(world, check_id, taro, prompt)
    [row] = outbox(world.begin, kind=MessageKind.PROMPT_ANSWERED)
    assert (row.state, row.reason) == ("skipped", "replaced")
