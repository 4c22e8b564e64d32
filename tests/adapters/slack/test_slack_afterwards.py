"""What is done after the acknowledgement never holds anybody up, and one failure never ends it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

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


def test_tasks_are_begun_together_and_then_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []
    later = Afterwards("test", threads=1, at_most=100, together=3)

    def begun(name: str) -> Callable[[], Callable[[], None]]:
        def begin() -> Callable[[], None]:
            done.append(f"begin {name}")
            return lambda: finish(name)

        return begin

    def finish(name: str) -> None:
        if name == "b":
            raise TemporaryFailure("rate_limited")
        done.append(f"finish {name}")

    for name in "abcd":
        later.soon("task", begun(name))
    later.close()
    assert done == ["begin a", "begin b", "begin c", "finish a", "finish c", "begin d", "finish d"]
    assert "rate_limited" in caplog.text
