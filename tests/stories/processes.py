"""Real processes of the product, born quickly and killed for good."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shlex
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PATIENCE = 20.0


class Process:
    """One process of the product, born by the nursery."""

    def __init__(self, pid: int) -> None:
        self._handle: int | None = os.pidfd_open(pid)

    def kill(self, number: signal.Signals) -> None:
        """And waits until it is dead. Who is dead already stays so."""
        if self._handle is None:
            return
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, number)
        dead, _, _ = select.select([self._handle], [], [], _PATIENCE)
        assert dead, "the process did not end"
        os.close(self._handle)
        self._handle = None


class Nursery:
    """One for all tests of a worker: the program is imported once."""

    def __init__(self) -> None:
        self._bearer = subprocess.Popen(
            [sys.executable, "-m", "tests.stories.nursery"],
            cwd=ROOT,
            env=_plain({"PYTHONPATH": str(ROOT)}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._read()

    def bear(self, command: str, settings: dict[str, str], log: Path) -> Process:
        """`settings` are the whole configuration: nothing of this computer's own gets through."""
        assert self._bearer.stdin is not None
        birth = {"words": shlex.split(command), "environment": _plain(settings), "log": str(log)}
        self._bearer.stdin.write(json.dumps(birth) + "\n")
        self._bearer.stdin.flush()
        return Process(int(self._read()))

    def close(self) -> None:
        assert self._bearer.stdin is not None
        assert self._bearer.stdout is not None
        self._bearer.stdin.close()
        self._bearer.wait(_PATIENCE)
        self._bearer.stdout.close()

    def _read(self) -> str:
        assert self._bearer.stdout is not None
        line = self._bearer.stdout.readline()
        assert line, "the nursery has gone"
        return line


def _plain(settings: dict[str, str]) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), **settings}
