"""A whole product over real HTTP, the stand-ins around it, and a clock that stands still until it is moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.stories.harness import Story
from tests.support.clock import MovableClock

MakeStory = Callable[..., Story]

#: For stories of what people type and see, and of what platforms refuse. What is stored of it is proved on both
#: databases by the flows' own tests; three paths, answers, help, reminders, redelivery, crashes and kills here too.
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


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
