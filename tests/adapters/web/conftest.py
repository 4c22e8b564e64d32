"""The web application on a real database, driven through Flask's test client."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from adapters.web.links import WebLinks
from adapters.web.server import create_web
from adapters.web.tokens import Tokens
from flows.work import Begin
from tests.conftest import DEFAULT_POLICY
from tests.support.clock import MovableClock

BASE = "http://anpi.test"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: adapters know it through flows only, which are proved on both."""
    return sqlite_url


@pytest.fixture
def tokens(clock: MovableClock) -> Tokens:
    return Tokens("k" * 40, clock)


@pytest.fixture
def links(tokens: Tokens) -> WebLinks:
    return WebLinks(BASE, tokens)


@pytest.fixture
def browser(begin: Begin, tokens: Tokens, clock: MovableClock) -> FlaskClient:
    return create_web(begin, tokens, clock, DEFAULT_POLICY).test_client()


def path_of(url: str) -> str:
    return url.removeprefix(BASE)
