"""What LINE still takes this month, for whoever would rather save it for a check."""

from __future__ import annotations

import pytest

from adapters.line.api import LineApi
from adapters.line.channel import LineChannel
from flows.ports import Metered
from tests.adapters.line.line_fake import Answer, LineFake


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ([Answer(body={"type": "limited", "value": 200}), Answer(body={"totalUsage": 150})], 50),
        ([Answer(body={"type": "limited", "value": 200}), Answer(body={"totalUsage": 230})], 0),
        ([Answer(body={"type": "none"}), Answer(body={"totalUsage": 150})], None),
        ([Answer(500)], 0),
        ([Answer(drops=True)], 0),
    ],
)
def test_what_is_left_is_as_line_says_and_nothing_where_it_does_not(
    line: LineFake, api: LineApi, told: list[Answer], left: int | None
) -> None:
    channel = LineChannel(api)
    assert isinstance(channel, Metered)
    line.script = told
    assert channel.left_this_month() == left
