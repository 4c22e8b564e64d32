"""`/console/checks/ID`: the board, for whoever has signed in or holds a link to it (`/safety status` gives one).

Managers see their people; everybody else sees counts. Both pages renew themselves, and cost next to nothing where
nothing has changed (docs/adr/0016).
"""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from adapters.web.console_board import ManagerBoardPage
from adapters.web.console_frame import Console, Reader
from adapters.web.reader import keep_link
from adapters.web.unchanged import unless_unchanged
from flows.show_check import show_check
from flows.work import Begin, Lane


def create_board_pages(begin: Begin, console: Console) -> Blueprint:
    pages = Blueprint("board", __name__)
    pages.app_url_defaults(keep_link)
    of_manager = ManagerBoardPage(begin, console)

    @pages.get("/console/checks/<int:check_id>")
    @console.page_of_check
    def show(reader: Reader, check_id: int) -> Response:
        draw = of_manager.page if reader.manages else counts
        return unless_unchanged(console, begin, reader, check_id, lambda tag: draw(reader, check_id, tag))

    def counts(reader: Reader, check_id: int, tag: str) -> Response:
        with begin(reader.actor, Lane.READ) as work:
            view = show_check(work, check_id, with_units=True)
        return console.render(reader, "console/counts.html", nav="checks", view=view, tag=tag)

    return pages
