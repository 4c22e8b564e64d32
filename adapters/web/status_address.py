"""How the status list of a check is narrowed: what stands in its address."""

from __future__ import annotations

from urllib.parse import urlencode

from adapters.web.form_words import id_in
from adapters.web.page import asked
from flows.status_list import Only, StatusFilter

#: Digits of an id of the database.
_ID_DIGITS = 18


def wanted_of(check_id: int) -> StatusFilter:
    """As the address asks; what is none of ours narrows nothing."""
    only = asked("only")
    return StatusFilter(
        check_id=check_id,
        only=Only(only) if only in list(Only) else None,
        unit_id=id_in(asked("unit")),
        directly=asked("directly") == "1",
        text=asked("q"),
        after=asked("after"),
    )


def query_of(wanted: StatusFilter) -> str:
    """What files, the person's page, a press and the other language keep of the address."""
    directly = 1 if wanted.directly else None
    parts = {"only": wanted.only, "unit": wanted.unit_id, "directly": directly, "q": wanted.text, "after": wanted.after}
    return urlencode({name: value for name, value in parts.items() if value not in (None, "")})
