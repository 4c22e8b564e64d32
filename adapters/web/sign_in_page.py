"""`/console/sign-in` and `/console/enter/<token>`: a mailed link, and a button that signs in. GET never does."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console
from bot.vocabulary import ChannelKind
from flows.carry_out import carry_out
from flows.errors import RefusedError
from flows.sign_in import AskForLink, ask_for_link, link_holder, use_link
from flows.work import Begin, Lane, Policy, System

_ACTOR = System("sign-in page")


#: `?problem=` of whoever is led back here.
_PROBLEMS = {
    "slack": "sign_in.slack_failed",
    "workspace": "sign_in.other_workspace",
    "unknown": "sign_in.slack_unknown",
    "left": "sign_in.left",
}


def create_sign_in_pages(begin: Begin, console: Console, policy: Policy, by_slack: bool) -> Blueprint:
    """`by_slack`: Sign in with Slack is set up."""
    pages = Blueprint("sign_in", __name__)

    def form(problem: str = "", status: int = 200) -> Response:
        return console.render_visit(
            "console/sign_in.html",
            status,
            problem=problem,
            typed=request.form.get("address", ""),
            signed_out="out" in request.args,
            by_slack=by_slack,
            by_mail=ChannelKind.MAIL in policy.channels,
        )

    @pages.get("/console/sign-in")
    def ask() -> Response:
        return form(_PROBLEMS.get(request.args.get("problem", ""), ""))

    @pages.post("/console/sign-in")
    def mail_link() -> Response:
        """The same answer for every address."""
        console.require_form(console.visit())
        if ChannelKind.MAIL not in policy.channels:
            return form(status=400)
        address = request.form.get("address", "").strip()
        if "@" not in address:
            return form("sign_in.no_address", 400)
        if not ask_for_link(begin, AskForLink(address, request.remote_addr or "")):
            return form("sign_in.too_many", 429)
        return console.render_visit("console/sign_in_sent.html")

    @pages.get("/console/enter/<token>")
    def show(token: str) -> Response:
        with begin(_ACTOR, Lane.READ) as work:
            holder = link_holder(work, token)
        if holder is None:
            return used()
        return console.render_visit("console/enter.html", known=holder.locale, name=holder.name)

    @pages.post("/console/enter/<token>")
    def enter(token: str) -> Response:
        visit = console.visit()
        console.require_form(visit)
        holder = carry_out(begin, _ACTOR, lambda work: use_link(work, token, visit))
        if holder is None:
            return used()
        try:
            return console.enter(holder.person_id, by="mail")
        except RefusedError:
            # They have left in the moment between the link and the session.
            return redirect(url_for(".ask", problem="left"), 303)

    def used() -> Response:
        return console.render_visit("console/link_used.html", 410)

    return pages
