"""The connection to PostgreSQL is lost under an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import NullPool, create_engine, func, make_url, select, text

from bot.vocabulary import ChannelKind, Status, Via
from flows.begin import make_begin
from flows.carry_out import carry_out
from flows.errors import NotFoundError
from flows.record_answer import AnswerRecorded, RecordAnswer, record_answer
from flows.work import Lane, Sender, System, Work
from storage.database import Database, open_database
from storage.models import answers
from storage.postgres import PostgresTransactions
from tests.conftest import DEFAULT_POLICY
from tests.support.clock import MovableClock
from tests.support.company import usual_company
from tests.support.sending import World

TARO = Sender(ChannelKind.SLACK, "U0TARO")
_OTHERS = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'anpi'"
)


@pytest.fixture
def killing(postgres_url: str, open_postgres: Database) -> Callable[[], None]:
    """Ends every other connection of the product, as a restarted server does."""
    open_postgres.engine.dispose()

    def kill() -> None:
        server = create_engine(postgres_url, poolclass=NullPool)
        with server.begin() as connection:
            connection.execute(_OTHERS)

    return kill


@pytest.fixture
def world(postgres_url: str, clock: MovableClock) -> Iterator[World]:
    database = open_database(postgres_url)
    begin = make_begin(database, clock, DEFAULT_POLICY, lambda: None)
    usual_company(begin)
    yield World(begin, clock)
    database.close()


def safe(world: World, check_id: int) -> RecordAnswer:
    return RecordAnswer(Status.SAFE, world.clock.now(), Via.SLACK, check_id, 0, "slack:press-1")


def answers_kept(world: World) -> int:
    with world.begin(System(), Lane.READ) as work:
        return work.connection.execute(select(func.count()).select_from(answers)).scalar_one()


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_answer_whose_connection_is_lost_under_it_is_recorded_once(
    world: World, killing: Callable[[], None], when: str
) -> None:
    check_id = world.start()
    tries: list[None] = []

    def press(work: Work) -> AnswerRecorded:
        tries.append(None)
        if len(tries) == 1 and when == "before":
            killing()
        recorded = record_answer(work, safe(world, check_id))
        if len(tries) == 1 and when == "after":
            killing()
        return recorded

    recorded = carry_out(world.begin, TARO, press)
    assert (len(tries), recorded.is_repeat, answers_kept(world)) == (2, False, 1)


def test_what_is_refused_is_not_tried_again(world: World) -> None:
    tries: list[None] = []

    def refuse(_: Work) -> None:
        tries.append(None)
        raise NotFoundError("no_check")

    with pytest.raises(NotFoundError):
        carry_out(world.begin, TARO, refuse)
    assert len(tries) == 1


@pytest.mark.parametrize("lane", [Lane.ANSWER, Lane.READ])
def test_connections_that_died_while_they_rested_are_found_before_work_begins(
    postgres_url: str, killing: Callable[[], None], lane: Lane
) -> None:
    database = Database(PostgresTransactions(make_url(postgres_url), pool_size=2, trusted_for=0.0))
    with database.transaction(Lane.READ) as connection:
        connection.execute(text("SELECT 1"))
    killing()
    with database.transaction(lane) as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    database.close()


def test_after_one_lost_connection_the_others_are_looked_at(world: World, killing: Callable[[], None]) -> None:
    """A second answer must not meet the next dead connection of the pool."""
    tries: list[None] = []

    def press(work: Work) -> int:
        tries.append(None)
        if len(tries) == 1:
            killing()
        one: int = work.connection.execute(text("SELECT 1")).scalar_one()
        return one

    with world.begin(System(), Lane.READ) as work:
        work.connection.engine.connect().close()
    assert carry_out(world.begin, TARO, press) == 1
    assert len(tries) == 2
