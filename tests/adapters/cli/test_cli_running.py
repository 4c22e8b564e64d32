"""The program as a real process: it serves until it is asked to stop, and it is the same when installed."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.adapters.cli.conftest import plain_environment, program
from tests.adapters.cli.wheel import ROOT, Played

KEY = "0123456789" * 4


@contextmanager
def running(*words: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py"), *words],
        env=plain_environment(secret_key=KEY, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def line_with(process: subprocess.Popen[str], containing: str) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if containing in line:
            return line
    assert process.stderr is not None
    raise AssertionError(f"the process ended without saying {containing!r}: {process.stderr.read()}")


def get(url: str) -> int:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return int(answer.status)


@pytest.mark.parametrize(
    ("database_url", "base_url"), [("sqlite", ""), ("postgres", "http://127.0.0.1:8080")], indirect=["database_url"]
)
def test_serve_answers_until_sigterm_and_then_ends_well(database_url: str, base_url: str) -> None:
    """Links to a port where nothing listens are warned of; an address that was given is meant: a proxy may have it."""
    given = {"base_url": base_url} if base_url else {}
    with running("serve", "--port", "0", database_url=database_url, **given) as process:
        address = re.search(r"http://\S+", line_with(process, "Anpi listens on"))
        assert address
        assert get(f"{address[0]}/healthz") == 200
        assert get(f"{address[0]}/info") == 200
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert "Stopping" in out
    assert "Traceback" not in err
    assert KEY not in out + err
    port = address[0].rpartition(":")[2]
    warning = f"Warning: links point to http://127.0.0.1:8080, but Anpi listens on port {port}: set ANPI_BASE_URL"
    assert [line for line in err.splitlines() if "Warning" in line] == ([] if base_url else [warning])


def test_a_worker_turns_the_cycle_until_it_is_interrupted(sqlite_url: str) -> None:
    with running("worker", database_url=sqlite_url) as process:
        line_with(process, "The cycle turns.")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert err == ""


def test_the_sandbox_stands_ready_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with running("sandbox", "--port", "0") as process:
        address = re.search(r"http://\S+/sandbox", line_with(process, "/sandbox"))
        assert address
        assert get(f"{address[0]}/") == 200
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert err == ""


def test_a_process_says_what_is_wrong_without_a_traceback() -> None:
    done = program("serve", "--port", "0")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ANPI_SECRET_KEY is not set: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_sabotaged_demo_names_the_step_and_exits_with_1() -> None:
    done = program("demo", "--once", "--port", "0", "--sabotage", "slack-off")
    assert done.returncode == 1
    assert "step “start” did not hold" in done.stdout
    assert "stopped at the step “start”" in done.stdout


def test_installed_from_a_wheel_the_whole_demo_holds_in_another_folder(played: Future[Played]) -> None:
    """Templates, styles, migrations and the sample company are in the wheel."""
    done, left_behind = played.result()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Every step held" in done.stdout
    assert done.stderr == ""
    assert left_behind == []
