"""`/u/<token>`: one-click unsubscribe (RFC 8058). The POST needs no cookie and answers 200; the GET shows a page."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from adapters.web.page import (
    UnpressedError,
    asked_locale,
    behind_link,
    render,
)
from adapters.web.tokens import BadTokenError, Purpose, Tokens
from flows.carry_out import carry_out
from flows.unsubscribe import ContactFacts, resume, show_contact, unsubscribe
from flows.work import Begin, Lane, Policy, System


def create_unsubscribe_pages(begin: Begin, tokens: Tokens, policy: Policy) -> Blueprint:
    pages = Blueprint("unsubscribe", __name__)

    def page(token: str) -> Response:
        contact_id, mark = _named(tokens, token)
        if request.method != "POST":
            with begin(System("unsubscribe page"), Lane.READ) as work:
                return _html(show_contact(work, contact_id, mark))
        if request.form.get("action") == "resume":
            change = resume
        elif request.form.get("List-Unsubscribe") == "One-Click":
            change = unsubscribe
        else:
            # RFC 8058, section 3.1: a mail program's own button always sends this pair.
            raise UnpressedError
        facts = carry_out(begin, System("unsubscribe page"), lambda work: change(work, contact_id, mark))
        return _html(facts, is_resumed=change is resume)

    @pages.route("/u/<token>", methods=["GET", "POST"])
    def one_click(token: str) -> Response:
        return behind_link(policy.locale, lambda: page(token))

    return pages


def _named(tokens: Tokens, token: str) -> tuple[int, int | None]:
    """The contact, and the mark of the address the letter went to: None in letters from before they had one."""
    try:
        contact_id, mark = tokens.read(Purpose.UNSUBSCRIBE, token, 2)
    except BadTokenError:
        (contact_id,) = tokens.read(Purpose.UNSUBSCRIBE, token, 1)
        return contact_id, None
    return contact_id, mark


def _html(facts: ContactFacts, is_resumed: bool = False) -> Response:
    """Who has just resumed is shown no button to stop: a second tap would land on it."""
    return render("unsubscribe.html", asked_locale(facts.locale), facts=facts, is_resumed=is_resumed)
