"""Sign in with Slack (OpenID Connect): who somebody is, in Slack's own words. Implements `flows.ports.SlackIdentity`.

docs.slack.dev/authentication/sign-in-with-slack. The id_token comes straight from Slack over TLS, in answer to our own
secret: OpenID Connect Core 1.0, 3.1.3.7, lets that stand in for checking its signature.
"""

from __future__ import annotations

import json
import logging
from base64 import urlsafe_b64decode
from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from slack_sdk import WebClient

from adapters.slack.outcomes import CALL_ERRORS
from adapters.slack.wire import TIMEOUT
from flows.ports import IdentityError

log = logging.getLogger(__name__)

#: `profile` gives the name on Slack's own page of consent; nothing of it is kept.
_SCOPES = "openid profile"
_USER_ID = "https://slack.com/user_id"
_TEAM_ID = "https://slack.com/team_id"
_ENTERPRISE_ID = "https://slack.com/enterprise_id"


class SlackOpenId:
    """Thread-safe: nothing in it changes."""

    def __init__(
        self, client_id: str, client_secret: str, bot_token: str, api_url: str, also_ours: Collection[str] = ()
    ) -> None:
        """`bot_token` tells which workspace is ours; `also_ours`: others whose people stand in the people file."""
        self._client_id = client_id
        self._client_secret = client_secret
        self._bot_token = bot_token
        self._api_url = api_url.rstrip("/") + "/"
        self._also_ours = frozenset(also_ours)

    def sign_in_url(self, redirect_uri: str, state: str, nonce: str) -> str:
        asked = {
            "response_type": "code",
            "scope": _SCOPES,
            "client_id": self._client_id,
            "state": state,
            "nonce": nonce,
            "redirect_uri": redirect_uri,
        }
        return f"{self._api_url.removesuffix('api/')}openid/connect/authorize?{urlencode(asked)}"

    def exchange(self, code: str, redirect_uri: str, nonce: str) -> str:
        try:
            person = self._person(code, redirect_uri, nonce)
            is_ours = self._is_ours(person)
        except CALL_ERRORS as error:
            # Neither the code nor the answer, which holds tokens.
            log.warning("Slack did not say who signs in: %s", type(error).__name__)
            raise IdentityError("slack") from error
        if not is_ours:
            raise IdentityError("workspace")
        return str(person[_USER_ID])

    def _person(self, code: str, redirect_uri: str, nonce: str) -> dict[str, Any]:
        given = self._client("").openid_connect_token(
            client_id=self._client_id,
            client_secret=self._client_secret,
            code=code,
            redirect_uri=redirect_uri,
            grant_type="authorization_code",
        )
        claims = _claims(str(given.get("id_token", "")))
        if claims.get("aud") != self._client_id or claims.get("nonce") != nonce:
            raise ValueError("the id_token was made for another app or another request")
        answer = self._client(str(given.get("access_token", ""))).openid_connect_userInfo()
        person = answer.data if isinstance(answer.data, dict) else {}
        if not person.get("sub") or person["sub"] != claims.get("sub") or not person.get(_USER_ID):
            raise ValueError("the id_token and userInfo name different people")
        return person

    def _is_ours(self, person: dict[str, Any]) -> bool:
        """A user id is unique only together with its workspace, or, in an organisation (Enterprise Grid), with that."""
        us = self._client(self._bot_token).auth_test()
        team, enterprise = person.get(_TEAM_ID), person.get(_ENTERPRISE_ID)
        is_of_our_organisation = bool(enterprise) and enterprise == us.get("enterprise_id")
        return bool(team) and (team == us.get("team_id") or team in self._also_ours or is_of_our_organisation)

    def _client(self, token: str) -> WebClient:
        return WebClient(token or None, base_url=self._api_url, timeout=TIMEOUT, retry_handlers=[])


def _claims(id_token: str) -> dict[str, Any]:
    """What a JSON Web Token says. ValueError."""
    parts = id_token.split(".")
    if len(parts) != 3:
        raise ValueError("no JSON Web Token")
    claims = json.loads(urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    if not isinstance(claims, dict):
        raise ValueError("no claims")
    return claims
