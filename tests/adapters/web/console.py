"""Signing in to the console in tests."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from adapters.web.console_frame import SESSION_COOKIE
from adapters.web.tokens import Purpose, Tokens


def signed_in(browser: FlaskClient, tokens: Tokens, person_id: int, epoch: int = 0) -> FlaskClient:
    """The same browser with a session of that person."""
    cookie = tokens.make(Purpose.SESSION, person_id, epoch, 4711)
    browser.set_cookie(SESSION_COOKIE, cookie, path="/console")
    return browser


def form_token(html: str) -> str:
    """The `csrf` of the first form of a page: `browser.post(path, data={"csrf": form_token(html), …})`."""
    found = re.search(r'name="csrf" value="([^"]+)"', html)
    assert found is not None, "the page has no form of the console"
    return found.group(1)
