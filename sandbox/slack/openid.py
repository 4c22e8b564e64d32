"""Sign in with Slack (OpenID Connect): the page on which somebody says who they are, and openid.connect.*.

docs.slack.dev/authentication/sign-in-with-slack. The signature of the id_token is a placeholder: apps that have it
straight from openid.connect.token over TLS need not check it, and there is no list of keys here.
"""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import timedelta
from html import escape
from typing import Any
from urllib.parse import urlencode

from sandbox.slack.arguments import text
from sandbox.slack.errors import ApiError
from sandbox.slack.methods import Answer, Method
from sandbox.slack.world import SignIn, User, World
from sandbox.wire import Request, Response

PATH = "/openid/connect/authorize"
#: Slack: a code can be exchanged once, within ten minutes.
CODE_LIFE = timedelta(minutes=10)
_ID_TOKEN_LIFE = timedelta(minutes=5)
_HTML = "text/html; charset=utf-8"


def authorize(world: World, request: Request) -> Response:
    """Asks who is there, as the real page knows it from its own cookie; a click leads back to the app with a code."""
    asked = request.arguments()
    wrong = [
        name
        for name, is_right in (
            ("client_id", asked.get("client_id") == world.client_id),
            ("response_type", asked.get("response_type") == "code"),
            ("scope", "openid" in asked.get("scope", "").replace(",", " ").split()),
            ("redirect_uri", asked.get("redirect_uri", "").startswith(("http://", "https://"))),
        )
        if not is_right
    ]
    if wrong:
        return Response(400, f"<h1>Invalid {escape(wrong[0])}</h1>".encode(), _HTML)
    user = world.users.get(asked.get("as", ""))
    if user is not None and not user.deleted:
        return _back(asked, code=_new_code(world, user, asked))
    if "no" in asked:
        return _back(asked, error="access_denied")
    return Response(200, _page(world, asked).encode(), _HTML)


def _page(world: World, asked: dict[str, str]) -> str:
    people = [user for user in world.users.values() if not user.is_bot and not user.deleted]
    links = "".join(_link({**asked, "as": user.id}, user.real_name) for user in people) + _link(
        asked | {"no": "1"}, "✕"
    )
    return (
        '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<link rel="icon" href="data:,"><title>Slack</title><h1>{escape(world.team_name)}</h1><ul>{links}</ul>'
    )


def _link(asked: dict[str, str], label: str) -> str:
    return f'<li style="margin:12px 0"><a href="{PATH}?{escape(urlencode(asked))}">{escape(label)}</a>'


def _new_code(world: World, user: User, asked: dict[str, str]) -> str:
    code = secrets.token_urlsafe(24)
    world.sign_ins[code] = SignIn(user.id, asked["redirect_uri"], asked.get("nonce", ""), world.clock())
    return code


def _back(asked: dict[str, str], **told: str) -> Response:
    joint = "&" if "?" in asked["redirect_uri"] else "?"
    given = {**told, "state": asked.get("state", "")}
    return Response(302, headers={"Location": f"{asked['redirect_uri']}{joint}{urlencode(given)}"})


def token(world: World, arguments: dict[str, Any]) -> Answer:
    """openid.connect.token: the app's own id and secret, as basic authorization or arguments."""
    client_id, client_secret = _client(arguments)
    if client_id != world.client_id:
        raise ApiError("invalid_client_id")
    if client_secret != world.client_secret:
        raise ApiError("bad_client_secret")
    code = text(arguments, "code")
    found = world.sign_ins.get(code)
    if found is None or found.made_at + CODE_LIFE < world.clock():
        raise ApiError("invalid_code")
    if found.used:
        raise ApiError("code_already_used")
    if text(arguments, "redirect_uri") != found.redirect_uri:
        raise ApiError("bad_redirect_uri")
    found.used = True
    access_token = f"xoxp-{secrets.token_hex(16)}"
    world.person_tokens[access_token] = found.user
    return {"access_token": access_token, "token_type": "Bearer", "id_token": _id_token(world, found)}


def user_info(world: World, arguments: dict[str, Any]) -> Answer:
    """openid.connect.userInfo: with the access token of openid.connect.token."""
    scheme, _, given = text(arguments, "authorization").partition(" ")
    user = world.users.get(world.person_tokens.get(given.strip() if scheme.lower() == "bearer" else "", ""))
    if user is None:
        raise ApiError("invalid_auth")
    return _claims_of(world, user) | {"https://slack.com/team_name": world.team_name}


def _client(arguments: dict[str, Any]) -> tuple[str, str]:
    scheme, _, basic = text(arguments, "authorization").partition(" ")
    if scheme.lower() != "basic":
        return text(arguments, "client_id"), text(arguments, "client_secret")
    try:
        client_id, _, client_secret = b64decode(basic).decode().partition(":")
    except (NotBase64, ValueError) as error:
        raise ApiError("invalid_auth") from error
    return client_id, client_secret


def _claims_of(world: World, user: User) -> dict[str, Any]:
    return {
        "sub": user.id,
        "https://slack.com/user_id": user.id,
        "https://slack.com/team_id": user.team_id or world.team_id,
        "name": user.real_name,
        "locale": user.locale,
    }


def _id_token(world: World, found: SignIn) -> str:
    now = int(world.clock().timestamp())
    claims = _claims_of(world, world.users[found.user]) | {
        "iss": "https://slack.com",
        "aud": world.client_id,
        "exp": now + int(_ID_TOKEN_LIFE.total_seconds()),
        "iat": now,
        "auth_time": now,
        "nonce": found.nonce,
    }
    parts = (json.dumps({"alg": "RS256", "typ": "JWT", "kid": "stand-in"}), json.dumps(claims), "stand-in")
    return ".".join(urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)


METHODS = {
    "openid.connect.token": Method(token, own_authorization=True),
    "openid.connect.userInfo": Method(user_info, own_authorization=True),
}
