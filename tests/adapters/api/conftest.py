"""The API on a real database, asked through Flask's test client."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from adapters.api.door import create_api
from adapters.web.server import create_web
from adapters.web.tokens import Tokens
from bot.api_words import Scope
from flows.api_tokens import NewToken, make_token
from flows.work import Begin, Operator
from tests.conftest import DEFAULT_POLICY
from tests.support.clock import MovableClock
from tests.support.company import Company

_KEYS = count()


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: adapters know it through flows only, which are proved on both."""
    return sqlite_url


@pytest.fixture
def door(begin: Begin, clock: MovableClock) -> FlaskClient:
    """The whole web application, as `app.py` joins it."""
    tokens = Tokens("k" * 40, clock)
    api = create_api(begin, DEFAULT_POLICY, clock)
    return create_web(begin, tokens, clock, DEFAULT_POLICY, [api]).test_client()


@dataclass(frozen=True)
class System:
    """One of the company's other systems, with a token of its own."""

    door: FlaskClient
    secret: str

    def get(self, path: str, status: int = 200, **headers: str) -> Any:
        return told(self.door.get(f"/api/v1{path}", headers=self.headers(headers)), status)

    def post(self, path: str, body: object, status: int = 200, key: str | None = None, **headers: str) -> Any:
        """`key` None: a new Idempotency-Key; empty: none."""
        own = {"Idempotency-Key": f"key-{next(_KEYS)}" if key is None else key} if key != "" else {}
        sent = {"Content-Type": "application/json", **self.headers(headers), **own}
        data = body if isinstance(body, bytes) else json.dumps(body)
        return told(self.door.post(f"/api/v1{path}", data=data, headers=sent), status)

    def put(self, path: str, body: object, status: int = 200, **headers: str) -> Any:
        sent = {"Content-Type": "application/json", **self.headers(headers)}
        return told(self.door.put(f"/api/v1{path}", data=json.dumps(body), headers=sent), status)

    def delete(self, path: str, status: int = 200, **headers: str) -> Any:
        return told(self.door.delete(f"/api/v1{path}", headers=self.headers(headers)), status)

    def version(self, path: str) -> str:
        """The ETag of what is there."""
        response = self.door.get(f"/api/v1{path}", headers=self.headers({}))
        assert response.status_code == 200
        return response.headers["ETag"]

    def headers(self, more: dict[str, str]) -> dict[str, str]:
        given = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Authorization": f"Bearer {self.secret}", "Accept-Language": "en", **given}


def told(response: TestResponse, status: int) -> Any:
    """The JSON of a reply with that status."""
    assert response.status_code == status, (response.status_code, response.text)
    expected = "application/json" if status < 400 else "application/problem+json"
    assert response.mimetype == expected
    return response.json


@pytest.fixture
def system(door: FlaskClient, begin: Begin, company: Company) -> Callable[..., System]:
    """`system(Scope.CHECKS_READ)`; without scopes it has all of them."""

    def made(*scopes: Scope) -> System:
        with begin(Operator()) as work:
            return System(door, make_token(work, NewToken("人事", scopes or tuple(Scope))).secret)

    return made
