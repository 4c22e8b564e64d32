"""Fixtures of the Slack room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from adapters.slack.wire import KeepAliveClient
from bot.vocabulary import CheckKind
from flows.start_check import CheckStarted, StartCheck, start_check
from flows.work import Begin, Lane, Operator
from tests.adapters.slack.slack_door import SlackDoor, slack_door
from tests.adapters.slack.slack_fake import SlackFake, slack_fake
from tests.support.clock import MovableClock
from tests.support.company import Company


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: adapters know it through flows only, which are proved on both."""
    return sqlite_url


@pytest.fixture
def door(begin: Begin, clock: MovableClock, company: Company) -> Iterator[SlackDoor]:
    with slack_door(begin, clock) as opened:
        yield opened


@pytest.fixture
def check(begin: Begin, company: Company) -> CheckStarted:
    """A running real check for everybody."""
    with begin(Operator(), Lane.FANOUT) as work:
        started = start_check(work, StartCheck(CheckKind.REAL, "東京で地震"))
    assert isinstance(started, CheckStarted)
    return started


@pytest.fixture
def slack() -> Iterator[SlackFake]:
    with slack_fake() as fake:
        yield fake


@pytest.fixture
def client(slack: SlackFake) -> Iterator[KeepAliveClient]:
    client = KeepAliveClient("xoxb-secret", slack.api_url, timeout=5)
    yield client
    client.close()
