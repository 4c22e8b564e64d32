"""`/line/link`: who stands behind a LINE account (LINE's account link). `/line/friend`: the QR code to add the bot.

GET shows; only a press uses a code up, sends a letter, or leads back to LINE (invariant 4).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

import segno
from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from adapters.web.page import browser_locale, error_page, render
from adapters.web.tokens import BadTokenError, Purpose, Tokens
from bot.vocabulary import ChannelKind
from bot.wording import say
from flows.carry_out import carry_out
from flows.line_account_link import NonceIssued, ask_for_code, issue_nonce
from flows.work import Begin, Policy, Sender

_LINK_TOKEN = re.compile(r"[!-~]{1,200}")
#: What is said above the form after a press; all but the first are warnings.
_NOTES = {
    "mailed": "line_link.mailed",
    "bad_code": "line_link.bad_code",
    "too_many_tries": "line_link.too_many_tries",
}


def create_line_pages(
    begin: Begin, tokens: Tokens, policy: Policy, dialog_url: str, friend_url: Callable[[], str]
) -> Blueprint:
    """`dialog_url`: LINE's page that ends the account link. `friend_url`: adds the bot as a friend; empty for now."""
    pages = Blueprint("line_pages", __name__)

    def page(note: str = "") -> Response:
        response = render(
            "line_link.html",
            browser_locale(policy.locale),
            t=request.args.get("t", ""),
            link_token=request.args.get("linkToken", ""),
            note=_NOTES.get(note, ""),
            is_refused=note != "mailed",
            has_mail=ChannelKind.MAIL in policy.channels,
        )
        return _may_lead_to(response, dialog_url)

    def press(friend: Sender, link_token: str) -> Response:
        match request.form.get("action"):
            case "link":
                code = request.form.get("code", "")
                issued = carry_out(begin, friend, lambda work: issue_nonce(work, code))
                if not isinstance(issued, NonceIssued):
                    return page(issued.code)
                query = urlencode({"linkToken": link_token, "nonce": issued.nonce})
                return _may_lead_to(redirect(f"{dialog_url}?{query}", 303), dialog_url)
            case "mail":
                address = request.form.get("address", "")
                refused = carry_out(begin, friend, lambda work: ask_for_code(work, address))
                return page(refused.code if refused else "mailed")
            case _:
                return error_page(browser_locale(policy.locale), "error_choice", 400)

    @pages.route("/line/link", methods=["GET", "POST"])
    def link() -> Response:
        link_token = request.args.get("linkToken", "")
        try:
            (number,) = tokens.read(Purpose.LINE_LINK, request.args.get("t", ""), 1)
            if not _LINK_TOKEN.fullmatch(link_token):
                raise BadTokenError(Purpose.LINE_LINK)
        except BadTokenError:
            locale = browser_locale(policy.locale)
            return render("error.html", locale, 410, sentence=say("line_link.old_link", locale))
        return press(Sender(ChannelKind.LINE, f"U{number:032x}"), link_token) if request.method == "POST" else page()

    @pages.get("/line/friend")
    def friend() -> Response:
        url = friend_url()
        picture = segno.make(url, error="m").svg_data_uri(scale=8, border=4, light="#fff") if url else ""
        return render("line_friend.html", browser_locale(policy.locale), company=policy.company, url=url, qr=picture)

    return pages


def _may_lead_to(response: Response, url: str) -> Response:
    """Browsers check the redirect after a form against `form-action` too: LINE's page is allowed beside our own."""
    there = urlsplit(url)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self' {there.scheme}://{there.netloc}"
    )
    return response
