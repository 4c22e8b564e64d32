"""`/c/<token>`: a person proves a contact, or has messages to it resumed. Reading it changes nothing (invariant 4)."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from adapters.web.page import UnpressedError, asked_locale, error_page, flow_error_page, render, token_error_page
from adapters.web.register_page import register
from adapters.web.tokens import BadTokenError, Purpose, Tokens
from flows.carry_out import carry_out
from flows.errors import FlowError
from flows.prove_contact import prove_contact
from flows.unsubscribe import ContactFacts, resume, show_contact
from flows.work import Begin, Policy, System, Work

_ACTOR = System("contact page")


def create_contact_pages(begin: Begin, tokens: Tokens, policy: Policy) -> Blueprint:
    pages = Blueprint("contact", __name__)

    def page(token: str) -> Response:
        if tokens.was_made_for(Purpose.REGISTER, token):
            (person_id,) = tokens.read(Purpose.REGISTER, token, 1)
            return register(begin, policy, token, person_id)
        contact_id, mark = tokens.read(Purpose.CONTACT, token, 2)
        is_proven = False

        def act(work: Work) -> ContactFacts:
            nonlocal is_proven
            match request.form.get("action") if request.method == "POST" else None:
                case None if request.method != "POST":
                    pass
                case "prove":
                    prove_contact(work, contact_id, mark)
                    is_proven = True
                case "resume":
                    resume(work, contact_id)
                case _:
                    raise UnpressedError
            return show_contact(work, contact_id)

        facts = carry_out(begin, _ACTOR, act)
        return render("contact.html", asked_locale(facts.locale), facts=facts, is_proven=is_proven)

    @pages.route("/c/<token>", methods=["GET", "POST"])
    def contact(token: str) -> Response:
        try:
            return page(token)
        except UnpressedError:
            return error_page(asked_locale(policy.locale), "error_choice", 400)
        except BadTokenError as error:
            return token_error_page(error, asked_locale(policy.locale))
        except FlowError as error:
            return flow_error_page(error, asked_locale(policy.locale))

    return pages
