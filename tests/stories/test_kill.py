"""`kill -9` at any moment: none lost, LINE never doubled, Slack and mail doubled at most where a kill met a sending."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.conftest import ON_BOTH
from tests.stories.killing import PEOPLE, Siege
from tests.stories.processes import Nursery

#: `ANPI_TEST_KILLS=40` kills that many processes on each database; `ANPI_TEST_SEED` names the moments.
KILLS = int(os.environ.get("ANPI_TEST_KILLS", "3"))
SEED = int(os.environ.get("ANPI_TEST_SEED", "20261120"))
KILLS_PER_CHECK = 4


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    one = Nursery()
    yield one
    one.close()


@pytest.fixture
def people() -> int:
    return PEOPLE


@pytest.fixture
def siege(nursery: Nursery, database_url: str, tmp_path: Path, people: int) -> Iterator[Siege]:
    one = Siege(nursery, database_url, tmp_path, random.Random(SEED), people)
    try:
        yield one
    finally:
        one.close()
    log = one.log.read_text()
    assert "Traceback" not in log, log[-1500:]
    assert " ERROR " not in log, log[-1500:]


@ON_BOTH
def test_two_thousand_people_are_asked_whatever_dies_meanwhile(siege: Siege) -> None:
    for number, first in enumerate(range(0, KILLS, KILLS_PER_CHECK)):
        tally = siege.play(f"地震その{number}番", min(KILLS_PER_CHECK, KILLS - first))
        print(f"\n{siege.database_kind} check {number}: {tally}")  # noqa: T201
        assert tally.in_flight, "no kill met a sending: nothing was proved"


@pytest.mark.parametrize("people", [600])
@pytest.mark.parametrize(
    ("command", "database_url"), [("worker", "sqlite"), ("serve --port 0", "postgres")], indirect=["database_url"]
)
def test_a_process_told_to_stop_finishes_what_it_has_begun_and_nothing_is_doubled(siege: Siege, command: str) -> None:
    tally = siege.stop_politely(command)
    assert not +tally.doubled
