"""`/c/<token>`: a person proves a contact, or has messages to it resumed. Reading it changes nothing (invariant 4)."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from adapters.web.page import (
    UnpressedError,
    asked_locale,
    behind_link,
    render,
)
from adapters.web.register_page import register
from adapters.web.tokens import Purpose, Tokens
from flows.carry_out import carry_out
from flows.prove_contact import prove_contact
from flows.unsubscribe import ContactFacts, resume, show_contact
from flows.work import Begin, Lane, Policy, System, Work

_ACTOR = System("contact page")


def create_contact_pages(begin: Begin, tokens: Tokens, policy: Policy) -> Blueprint:
    pages = Blueprint("contact", __name__)

    def page(token: str) -> Response:
        if tokens.was_made_for(Purpose.REGISTER, token):
            (person_id,) = tokens.read(Purpose.REGISTER, token, 1)
            return register(begin, policy, token, person_id)
        contact_id, mark = tokens.read(Purpose.CONTACT, token, 2)
        if request.method != "POST":
            with begin(_ACTOR, Lane.READ) as work:
                return html(show_contact(work, contact_id, mark))
        action = request.form.get("action")
        if action not in ("prove", "resume"):
            raise UnpressedError

        def press(work: Work) -> ContactFacts:
            if action == "prove":
                prove_contact(work, contact_id, mark)
                return show_contact(work, contact_id, mark)
            return resume(work, contact_id, mark)

        return html(carry_out(begin, _ACTOR, press), is_proven=action == "prove")

    def html(facts: ContactFacts, is_proven: bool = False) -> Response:
        return render("contact.html", asked_locale(facts.locale), facts=facts, is_proven=is_proven)

    @pages.route("/c/<token>", methods=["GET", "POST"])
    def contact(token: str) -> Response:
        return behind_link(policy.locale, lambda: page(token))

    return pages
