"""A person's page reached from the status list of a check: how they stand there, sending again, the way back."""

from __future__ import annotations

from typing import Any

from adapters.web.console_frame import Reader
from adapters.web.form_words import id_in
from adapters.web.page import asked
from flows.errors import FlowError
from flows.send_again import Again
from flows.status_list import person_in_check
from flows.work import Begin, Lane


def kept() -> dict[str, Any]:
    """What an address of the page must keep of the one in hand: the check, and how its list was narrowed."""
    return {name: asked(name) for name in ("check", "list") if asked(name)}


def in_check(begin: Begin, reader: Reader, person_id: int) -> dict[str, Any]:
    """For `console/in_check.html`; nothing where the page was reached otherwise, or the check is not theirs to see."""
    check_id = id_in(asked("check"))
    if check_id is None:
        return {"in_check": None}
    try:
        with begin(reader.actor, Lane.READ) as work:
            found = person_in_check(work, check_id, person_id)
    except FlowError:
        found = None
    sent = asked("sent")
    return {"in_check": found, "sent": sent if sent in list(Again) else "", "kept": kept()}
