"""`/console/checks/ID`: the plain web board, for whoever has signed in or holds a link from `/safety status`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from flask import Blueprint, request
from werkzeug.wrappers import Response

from adapters.web.console_board import ManagerBoardPage
from adapters.web.console_frame import Console, Reader
from adapters.web.page import asked_locale, flow_error_page, local, render, token_error_page
from adapters.web.tokens import BadTokenError, Purpose, Tokens
from bot.boards import stopped_channel
from bot.vocabulary import Standing
from flows.carry_out import carry_out
from flows.errors import FlowError, RefusedError
from flows.phones_to_call import phones_to_call
from flows.show_check import Names, UnitCount, show_check, show_names
from flows.who import who_is
from flows.work import Begin, Lane, Policy, SignedIn, TokenHolder

#: People on one page; the rest is a link away.
PAGE = 100
#: A list of silent people longer than this is folded up until its reader wants it.
SHORT = 20
WORST = (Standing.HELP, Standing.INJURED, Standing.SILENT)
#: More people than any company has; a database takes no number of any size.
OFFSET_AT_MOST = 10**9


def worst_first(units: Sequence[UnitCount]) -> list[UnitCount]:
    """Most help first, then most injured, then most silent; what is below a unit stays below it."""
    known = {unit.path: unit for unit in units}

    def badness(path: str) -> tuple[int, ...]:
        return tuple(-known[path].counts[standing] for standing in WORST) if path in known else ()

    def place(unit: UnitCount) -> list[tuple[tuple[int, ...], str]]:
        names = unit.path.split("/")
        above = ("/".join(names[:depth]) for depth in range(1, len(names) + 1))
        return [(badness(path), path) for path in above]

    return sorted(units, key=place)


def _opened(wished: str | None) -> Callable[[str, int], bool]:
    """Which lists are unfolded: as the reader left them, else what somebody must act on and is not too long."""
    if wished is not None:
        left_open = frozenset(wished.split("."))
        return lambda part, _: part in left_open
    return lambda part, lines: part in (Standing.HELP, Standing.INJURED) or (part == Standing.SILENT and lines <= SHORT)


def create_board_pages(begin: Begin, tokens: Tokens, policy: Policy, console: Console) -> Blueprint:
    pages = Blueprint("board", __name__)
    of_manager = ManagerBoardPage(begin, console, policy)

    def numbers_to_call(actor: TokenHolder | SignedIn, names: Names) -> dict[int, tuple[str, ...]]:
        """In a unit of work of its own: that they were seen is noted, and reading the names must hold up no answer."""
        out_of_reach = [line.person_id for line in names.people if line.person_id is not None and not line.reachable]
        if not out_of_reach:
            return {}
        return carry_out(begin, actor, lambda work: phones_to_call(work, names.check_id, out_of_reach))

    def holder(check_id: int) -> TokenHolder:
        asked_id, person_id = tokens.read(Purpose.BOARD, request.args["t"], 2)
        if asked_id != check_id:
            raise BadTokenError(Purpose.BOARD)
        return TokenHolder(person_id)

    def page(check_id: int, offset: int, reader: Reader | None) -> Response:
        actor = reader.actor if reader else holder(check_id)
        names: Names | None = None
        with begin(actor, Lane.READ) as work:
            view = show_check(work, check_id, with_units=True)
            try:
                names = show_names(work, check_id, offset=offset, limit=PAGE)
            except RefusedError:
                names = None
            who = who_is(work)
        phones = numbers_to_call(actor, names) if names else {}
        known = who.locale if who else policy.locale
        locale = console.locale(known) if reader else asked_locale(known)
        draw = (
            partial(console.render, reader, "board.html", "checks") if reader else partial(render, "board.html", locale)
        )
        response = draw(
            view=view,
            units=worst_first(view.units),
            is_open=_opened(request.args.get("open")),
            names=names,
            phones=phones,
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
            reader = None if "t" in request.args else console.signed_in()
            if reader and reader.manages:
                return of_manager.show(reader, check_id)
            return page(check_id, min(max(0, request.args.get("offset", 0, int)), OFFSET_AT_MOST), reader)
        except BadTokenError as error:
            return token_error_page(error, asked_locale(policy.locale))
        except FlowError as error:
            return flow_error_page(error, asked_locale(policy.locale))

    return pages
