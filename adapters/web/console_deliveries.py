"""`/console/checks/ID/deliveries`: what was sent to whom, through which contact, and what has become of it."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.csv_file import csv_file
from bot.wording import say
from flows.carry_out import carry_out
from flows.list_deliveries import Delivery, DeliveryLine, all_deliveries, list_deliveries, note_deliveries_seen
from flows.work import Begin, Lane

_COLUMNS = (
    *("employee_no", "name", "kind", "round", "channel", "address", "state", "reason", "tries"),
    *("created_at", "accepted_at"),
)
#: Digits of an id of the database.
_ID_DIGITS = 18


def create_console_deliveries(begin: Begin, console: Console) -> Blueprint:
    pages = Blueprint("deliveries", __name__)

    @pages.get("/console/checks/<int:check_id>/deliveries")
    @console.page
    def deliveries(reader: Reader, check_id: int) -> Response:
        carry_out(begin, reader.actor, lambda work: note_deliveries_seen(work, check_id))
        after = request.args.get("after", "")
        first_after = int(after) if after.isascii() and after.isdecimal() and len(after) <= _ID_DIGITS else 0
        # Apart from the note: reading a long list must hold up no answer.
        with begin(reader.actor, Lane.READ) as work:
            page = list_deliveries(work, check_id, _only(), first_after)
        return console.render(
            reader,
            "console/deliveries.html",
            nav="checks",
            check_id=check_id,
            page=page,
            only=_only() or "",
            states=list(Delivery),
        )

    @pages.get("/console/checks/<int:check_id>/deliveries.csv")
    @console.page
    def deliveries_file(reader: Reader, check_id: int) -> Response:
        carry_out(begin, reader.actor, lambda work: note_deliveries_seen(work, check_id))
        locale = console.locale(reader.who.locale)
        header = [say(f"column.{name}", locale) for name in _COLUMNS]
        with begin(reader.actor, Lane.READ) as work:
            lines = all_deliveries(work, check_id, _only())
            return csv_file(f"deliveries-{check_id}", header, map(_cells, lines))

    return pages


def _only() -> Delivery | None:
    wanted = request.args.get("state", "")
    return Delivery(wanted) if wanted in list(Delivery) else None


def _cells(line: DeliveryLine) -> tuple[str, ...]:
    return (
        *(line.employee_no, line.name, line.kind, str(line.round), line.channel, line.address),
        *(line.delivery, line.reason, str(line.tries), line.created_at.isoformat()),
        line.accepted_at.isoformat() if line.accepted_at else "",
    )
