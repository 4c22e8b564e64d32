"""`/console/checks/ID`: the plain web board, opened by a signed link from `/safety status`."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from adapters.web.page import asked_locale, error_page, flow_error_page, local, render, token_error_page
from adapters.web.tokens import BadTokenError, Purpose, Tokens
from bot.boards import stopped_channel
from flows.errors import FlowError, RefusedError
from flows.show_check import Names, show_check, show_names
from flows.who import who_is
from flows.work import Begin, Lane, Policy, TokenHolder

#: People on one page; the rest is a link away.
PAGE = 100
#: More people than any company has; a database takes no number of any size.
OFFSET_AT_MOST = 10**9


def create_board_pages(begin: Begin, tokens: Tokens, policy: Policy) -> Blueprint:
    pages = Blueprint("board", __name__)

    def page(check_id: int, offset: int) -> Response:
        asked_id, person_id = tokens.read(Purpose.BOARD, request.args.get("t", ""), 2)
        if asked_id != check_id:
            raise BadTokenError(Purpose.BOARD)
        names: Names | None = None
        with begin(TokenHolder(person_id), Lane.READ) as work:
            view = show_check(work, check_id, with_units=True)
            try:
                names = show_names(work, check_id, offset=offset, limit=PAGE)
            except RefusedError:
                names = None
            who = who_is(work)
        locale = asked_locale(who.locale if who else policy.locale)
        response = render(
            "board.html",
            locale,
            view=view,
            names=names,
            offset=offset,
            page=PAGE,
            token=request.args.get("t", ""),
            stopped=[stopped_channel(one.channel, one.reason, locale) for one in view.stopped_channels],
            local=lambda moment: local(moment, policy.zone, locale),
        )
        response.add_etag()
        return response.make_conditional(request)

    @pages.get("/console/checks/<int:check_id>")
    def show(check_id: int) -> Response:
        try:
            return page(check_id, min(max(0, request.args.get("offset", 0, int)), OFFSET_AT_MOST))
        except BadTokenError as error:
            return token_error_page(error, asked_locale(policy.locale))
        except FlowError as error:
            return flow_error_page(error, asked_locale(policy.locale))

    @pages.get("/console/")
    def home() -> Response:
        return error_page(asked_locale(policy.locale), "error_expired", 404)

    return pages
