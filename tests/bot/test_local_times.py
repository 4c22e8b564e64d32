"""A day and a time on the company's clock: an hour that summer time skips does not exist, one that comes twice is the
first."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot.local_times import as_typed, moment_in

TOKYO, BERLIN = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Berlin")


def test_what_is_typed_is_meant_there_and_shown_again_as_typed() -> None:
    for text, zone, instant in (
        ("2026-11-20T15:00", TOKYO, "2026-11-20T06:00:00+00:00"),
        ("2026-07-01T09:30", BERLIN, "2026-07-01T07:30:00+00:00"),
        ("2026-12-01T09:30", BERLIN, "2026-12-01T08:30:00+00:00"),
        ("2026-10-25T02:30", BERLIN, "2026-10-25T00:30:00+00:00"),
    ):
        moment = moment_in(text, zone)
        assert moment.isoformat() == instant
        assert as_typed(moment, zone) == text


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2026-03-29T02:30", "2026-02-30T10:00", "2026-11-20T15:00+09:00", "0001-01-01T00:00"]
)
def test_what_does_not_exist_there_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match="is no moment"):
        moment_in(text, BERLIN)
