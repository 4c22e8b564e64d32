"""LINE's account link: the token for it, the button to our page, where LINE takes people back.

https://developers.line.biz/en/docs/messaging-api/linking-accounts/
"""

from __future__ import annotations

import json
import logging
import re
from functools import partial
from urllib.parse import urlsplit

from urllib3.exceptions import HTTPError

from adapters.line.api import LineApi
from adapters.line.bubbles import body_of
from adapters.line.replies import Words
from bot.vocabulary import Locale
from bot.welcome import line_greeting
from flows.ports import Links

log = logging.getLogger(__name__)

_TOKEN = re.compile(r"[!-~]{1,200}")
_API_HOST = "api.line.me"
_DIALOG_HOST = "https://access.line.me"
_DIALOG_PATH = "/dialog/bot/accountLink"


def dialog_url(api_url: str) -> str:
    """Where a browser goes with link token and nonce; a stand-in has it at the address of its API."""
    is_line = urlsplit(api_url).hostname == _API_HOST
    return (_DIALOG_HOST if is_line else api_url.rstrip("/")) + _DIALOG_PATH


class LinkTokens:
    """Link tokens of LINE accounts: 10 minutes, once."""

    def __init__(self, api: LineApi) -> None:
        self._api = api

    def issue(self, user_id: str) -> str:
        """Empty where LINE gives none: the code can be typed into the chat all the same."""
        try:
            reply = self._api.post(f"/v2/bot/user/{user_id}/linkToken", b"")
            token = json.loads(reply.body).get("linkToken") if reply.status == 200 else None
        except (HTTPError, ValueError, AttributeError, RecursionError) as error:
            log.warning("LINE gave no link token: %s", type(error).__name__)
            return ""
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            log.warning("LINE gave no link token: %d", reply.status)
            return ""
        return token


def how_to_link(tokens: LinkTokens, links: Links, user_id: str, locale: Locale) -> Words:
    """The greeting with the button; LINE is asked for the token when the words' turn comes, beside the request."""
    return partial(_how_to_link, tokens, links, user_id, locale)


def _how_to_link(tokens: LinkTokens, links: Links, user_id: str, locale: Locale) -> bytes:
    token = tokens.issue(user_id)
    return body_of(line_greeting(locale, False, links.line_link(user_id, token) if token else ""))
