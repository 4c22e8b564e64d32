"""A whole product over real HTTP, the stand-ins around it, and a clock that stands still until it is moved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stories.harness import Story
from tests.support.clock import MovableClock


@pytest.fixture
def story(database_url: str, clock: MovableClock) -> Iterator[Story]:
    told = Story(database_url, clock)
    try:
        yield told
    except BaseException:
        told.close()
        raise
    told.close()
    told.require_nothing_unexpected()
