"""What is done after the acknowledgement never holds anybody up, and one failure never ends it."""

from __future__ import annotations

import logging
import threading

import pytest

from adapters.slack.afterwards import Afterwards
from flows.ports import TemporaryFailure


def test_a_full_queue_drops_instead_of_waiting(caplog: pytest.LogCaptureFixture) -> None:
    held, running = threading.Event(), threading.Event()
    later = Afterwards("test", threads=1, at_most=1)

    def hold() -> None:
        running.set()
        held.wait(5)

    assert later.soon("first", hold)
    assert running.wait(5)
    assert later.soon("waiting", held.set)
    assert [later.soon("lost", held.set) for _ in range(3)] == [False] * 3
    assert later.dropped == 3
    assert len(caplog.records) == 1
    held.set()
    later.close()


def test_a_task_that_fails_is_logged_without_what_it_quoted(caplog: pytest.LogCaptureFixture) -> None:
    later, done = Afterwards("test", threads=1, at_most=10), threading.Event()

    def fail() -> None:
        raise RuntimeError("https://hooks.slack.com/actions/secret")

    def refuse() -> None:
        raise TemporaryFailure("rate_limited")

    with caplog.at_level(logging.INFO):
        later.soon("confirmation", fail)
        later.soon("confirmation", refuse)
        later.soon("confirmation", done.set)
        assert done.wait(5)
        later.close()
    assert "secret" not in caplog.text
    assert "RuntimeError" in caplog.text
    assert "rate_limited" in caplog.text


def test_closing_finishes_what_is_queued() -> None:
    later, done = Afterwards("test", threads=2, at_most=100), []
    for number in range(50):
        later.soon("task", lambda number=number: done.append(number))  # type: ignore[misc]
    later.close()
    assert sorted(done) == list(range(50))
    Afterwards("never used", threads=1, at_most=1).close()
