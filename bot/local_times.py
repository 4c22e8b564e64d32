"""A day and a time as a form gives them, on the company's clock."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def moment_in(text: str, zone: tzinfo) -> datetime:
    """`2026-11-20T15:00` there, as an instant. ValueError for anything else and for an hour that summer time skips.

    Of an hour that comes twice the first is meant.
    """
    try:
        given = datetime.fromisoformat(text.strip())
        moment = given.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text!r} is no moment") from error
    if given.tzinfo is not None or as_typed(moment, zone) != given.isoformat(timespec="minutes"):
        raise ValueError(f"{text!r} is no moment there")
    return moment


def as_typed(moment: datetime, zone: tzinfo) -> str:
    """As `moment_in` reads it, to the minute."""
    return moment.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes")
