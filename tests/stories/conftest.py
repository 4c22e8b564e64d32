"""A whole product over real HTTP, the stand-ins around it, and a clock that stands still until it is moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from zlib import crc32

import pytest

from tests.stories.harness import Story
from tests.support.clock import MovableClock

MakeStory = Callable[..., Story]

#: Three paths, what comes twice or at once, processes side by side, crashes and kills.
ON_BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
#: For stories of what people type and see, and of what platforms refuse.
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
_ON_POSTGRES = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Who does not say where it is told is told once, half of them here and half there, as its name decides.

    What is stored is proved on both databases by the flows' own tests.
    """
    if not any("database_url" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")):
        here = crc32(metafunc.definition.originalname.encode()) % 2
        metafunc.definition.add_marker(_ON_POSTGRES if here else ON_SQLITE)


@pytest.fixture
def make_story(database_url: str, clock: MovableClock) -> Iterator[MakeStory]:
    """`make_story(live=True, …)`: one story told otherwise than usual."""
    told: list[Story] = []

    def make(**facts: Any) -> Story:
        told.append(Story(database_url, clock, **facts))
        return told[-1]

    try:
        yield make
    finally:
        for one in told:
            one.close()
    for one in told:
        one.require_nothing_unexpected()


@pytest.fixture
def story(make_story: MakeStory) -> Story:
    return make_story()
