"""A LINE, the pool that replies to it, and the webhook on the real flows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from adapters.line.api import LineApi
from adapters.line.replies import Replies
from flows.work import Begin
from tests.adapters.line.line_fake import TOKEN, LineFake, client_for, line_fake


@pytest.fixture
def line() -> Iterator[LineFake]:
    with line_fake() as fake:
        yield fake


@pytest.fixture
def api(line: LineFake) -> Iterator[LineApi]:
    made = LineApi(line.url, TOKEN, pool_size=4)
    yield made
    made.close()


@pytest.fixture
def replies(api: LineApi) -> Iterator[Replies]:
    made = Replies(api)
    yield made
    made.close()


@pytest.fixture
def client(begin: Begin, replies: Replies, api: LineApi) -> FlaskClient:
    return client_for(begin, replies, api)
