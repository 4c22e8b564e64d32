"""Real processes of the product, born quickly and killed for good."""

from __future__ import annotations

import contextlib
import os
import select
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
    """Its environment is the whole configuration: nothing of this computer's own settings gets through."""

    def __init__(self, settings: dict[str, str], log: Path) -> None:
        environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), **settings}
        self._log = log.open("wb")
        self._born: list[Process] = []
        self._bearer = subprocess.Popen(
            [sys.executable, "-m", "tests.stories.nursery"],
            cwd=log.parent,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        self._read()

    def bear(self, command: str) -> Process:
        assert self._bearer.stdin is not None
        self._bearer.stdin.write(command + "\n")
        self._bearer.stdin.flush()
        self._born.append(Process(int(self._read())))
        return self._born[-1]

    def close(self) -> None:
        """Nobody outlives the nursery: a process left alone would go on sending in the next test."""
        for process in self._born:
            process.kill(signal.SIGKILL)
        assert self._bearer.stdin is not None
        assert self._bearer.stdout is not None
        self._bearer.stdin.close()
        self._bearer.wait(_PATIENCE)
        self._bearer.stdout.close()
        self._log.close()

    def _read(self) -> str:
        assert self._bearer.stdout is not None
        line = self._bearer.stdout.readline()
        assert line, "the nursery has gone"
        return line
