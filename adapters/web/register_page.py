"""`/c/<token>`, the other kind: a person registers and corrects contacts behind a link mailed to them.

The link is the authority: no cookie goes with it, so its forms need no token of their own.
"""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.contact_forms import DONE, KINDS, change_contacts, is_reached
from adapters.web.page import asked_locale, local, render
from bot.refusals import refusal
from flows.carry_out import carry_out
from flows.errors import InvalidError
from flows.show_contacts import show_contacts
from flows.work import Begin, Policy, TokenHolder


def register(begin: Begin, policy: Policy, token: str, person_id: int) -> Response:
    """Shows the page, or does what was pressed. UnpressedError, FlowError."""
    actor = TokenHolder(person_id)
    problem: InvalidError | None = None
    if request.method == "POST":
        try:
            done = carry_out(begin, actor, lambda work: change_contacts(work, person_id))
            return redirect(url_for(".contact", token=token, done=done, lang=request.values.get("lang")), 303)
        except InvalidError as error:
            # What was typed is kept, and what is wrong with it stands on top.
            problem = error
    facts = carry_out(begin, actor, lambda work: show_contacts(work, person_id))
    locale = asked_locale(facts.locale)
    done = request.args.get("done", "")
    return render(
        "register.html",
        locale,
        400 if problem else 200,
        facts=facts,
        reached=is_reached(facts, policy),
        kinds=KINDS,
        done=done if done in DONE else "",
        problem=refusal(problem.code, locale, problem.params) if problem else "",
        typed=request.form,
        csrf_field="",
        local=lambda moment: local(moment, policy.zone, locale),
    )
