"""A manager's page of a check that asks for itself every few seconds: 304 where nothing has changed since."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from flask import make_response, request
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from flows.board_mark import board_mark
from flows.work import Begin, Lane


def unless_unchanged(
    console: Console, begin: Begin, reader: Reader, check_id: int, draw: Callable[[str], Response]
) -> Response:
    """What `draw(tag)` gives, or 304 for whoever has the page of that tag. RefusedError, NotFoundError(no_check).

    The mark is read before what is shown: a page is never older than its tag.
    """
    with begin(reader.actor, Lane.READ) as work:
        mark = board_mark(work, check_id)
    known_by = (mark, reader.number, request.full_path, console.locale(reader.who.locale))
    tag = hashlib.sha256(repr(known_by).encode()).hexdigest()[:24]
    if request.if_none_match.contains(tag):
        response: Response = make_response("", 304)
        response.headers["Cache-Control"] = "no-store"
    else:
        response = draw(tag)
    response.set_etag(tag)
    return response
