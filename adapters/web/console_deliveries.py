"""`/console/checks/ID/deliveries`: what was sent to whom, through which contact, and what has become of it."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, request
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.download import Cell, Table, download
from adapters.web.form_words import id_in
from adapters.web.page import asked
from bot.reasons import in_words, reason
from bot.vocabulary import SENDING_CHANNELS, ChannelKind, Locale
from bot.wording import say
from flows.carry_out import carry_out
from flows.list_deliveries import (
    Delivery,
    DeliveryFilter,
    DeliveryLine,
    all_deliveries,
    list_deliveries,
    note_deliveries_seen,
)
from flows.offer_start import offer_start
from flows.work import Begin, Lane, Policy

_COLUMNS = (
    *("employee_no", "name", "kind", "round", "channel", "address", "state", "reason", "to_do", "tries"),
    *("created_at", "first_sent_at", "accepted_at", "finished_at", "code"),
)


def create_console_deliveries(begin: Begin, console: Console, policy: Policy) -> Blueprint:
    pages = Blueprint("deliveries", __name__)

    @pages.get("/console/checks/<int:check_id>/deliveries")
    @console.page
    def deliveries(reader: Reader, check_id: int) -> Response:
        carry_out(begin, reader.actor, lambda work: note_deliveries_seen(work, check_id))
        wanted = _wanted(check_id)
        # Apart from the note: reading a long list must hold up no answer.
        with begin(reader.actor, Lane.READ) as work:
            page = list_deliveries(work, wanted, _number("after") or 0)
            units = offer_start(work).units
        return console.render(
            reader,
            "console/deliveries.html",
            nav="checks",
            page=page,
            wanted=wanted,
            query=_query(wanted),
            states=list(Delivery),
            channels=SENDING_CHANNELS,
            units=units,
        )

    @pages.get("/console/checks/<int:check_id>/deliveries.<any(csv, xlsx):ending>")
    @console.page
    def deliveries_file(reader: Reader, check_id: int, ending: str) -> Response:
        carry_out(begin, reader.actor, lambda work: note_deliveries_seen(work, check_id))
        locale = console.locale(reader.who.locale)
        title = f"{say('deliveries.title', locale)}-{check_id}"
        with begin(reader.actor, Lane.READ) as work:
            rows = (_cells(line, locale) for line in all_deliveries(work, _wanted(check_id)))
            return download(Table(title, _COLUMNS, rows), ending, locale, policy.zone)

    return pages


def _wanted(check_id: int) -> DeliveryFilter:
    """As the address asks; what is none of ours narrows nothing."""
    state, channel = asked("state"), asked("channel")
    return DeliveryFilter(
        check_id=check_id,
        only=Delivery(state) if state in list(Delivery) else None,
        channel=ChannelKind(channel) if channel in SENDING_CHANNELS else None,
        unit_id=_number("unit"),
        text=asked("q"),
        round=_number("round"),
    )


def _query(wanted: DeliveryFilter) -> str:
    """What the other pages of the list, its files and the other language keep of the address."""
    asked_for = {
        "state": wanted.only,
        "channel": wanted.channel,
        "unit": wanted.unit_id,
        "round": wanted.round,
        "q": wanted.text,
    }
    return urlencode({name: value for name, value in asked_for.items() if value not in (None, "")})


def _number(name: str) -> int | None:
    return id_in(request.args.get(name, ""))


def _cells(line: DeliveryLine, locale: Locale) -> tuple[Cell, ...]:
    return (
        *(line.employee_no, line.name, say(f"message.{line.kind}", locale), line.round),
        *(say(f"channel.{line.channel}", locale), line.address, say(f"delivery.{line.delivery}", locale)),
        *(in_words(line.reason, locale), reason(line.reason, locale).to_do, line.tries),
        *(line.created_at, line.first_sent_at, line.accepted_at, line.finished_at, line.reason),
    )
