"""`/console/slack/…`: signing in with Slack. Slack leads back by a GET, so a button comes before it signs in."""

from __future__ import annotations

import secrets

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, FormExpiredError
from adapters.web.tokens import BadTokenError, Purpose, Tokens
from bot.vocabulary import ChannelKind
from flows.errors import RefusedError
from flows.ports import Addresses, IdentityError, SlackIdentity
from flows.who import Who, who_is
from flows.work import Begin, Lane, Sender

_RANDOM_BITS = 62
#: Longer codes are not Slack's.
_CODE_AT_MOST = 500


def create_slack_sign_in(
    begin: Begin, tokens: Tokens, console: Console, slack: SlackIdentity, at: Addresses
) -> Blueprint:
    pages = Blueprint("slack_sign_in", __name__)

    def redirect_uri() -> str:
        return f"{at.outside}/console/slack/callback"

    def holder_of(code: str, state: str, visit: int) -> Who:
        """Whom Slack named in answer to the request of this very browser. BadTokenError, IdentityError."""
        asked_by, nonce = tokens.read(Purpose.SLACK_STATE, state, 2)
        if asked_by != visit or not 0 < len(code) <= _CODE_AT_MOST:
            raise BadTokenError(Purpose.SLACK_STATE)
        user_id = slack.exchange(code, redirect_uri(), str(nonce))
        with begin(Sender(ChannelKind.SLACK, user_id), Lane.READ) as work:
            who = who_is(work)
        if who is None:
            raise IdentityError("unknown")
        return who

    def failed(problem: str) -> Response:
        return redirect(url_for("sign_in.ask", problem=problem), 303)

    @pages.get("/console/slack/start")
    def start() -> Response:
        try:
            visit = console.visit()
        except FormExpiredError:
            return failed("slack")
        nonce = secrets.randbits(_RANDOM_BITS)
        state = tokens.make(Purpose.SLACK_STATE, visit, nonce)
        return redirect(slack.sign_in_url(redirect_uri(), state, str(nonce)), 303)

    @pages.get("/console/slack/callback")
    def callback() -> Response:
        try:
            visit = console.visit()
            who = holder_of(request.args.get("code", ""), request.args.get("state", ""), visit)
        except (FormExpiredError, BadTokenError):
            return failed("slack")
        except IdentityError as error:
            return failed(str(error))
        proof = tokens.make(Purpose.SLACK_PROOF, who.person_id or 0, visit)
        return console.render_visit(
            "console/enter.html", known=who.locale, name=who.name, action=url_for("slack_sign_in.enter"), proof=proof
        )

    @pages.post("/console/slack/enter")
    def enter() -> Response:
        visit = console.visit()
        console.require_form(visit)
        try:
            person_id, named_to = tokens.read(Purpose.SLACK_PROOF, request.form.get("proof", ""), 2)
        except BadTokenError:
            return failed("slack")
        if named_to != visit:
            return failed("slack")
        try:
            return console.enter(person_id, by="slack")
        except RefusedError:
            # They have left since Slack named them.
            return failed("unknown")

    return pages
