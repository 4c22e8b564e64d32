"""The processes of a bench: the product as `anpi serve` runs it, the bare handlers, the far end."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SECRET_KEY = "b" * 48
SLACK_SECRET, LINE_SECRET = "bench-slack-signing-secret", "bench-line-channel-secret"
#: Seconds a process has until it listens.
_READY_WITHIN = 60.0
_STOPPED_WITHIN = 60.0
_LOOK_EVERY = 0.01


class BenchError(Exception):
    """A bench could not be carried out; nothing was measured."""


@dataclass(frozen=True, slots=True)
class Program:
    """A process that listens."""

    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def resident_mb(self) -> float:
        """Resident memory now, of the process and those it has begun, in MB of a million bytes."""
        begun = " ".join(file.read_text() for file in Path(f"/proc/{self.pid}/task").glob("*/children"))
        return sum(_resident_mb(pid) for pid in (self.pid, *map(int, begun.split())))


@dataclass(frozen=True, slots=True)
class FarEnd(Program):
    smtp_port: int

    def reset(self) -> None:
        self._ask("reset")

    def count(self) -> int:
        """Calls and letters that have come."""
        return int(self._ask("count"))

    def receivers(self, path: str = "") -> list[tuple[float, str]]:
        """(moment, receiver) of all that came by this path (`smtp` for letters), in order of arrival."""
        found = [(moment, to) for place, moment, all_of in self._ask("receivers") if path in place for to in all_of]
        return sorted(found)

    def wait_until(self, is_done: Callable[[int], bool], seconds: float) -> None:
        """`is_done` is asked with the count; BenchError where it never is."""
        deadline = time.monotonic() + seconds
        while not is_done(count := self.count()):
            if time.monotonic() > deadline:
                raise BenchError(f"only {count} calls arrived within {seconds:g} s")
            time.sleep(_LOOK_EVERY)

    def _ask(self, question: str) -> Any:
        with urllib.request.urlopen(f"{self.url}/bench/{question}", timeout=30) as answer:
            return json.load(answer)


def _resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise BenchError("the process is gone")


@contextmanager
def far_end(folder: Path, line_seconds: float = 0.0) -> Iterator[FarEnd]:
    """`line_seconds`: how long a multicast takes."""
    http_port, smtp_port = free_port(), free_port()
    command = [*_module("bench.far_end"), str(http_port), str(smtp_port), str(line_seconds)]
    with _running(command, folder, "far_end") as process:
        _wait_for(f"http://127.0.0.1:{http_port}/bench/count", process)
        yield FarEnd(http_port, process.pid, smtp_port)


@contextmanager
def bare_doors(folder: Path) -> Iterator[Program]:
    port = free_port()
    command = [*_module("bench.bare_doors"), str(port), SLACK_SECRET, LINE_SECRET]
    with _running(command, folder, "bare_doors") as process:
        _wait_for(f"http://127.0.0.1:{port}/readyz", process)
        yield Program(port, process.pid)


@contextmanager
def bare_pages(folder: Path, database_url: str, size: int) -> Iterator[Program]:
    """`size`: bytes of a page, about."""
    port = free_port()
    command = [*_module("bench.bare_pages"), str(port), database_url, str(size)]
    with _running(command, folder, "bare_pages") as process:
        _wait_for(f"http://127.0.0.1:{port}/readyz", process)
        yield Program(port, process.pid)


@contextmanager
def product(database_url: str, folder: Path, settings: Mapping[str, str]) -> Iterator[Program]:
    """`anpi serve` on this database; `settings` without their prefix."""
    port = free_port()
    given = {
        "DATABASE_URL": database_url,
        "SECRET_KEY": SECRET_KEY,
        "BASE_URL": f"http://127.0.0.1:{port}",
        "COMPANY_NAME": "青葉製作所",
        "SLACK_POSTS_PER_MINUTE": "0",
        **settings,
    }
    environment = {f"ANPI_{name}": value for name, value in given.items()}
    command = [sys.executable, str(ROOT / "app.py"), "serve", "--port", str(port)]
    with _running(command, folder, "product", environment) as process:
        _wait_for(f"http://127.0.0.1:{port}/readyz", process)
        yield Program(port, process.pid)


def anpi(database_url: str, folder: Path, *words: str) -> str:
    """What `anpi WORDS` prints; BenchError where it fails."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, str(ROOT / "app.py"), *words]
    environment = _plain() | {"ANPI_DATABASE_URL": database_url}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise BenchError(f"anpi {' '.join(words[:2])}: {done.stderr[-500:] or done.stdout[-500:]}")
    return done.stdout


def slack_settings(api_url: str) -> dict[str, str]:
    return {"SLACK_BOT_TOKEN": "xoxb-bench", "SLACK_SIGNING_SECRET": SLACK_SECRET, "SLACK_API_URL": api_url}


def line_settings(api_url: str) -> dict[str, str]:
    return {"LINE_CHANNEL_ACCESS_TOKEN": "bench", "LINE_CHANNEL_SECRET": LINE_SECRET, "LINE_API_URL": api_url}


def mail_settings(smtp_port: int, key_file: Path) -> dict[str, str]:
    return {
        "SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
        "MAIL_FROM": "安否確認 <anpi@aoba.example>",
        "DKIM_DOMAIN": "aoba.example",
        "DKIM_SELECTOR": "anpi",
        "DKIM_KEY_FILE": str(key_file),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _module(name: str) -> list[str]:
    return [sys.executable, "-m", name]


@contextmanager
def _running(
    command: list[str], folder: Path, name: str, settings: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """In `folder`, where no `.env` lies; what it says goes into a file there."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**_plain(), **(settings or {})}
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(_STOPPED_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _plain() -> dict[str, str]:
    """Nothing of this computer's own settings."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith("ANPI_")}
    return plain | {"PYTHONPATH": str(ROOT)}


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _READY_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, urllib.error.URLError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(_LOOK_EVERY)
    raise BenchError(f"{url} does not answer; its log says why")
