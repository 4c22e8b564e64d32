"""Many letters at once are written by a process of their own (docs/adr/0009).

A letter with its signature takes the interpreter for a millisecond, and a company has thousands: in the process that
hears the answers they would take it from them. Writing is pure: whatever happens to the other process, the same letters
can be written here.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from adapters.mail.writer import Wanted, Writer

log = logging.getLogger(__name__)

#: Fewer are written here: a company that never sends more at once needs no second process.
MANY = 50
#: Some 200 letters take a third of a second on a machine that is not busy.
_WITHIN = 60.0
_ENDS_WITHIN = 5.0
_NICER = 10
_CHILD = "import sys; fd, *sys.path = sys.argv[1:]; from adapters.mail.scribe import serve; serve(int(fd))"


class Scribe:
    """Started with the first many letters. Thread-safe; one batch at a time."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        #: Seconds for as many letters as are asked for at once.
        self.within = _WITHIN
        self._mutex = threading.Lock()
        self._line: Connection | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False

    def letters(self, wanted: Sequence[Wanted]) -> list[bytes]:
        """In the same order. Raises what writing one of them raises."""
        written = self._by_the_other(wanted) if len(wanted) >= MANY else None
        return written or [self._writer.letter(*one) for one in wanted]

    @property
    def process_id(self) -> int | None:
        """Of the other process, while there is one."""
        return self._process.pid if self._process is not None else None

    def close(self) -> None:
        """Letters still asked for are written here."""
        self._is_closed = True
        if not self._mutex.acquire(timeout=_ENDS_WITHIN):
            # Somebody waits for letters that are not worth waiting for any more.
            self._kill()
            self._mutex.acquire()
        try:
            self._end()
        finally:
            self._mutex.release()

    def _by_the_other(self, wanted: Sequence[Wanted]) -> list[bytes] | None:
        """None: it could not; it is started anew the next time."""
        with self._mutex:
            if self._is_closed:
                return None
            try:
                return self._exchange(self._line or self._start(), wanted)
            except (OSError, EOFError) as error:
                log.warning("the process that writes letters is gone (%s); they are written here", type(error).__name__)
                self._end()
                return None
            except BaseException:
                # An answer left in the line would be taken for that to the next question: other people's letters.
                self._end()
                raise

    def _exchange(self, line: Connection, wanted: Sequence[Wanted]) -> list[bytes] | None:
        """However it hangs, in the middle of a page too, its end ends the waiting."""
        too_late = threading.Timer(self.within, self._kill)
        too_late.daemon = True
        too_late.start()
        try:
            line.send(wanted)
            written: list[bytes] | None = line.recv()
        finally:
            too_late.cancel()
        return written

    def _kill(self) -> None:
        process = self._process
        if process is not None:
            process.kill()

    def _start(self) -> Connection:
        self._line, theirs = Pipe()
        with theirs:
            command = [sys.executable, "-c", _CHILD, str(theirs.fileno()), *sys.path]
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)  # noqa: S603 - ourselves
        self._line.send(self._writer)
        return self._line

    def _end(self) -> None:
        """It ends by itself when nobody is at the other end of its line."""
        line, self._line = self._line, None
        process, self._process = self._process, None
        if line is not None:
            line.close()
        if process is not None:
            try:
                process.wait(_ENDS_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def serve(fd: int) -> None:
    """The other process: writes what it is asked for until the line is closed, by whatever end its parent finds."""
    # Answers come first, also for the machine.
    os.nice(_NICER)
    for number in (signal.SIGINT, signal.SIGTERM):
        # Meant for the parent, which still finishes what it has begun.
        signal.signal(number, signal.SIG_IGN)
    with Connection(fd) as line, contextlib.suppress(EOFError, OSError):
        writer: Writer = line.recv()
        while True:
            line.send(_written(writer, line.recv()))


def _written(writer: Writer, wanted: Sequence[Wanted]) -> list[bytes] | None:
    """None: the parent tries by itself and tells what is wrong, where its log is."""
    try:
        return [writer.letter(*one) for one in wanted]
    except Exception:  # noqa: BLE001 - the rim: nothing of a letter may reach this process's standard error
        return None
