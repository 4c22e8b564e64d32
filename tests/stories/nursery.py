"""Bears real processes quickly: the program is imported once, each child is a fork that runs it as from a shell.

`python -m tests.stories.nursery`: every line on standard input is a command line for `anpi`; the child's process id
comes back on standard output. What a child writes goes to standard error.
"""

from __future__ import annotations

import os
import shlex
import signal
import sys

import app


def main() -> None:
    # Nobody waits for children: the kernel buries them.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _live(shlex.split(line))
        print(child, flush=True)  # noqa: T201


def _live(arguments: list[str]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    sys.argv = ["anpi", *arguments]
    try:
        app.main()
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
