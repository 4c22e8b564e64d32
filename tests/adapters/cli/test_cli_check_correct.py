"""`anpi check correct` and `anpi check cancel` of a check that runs."""

from __future__ import annotations

from flows.work import Begin
from storage.models import checks
from tests.adapters.cli.conftest import Anpi, one_sentence
from tests.support.outbox import rows


def test_a_check_is_corrected_and_called_off(staffed: Anpi, begin: Begin) -> None:
    staffed("check", "start", "地震", "--message", "広場へ")
    [check] = rows(begin, checks)
    number = str(check.id)
    assert staffed("check", "correct", number).exit_code == 2
    tried = staffed("check", "correct", number, "--title", "震度5弱の地震", "--dry-run").stdout
    assert tried == "  wrong: 地震\n  right: 震度5弱の地震\nNothing was sent. It would go to 0 people.\n"
    assert rows(begin, checks)[0].title == "地震"
    done = staffed("check", "correct", number, "--title", "震度5弱の地震", "--level", "3", "--action", "高台へ")
    assert done.stdout.endswith(f"Check {number} is corrected. It goes to 0 people.\n")
    [check] = rows(begin, checks)
    assert (check.title, check.message, check.level, check.action) == ("震度5弱の地震", "広場へ", 3, "高台へ")
    assert one_sentence(staffed("check", "correct", number, "--action", "高台へ"))
    second = staffed("check", "correct", number, "--level", "0")
    assert "corrected before" in second.stderr
    off = staffed("check", "cancel", number, "--reason", "誤報でした")
    assert off.stdout == f"Check {number} is cancelled: whoever was asked is told.\n"
    assert rows(begin, checks)[0].state == "closed"
    assert staffed("check", "cancel", number).exit_code == 1
