"""Bears real processes quickly: the program is imported once, each child is a fork that runs it as from a shell.

`python -m tests.stories.nursery`: every line on standard input is one birth as JSON: `words` of the command line, the
whole `environment`, and the `log` that takes what the child writes. Its process id comes back on standard output.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import app

#: What the program imports only when it is needed would be imported by each child anew.
_LATE = ("adapters.line.setup",)


def main() -> None:
    for name in _LATE:
        import_module(name)
    # Nobody waits for children: the kernel buries them.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _live(**json.loads(line))
        print(child, flush=True)  # noqa: T201


def _live(words: list[str], environment: dict[str, Any], log: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(Path(log).parent)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), 2)
    os.dup2(2, 1)
    sys.argv = ["anpi", *words]
    try:
        app.main()
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
