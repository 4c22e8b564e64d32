"""Many letters are written by another process, and by this one whatever happens to the other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.mail.dkim import DkimKey
from adapters.mail.scribe import MANY, Scribe
from adapters.mail.writer import Wanted, Writer
from tests.adapters.mail.mail_fake import rsa_pem
from tests.adapters.mail.test_mail_letter import RECEIVER, SPEECH

ROOT = Path(__file__).parents[3]
WRITER = Writer("安否確認 <anpi@example.jp>", DkimKey("example.jp", "anpi", rsa_pem()))
CROWD: list[Wanted] = [(SPEECH, replace(RECEIVER, address=f"p{number}@example.jp")) for number in range(MANY)]
ENDS_WITHIN = 10.0


class Interrupted(list[Wanted]):
    """Ctrl-C while it is being handed over."""

    def __reduce__(self) -> tuple[object, ...]:
        raise KeyboardInterrupt


@pytest.fixture
def scribe() -> Iterator[Scribe]:
    made = Scribe(WRITER)
    yield made
    made.close()


def process_of(scribe: Scribe) -> int:
    assert scribe.process_id is not None
    return scribe.process_id


def has_ended(process_id: int) -> bool:
    """Waits for it."""
    deadline = time.monotonic() + ENDS_WITHIN
    waiting = threading.Event()
    while Path(f"/proc/{process_id}").exists():
        if time.monotonic() > deadline:
            return False
        waiting.wait(0.01)
    return True


def test_the_same_bytes_in_the_same_order(scribe: Scribe) -> None:
    assert scribe.letters(CROWD) == [WRITER.letter(*one) for one in CROWD]
    first = process_of(scribe)
    scribe.letters(CROWD)
    assert process_of(scribe) == first != os.getpid()


def test_a_few_letters_need_no_second_process(scribe: Scribe) -> None:
    assert len(scribe.letters(CROWD[: MANY - 1])) == MANY - 1
    assert scribe.letters([]) == []
    assert scribe.process_id is None


def test_when_the_other_dies_the_letters_are_written_here_and_the_next_ones_by_a_new_one(
    scribe: Scribe, caplog: pytest.LogCaptureFixture
) -> None:
    scribe.letters(CROWD)
    first = process_of(scribe)
    os.kill(first, signal.SIGKILL)
    assert scribe.letters(CROWD) == [WRITER.letter(*one) for one in CROWD]
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "example.jp" not in caplog.text
    scribe.letters(CROWD)
    assert process_of(scribe) != first


def test_a_letter_that_cannot_be_written_is_told_here_and_not_on_its_standard_error(
    scribe: Scribe, capfd: pytest.CaptureFixture[str]
) -> None:
    odd = replace(RECEIVER, dated="yesterday")  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        scribe.letters([*CROWD, (SPEECH, odd)])
    assert len(scribe.letters(CROWD)) == MANY
    assert capfd.readouterr().err == ""


def test_whoever_is_interrupted_leaves_nobody_elses_letters_behind(scribe: Scribe) -> None:
    scribe.letters(CROWD)

    with pytest.raises(KeyboardInterrupt):
        scribe.letters(Interrupted(CROWD))
    others: list[Wanted] = [(SPEECH, replace(RECEIVER, address=f"q{number}@example.jp")) for number in range(MANY)]
    assert scribe.letters(others) == [WRITER.letter(*one) for one in others]


def test_one_that_hangs_is_killed_and_holds_nobody_up(scribe: Scribe, caplog: pytest.LogCaptureFixture) -> None:
    scribe.letters(CROWD)
    first = process_of(scribe)
    scribe.within = 0.2
    os.kill(first, signal.SIGSTOP)
    # More than fits between the two: it hangs while it is asked already.
    assert scribe.letters(CROWD * 40) == [WRITER.letter(*one) for one in CROWD] * 40
    assert has_ended(first)
    assert "is gone" in caplog.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_tells_its_parent_to_stop_does_not_stop_it(scribe: Scribe, number: signal.Signals) -> None:
    scribe.letters(CROWD)
    first = process_of(scribe)
    os.kill(first, number)
    scribe.letters(CROWD)
    assert process_of(scribe) == first


def test_it_ends_with_the_channel(scribe: Scribe) -> None:
    scribe.letters(CROWD)
    first = process_of(scribe)
    scribe.close()
    assert has_ended(first)


def test_it_ends_when_its_parent_is_killed() -> None:
    dying = (
        "import os, signal; from tests.adapters.mail.test_mail_scribe import CROWD, WRITER; "
        "from adapters.mail.scribe import Scribe; scribe = Scribe(WRITER); scribe.letters(CROWD); "
        "print(scribe.process_id, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    ran = subprocess.run([sys.executable, "-c", dying], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ran.returncode == -signal.SIGKILL
    assert has_ended(int(ran.stdout))
