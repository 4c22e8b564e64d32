"""Checks as `--json` prints them: these shapes are fixed, more keys may come."""

from __future__ import annotations

from typing import Any

from flows.show_check import CheckLine, CheckView


def line_as_json(line: CheckLine) -> dict[str, Any]:
    """One row of `anpi check list --json`."""
    return {
        "id": line.check_id,
        "kind": line.kind,
        "title": line.title,
        "state": line.state,
        "started_at": line.started_at,
    } | ({"starts_at": line.starts_at} if line.starts_at else {})


def view_as_json(view: CheckView) -> dict[str, Any]:
    """`anpi check show --json`: the five counts add up to `roll`."""
    return {
        "id": view.check_id,
        "kind": view.kind,
        "title": view.title,
        "level": view.level,
        "action": view.action,
        "state": view.state,
        "started_at": view.started_at,
        "closed_at": view.closed_at,
        "roll": view.roll,
        "counts": {standing.value: count for standing, count in view.counts.items()},
        "guests": view.guests,
        "unclaimed_help": view.unclaimed_help,
        "reminders_sent": view.reminders_sent,
        "next_reminder_at": view.next_reminder_at,
        "deliveries": view.deliveries,
        "unreachable": view.unreachable,
        "stopped_channels": [{"channel": one.channel, "reason": one.reason} for one in view.stopped_channels],
        "boards_maybe_doubled": view.boards_maybe_doubled,
        "called_off": view.called_off,
    }
