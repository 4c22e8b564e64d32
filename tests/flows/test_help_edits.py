"""What stands in Slack about a call for help never offers what somebody has done already."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.vocabulary import MessageKind, MessageState
from flows.deliver.claim import Claimed, claim
from flows.deliver.freeze import freeze
from flows.deliver.record import record
from flows.deliver.render import Renderer
from flows.deliver.send import Outcome, send
from flows.help_cases import TakeHelp, take_help
from flows.ports import Attempt, TemporaryFailure
from flows.work import Begin, Lane, Policy, System
from storage.database import Database
from tests.conftest import DEFAULT_POLICY
from tests.support.channels import FakeLinks
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import AnyRow, outbox, the_message
from tests.support.rescue import HANAKO, JIRO, STRANGER, TARO, close, cry, take
from tests.support.sending import LEASE, World

CHANNEL = "C0MANAGERS"


@pytest.fixture
def world(make_begin_with: Callable[[Policy], Begin], clock: MovableClock, company: Company) -> World:
    return World(make_begin_with(replace(DEFAULT_POLICY, slack_manager_channel=CHANNEL)), clock)


@pytest.fixture
def check(world: World) -> int:
    check_id = world.start()
    world.turn()
    return check_id


def told(world: World, *kinds: MessageKind) -> dict[str, str]:
    """What stands in Slack of these kinds: what Slack calls it, and to whom it went."""
    return {row.platform_ref: row.address for kind in kinds for row in outbox(world.begin, kind=kind, channel="slack")}


def edits(world: World) -> list[AnyRow]:
    return [*outbox(world.begin, kind=MessageKind.HELP_EDITED)]


def edited(world: World) -> list[str]:
    return sorted(row.address for row in edits(world))


def calls(world: World) -> list[tuple[str, str]]:
    """Accepted edits: what was edited, into which words."""
    return [
        (attempt.members[0].address, attempt.body.decode())
        for attempt in world.slack.accepted
        if attempt.kind is MessageKind.HELP_EDITED
    ]


def buttons(world: World) -> list[str]:
    """On what was rendered last."""
    return [button.value.split(":")[1] for button in world.slack.rendered[-1][0].buttons]


def test_taking_a_case_edits_its_alerts_with_every_manager_and_in_the_managers_channel(
    world: World, check: int
) -> None:
    case_id = cry(world.begin, TARO, check)
    world.turn()
    alerts = told(world, MessageKind.HELP_ALERT)
    assert sorted(alerts.values()) == [CHANNEL, "U0HANAKO", "U0JIRO"]
    take(world.begin, JIRO, case_id)
    assert edited(world) == sorted(alerts)
    assert {row.priority for row in edits(world)} == {6}
    world.turn()
    assert sorted(reference for reference, _ in calls(world)) == sorted(alerts)
    assert all("次郎" in str(speech.fields) for speech, _ in world.slack.rendered[-3:])
    assert buttons(world) == ["don"]


def test_closing_a_case_edits_alerts_and_taken_cards_into_words_without_buttons(world: World, check: int) -> None:
    case_id = cry(world.begin, TARO, check)
    world.turn()
    take(world.begin, JIRO, case_id)
    world.turn()
    before = told(world, MessageKind.HELP_ALERT, MessageKind.HELP_TAKEN)
    to_taro = {reference for reference, address in before.items() if address == "U0TARO"}
    assert len(to_taro) == 1
    close(world.begin, HANAKO, case_id)
    assert {row.address for row in edits(world) if row.state == MessageState.QUEUED} == {*before} - to_taro
    world.turn()
    assert {reference for reference, _ in calls(world)[3:]} == {*before} - to_taro
    assert "救助済み" in str(world.slack.rendered[-1][0].fields)
    assert buttons(world) == []


def test_a_waiting_edit_is_replaced_by_the_newer_one(world: World, check: int) -> None:
    case_id = cry(world.begin, TARO, check)
    world.turn()
    take(world.begin, JIRO, case_id)
    close(world.begin, JIRO, case_id)
    world.turn()
    assert [row.state for row in edits(world)] == ["skipped"] * 3 + ["accepted"] * 3
    assert {row.reason for row in edits(world)[:3]} == {"replaced"}
    assert buttons(world) == []


def test_an_edit_that_is_tried_again_does_not_undo_a_newer_one(world: World, check: int) -> None:
    case_id = cry(world.begin, TARO, check)
    world.turn()
    take(world.begin, JIRO, case_id)
    world.slack.refuses = lambda attempt: (
        TemporaryFailure("rate_limited", timedelta(minutes=1)) if attempt.kind is MessageKind.HELP_EDITED else None
    )
    world.turn()
    world.slack.refuses = None
    close(world.begin, JIRO, case_id)
    world.turn()
    newest = calls(world)
    world.turn_after(timedelta(minutes=2))
    assert calls(world) == newest
    assert [row.reason for row in edits(world) if row.state == MessageState.SKIPPED] == ["replaced"] * 3


@pytest.mark.parametrize("closed_too", [False, True])
def test_an_alert_that_arrives_after_the_deed_is_edited_once_it_has_arrived(
    world: World, check: int, closed_too: bool
) -> None:
    case_id = cry(world.begin, TARO, check)
    page, attempts = _frozen(world)
    outcomes = [send(world.slack, attempt, page.token) for attempt in attempts]
    take(world.begin, JIRO, case_id)
    if closed_too:
        close(world.begin, JIRO, case_id)
    assert edited(world) == []
    _record(world, outcomes)
    assert edited(world) == sorted(told(world, MessageKind.HELP_ALERT))


def test_an_alert_of_an_open_case_is_left_as_it_is(world: World, check: int) -> None:
    cry(world.begin, TARO, check)
    world.turn()
    assert edited(world) == []


def test_another_case_of_the_same_check_is_left_as_it_is(world: World, check: int) -> None:
    case_id = cry(world.begin, TARO, check)
    world.turn()
    of_taro = told(world, MessageKind.HELP_ALERT)
    cry(world.begin, JIRO, check)
    world.turn()
    close(world.begin, HANAKO, case_id)
    assert edited(world) == sorted(of_taro)


def test_what_a_stranger_was_told_is_not_edited_into_the_managers_words(world: World, check: int) -> None:
    case_id = cry(world.begin, STRANGER, check)
    world.turn()
    take(world.begin, HANAKO, case_id)
    world.turn()
    assert the_message(world.begin, address="U0STRANGER", kind=MessageKind.HELP_TAKEN).state == MessageState.ACCEPTED
    close(world.begin, HANAKO, case_id)
    world.turn()
    assert edited(world)
    assert not [reference for reference in edited(world) if "STRANGER" in reference]


def test_a_press_that_comes_too_late_edits_nothing_anew(world: World, check: int) -> None:
    case_id = cry(world.begin, TARO, check)
    world.turn()
    take(world.begin, JIRO, case_id)
    before = edited(world)
    take(world.begin, HANAKO, case_id)
    assert edited(world) == before


def test_an_alert_that_arrives_while_somebody_takes_the_case_waits_for_them_and_is_edited(
    world: World, check: int, database: Database
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite's writers come one after another")
    case_id = cry(world.begin, TARO, check)
    page, attempts = _frozen(world)
    outcomes = [send(world.slack, attempt, page.token) for attempt in attempts]
    recorder = threading.Thread(target=_record, args=(world, outcomes))
    with world.begin(JIRO) as work:
        take_help(work, TakeHelp(case_id))
        recorder.start()
        recorder.join(0.2)
        assert recorder.is_alive(), "waits for the taker"
    recorder.join(10)
    assert edited(world) == sorted(told(world, MessageKind.HELP_ALERT))


def _frozen(world: World) -> tuple[Claimed, list[Attempt]]:
    """Everything that waits for Slack, ready to be sent."""
    with world.begin(System(), Lane.FANOUT) as work:
        page = claim(work, world.slack, 500, LEASE)
    drafts = Renderer(world.slack, FakeLinks()).render(page, page.messages)
    with world.begin(System(), Lane.FANOUT) as work:
        return page, list(freeze(work, world.slack, page, drafts))


def _record(world: World, outcomes: list[Outcome]) -> None:
    with world.begin(System(), Lane.FANOUT) as work:
        record(work, world.slack, outcomes)
