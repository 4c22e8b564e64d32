"""`/console/help/ID`: a manager takes and closes a call for help from a mail, which has no buttons."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from adapters.web.page import UnpressedError, asked_locale, error_page, flow_error_page, local, render, token_error_page
from adapters.web.tokens import BadTokenError, Purpose, Tokens
from flows.carry_out import carry_out
from flows.errors import FlowError, InvalidError
from flows.help_cases import CloseHelp, HelpCaseView, TakeHelp, close_help, show_help, take_help
from flows.work import Begin, Policy, TokenHolder


def create_help_pages(begin: Begin, tokens: Tokens, policy: Policy) -> Blueprint:
    pages = Blueprint("help", __name__)

    def holder(case_id: int) -> TokenHolder:
        token_case, person_id = tokens.read(Purpose.HELP_CASE, request.args.get("t", ""), 2)
        if token_case != case_id:
            raise BadTokenError(Purpose.HELP_CASE)
        return TokenHolder(person_id)

    def done(case_id: int) -> HelpCaseView:
        actor = holder(case_id)
        if request.method != "POST":
            return carry_out(begin, actor, lambda work: show_help(work, case_id))
        match request.form.get("action"):
            case "close":
                asked = CloseHelp(request.form.get("word", ""), case_id)
                return carry_out(begin, actor, lambda work: close_help(work, asked))
            case "take":
                return carry_out(begin, actor, lambda work: take_help(work, TakeHelp(case_id)))
            case _:
                # A mail scanner may submit a form without pressing its button (invariant 4).
                raise UnpressedError

    @pages.route("/console/help/<int:case_id>", methods=["GET", "POST"])
    def case(case_id: int) -> Response:
        locale = asked_locale(policy.locale)
        try:
            view = done(case_id)
        except BadTokenError as error:
            return token_error_page(error, locale)
        except UnpressedError:
            return error_page(locale, "error_choice", 400)
        except InvalidError:
            return error_page(locale, "error_word", 400)
        except FlowError as error:
            return flow_error_page(error, locale)
        locale = asked_locale(view.locale)
        return render(
            "help_case.html",
            locale,
            view=view,
            token=request.args.get("t", ""),
            local=lambda moment: local(moment, policy.zone, locale),
        )

    return pages
