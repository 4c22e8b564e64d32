"""`anpi check start --at`, `--close-at`, `--dry-run` and `cancel`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows.work import Begin
from storage.models import checks
from tests.adapters.cli.conftest import Anpi, one_sentence, printed
from tests.support.outbox import rows


def test_a_check_is_planned_on_the_companys_clock_and_cancelled(staffed: Anpi, begin: Begin) -> None:
    day = f"{datetime.now(UTC).year + 1}-01-02"
    at, until = f"{day}T09:00", f"{day}T12:00"
    planned = staffed("check", "start", "訓練", "--drill", "--at", at, "--close-at", until)
    [check] = rows(begin, checks)
    assert planned.stdout == f"Check {check.id} 「訓練」 starts by itself at {day} 09:00 (Asia/Tokyo).\n"
    assert check.closes_at - check.starts_at == timedelta(hours=3)
    [line] = printed(staffed("check", "list", "--json"))
    assert (line["state"], line["started_at"], line["starts_at"]) == ("scheduled", None, f"{day}T00:00:00Z")
    number = str(check.id)
    assert staffed("check", "cancel", number).stdout == f"Check {number} is cancelled: it will not start.\n"
    assert staffed("check", "cancel", number).exit_code == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--at", "2020-01-01T09:00"), 1),
        (("--at", "tomorrow"), 2),
        (("--close-at", "2020-01-01T09:00"), 2),
        (("--close-at", "2099-01-01T09:00", "--close-after", "1h"), 2),
    ],
)
def test_moments_that_make_no_sense_start_nothing(
    staffed: Anpi, begin: Begin, words: tuple[str, ...], code: int
) -> None:
    refused = staffed("check", "start", "地震", *words)
    assert refused.exit_code == code
    assert "Traceback" not in refused.output
    assert rows(begin, checks) == []


def test_a_dry_run_tells_who_would_be_asked_and_starts_nothing(staffed: Anpi, begin: Begin) -> None:
    told = staffed("check", "start", "地震", "--dry-run")
    assert told.stdout.startswith("Nothing was started. If it were started now:\n5 people are asked\n")
    assert "No contact works: 1\n" in told.stdout
    assert told.stderr.endswith("Who they are: anpi contacts missing\n")
    facts = printed(staffed("check", "start", "地震", "--dry-run", "--json"))
    assert (facts["people"], facts["unreachable"], facts["on_leave"]) == (5, 1, 0)
    assert set(facts["channels"]) <= {"slack", "line", "mail"}
    assert "most_after_seconds" in facts
    one_sentence(staffed("check", "start", " ", "--dry-run"))
    assert rows(begin, checks) == []
