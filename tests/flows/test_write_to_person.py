"""A manager writes a few words: to one person, or to those who call for help."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert

from bot.vocabulary import ContactState, MessageKind, Standing
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.work import Begin, Lane, Operator, SignedIn, System
from flows.write_to_person import (
    TIMES_EACH,
    WITHIN,
    NoteWritten,
    WriteToPerson,
    WriteToThoseInNeed,
    write_to_person,
    write_to_those_in_need,
)
from storage.models import audit, emergency_contacts, people
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.outbox import outbox, rows
from tests.support.sending import World


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def write(world: World, company: Company, check_id: int, words: str, key: str | None = None) -> NoteWritten:
    with world.begin(SignedIn(company.ids["jiro"])) as work:
        return write_to_person(work, WriteToPerson(check_id, company.ids["taro"], words, key))


def notes(world: World, **wanted: object) -> set[str]:
    return {row.address for row in outbox(world.begin, kind=MessageKind.MANAGER_NOTE, **wanted)}


def test_the_words_reach_every_contact_signed_and_with_the_ways_to_answer(world: World, company: Company) -> None:
    with world.begin(System("test"), Lane.FANOUT) as work:
        desk = {"position": 1, "name": "災害対策本部", "number": "03-1111-2222"}
        work.connection.execute(insert(emergency_contacts).values(desk))
    check_id = world.start()
    world.turn()
    done = write(world, company, check_id, "  そこで<待って>ください\u202e ")
    assert (done.people, done.out_of_reach, done.person_name, done.already) == (1, 0, "太郎", False)
    world.turn()
    assert notes(world, state="accepted") == {"U0TARO", TARO_LINE, "taro@example.jp"}
    for channel in (world.slack, world.line, world.mail):
        said = channel.rendered[-1][0]
        assert said.heading == "次郎さんからの連絡"
        assert said.paragraphs[0] == "「そこで<待って>ください」"
        assert "返信は読まれません" in said.paragraphs[1]
        assert "災害対策本部 03-1111-2222" in [link.label for link in said.links]
        assert (len(said.buttons) == 4) is (channel is not world.mail)
    # Words of people stay where they are needed, and no longer.
    assert all(row.params is None for row in outbox(world.begin, kind=MessageKind.MANAGER_NOTE))
    [noted] = rows(world.begin, audit, action="person_written_to")
    assert (noted.subject_person_id, noted.details) == (company.ids["taro"], {"contacts": 3})


def test_a_repeated_event_writes_once_and_nobody_is_flooded(world: World, company: Company) -> None:
    check_id = world.start()
    write(world, company, check_id, "いま向かいます", "press")
    assert write(world, company, check_id, "いま向かいます", "press").already
    assert len(notes(world)) == len(outbox(world.begin, kind=MessageKind.MANAGER_NOTE)) == 3
    for _ in range(TIMES_EACH - 1):
        world.clock.forward(timedelta(seconds=1))
        write(world, company, check_id, "どこですか")
    with pytest.raises(InvalidError, match="written_too_often"):
        write(world, company, check_id, "どこですか")
    world.clock.forward(WITHIN)
    assert write(world, company, check_id, "どこですか").people == 1


def test_who_has_left_since_or_is_reached_by_nothing_gets_nothing(world: World, company: Company) -> None:
    check_id = world.start()
    for address in ("U0TARO", TARO_LINE, "taro@example.jp"):
        world.spoil(address, ContactState.GONE)
    done = write(world, company, check_id, "どこですか")
    assert (done.people, done.out_of_reach) == (0, 1)
    world.spoil("U0TARO", ContactState.CONFIRMED)
    write(world, company, check_id, "どこですか")
    with world.begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(people.update().where(people.c.id == company.ids["taro"]).values(active=False))
    world.turn()
    [message] = outbox(world.begin, kind=MessageKind.MANAGER_NOTE)
    assert (message.state, message.reason) == ("skipped", "inactive")


def test_those_who_call_for_help_are_the_managers_own(world: World, company: Company) -> None:
    check_id = world.start()
    world.answer(check_id, company.ids["taro"], Standing.HELP)
    world.answer(check_id, company.ids["emma"], Standing.HELP)
    with world.begin(SignedIn(company.ids["jiro"])) as work:
        done = write_to_those_in_need(work, WriteToThoseInNeed(check_id, "救助を頼みました"))
    assert (done.people, done.out_of_reach, done.person_name) == (1, 0, "")
    assert notes(world) == {"U0TARO", TARO_LINE, "taro@example.jp"}
    with world.begin(Operator()) as work:
        assert write_to_those_in_need(work, WriteToThoseInNeed(check_id, "救助を頼みました")).people == 2
    assert [row.details for row in rows(world.begin, audit, action="in_need_written_to")] == [
        {"people": 1},
        {"people": 2},
    ]


def test_nothing_is_written_without_words_a_check_or_anybody_in_need(world: World, company: Company) -> None:
    check_id = world.start()
    with pytest.raises(InvalidError, match="empty_note"):
        write(world, company, check_id, " \u200b\n")
    with pytest.raises(NotFoundError, match="no_check"):
        write(world, company, 99, "どこですか")
    with pytest.raises(RefusedError, match="outside_units"), world.begin(SignedIn(company.ids["jiro"])) as work:
        write_to_person(work, WriteToPerson(check_id, company.ids["hanako"], "どこですか"))
    with pytest.raises(InvalidError, match="nobody_in_need"), world.begin(Operator()) as work:
        write_to_those_in_need(work, WriteToThoseInNeed(check_id, "待って"))
    assert notes(world) == set()
