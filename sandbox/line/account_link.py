"""The page of access.line.me that ends an account link: https://developers.line.biz/en/docs/messaging-api/linking-accounts/

LINE knows in whose app it is opened; a browser on this computer stands for the person the link token was issued to.
"""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.line.hands import Hands
from sandbox.wire import Response

PATH = "/dialog/bot/accountLink"
_NONCE_LENGTHS = range(10, 256)


def account_link(hands: Hands, arguments: Mapping[str, str]) -> Response:
    """Sends the signed `accountLink` event where token and nonce are good; 400 and no event otherwise."""
    nonce = arguments.get("nonce", "")
    if len(nonce) not in _NONCE_LENGTHS:
        return _page(400, "nonce は 10 から 255 文字です / the nonce must have 10 to 255 characters")
    with hands.book.lock:
        user = hands.world.take_link_token(arguments.get("linkToken", ""))
    if user is None:
        return _page(400, "linkToken が無効です / the link token is unknown, used or too old")
    hands.link_account(user, nonce)
    return _page(200, "トークにもどってください / go back to the chat")


def _page(status: int, words: str) -> Response:
    html = f'<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>LINE</title><p>{words}</p>'
    return Response(status, html.encode(), "text/html; charset=utf-8")
