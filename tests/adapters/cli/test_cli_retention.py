"""`anpi retention`: what would go, and what went."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.vocabulary import ChannelKind, Status, Via
from flows.record_answer import RecordAnswer, record_answer
from flows.work import Begin, Lane, Sender, System
from storage.models import answers, checks
from tests.adapters.cli.conftest import Anpi, printed
from tests.support.outbox import rows

NOTHING = {"checks": 0, "answers": 0, "details": 0, "guests": 0, "help_words": 0, "replies": 0}
HANAKO = Sender(ChannelKind.SLACK, "U1HANAKO")


@pytest.fixture
def with_old_check(staffed: Anpi, begin: Begin) -> Anpi:
    """One closed forty days ago, with two answers and a comment, and one that runs."""

    def answer(check_id: int) -> None:
        with begin(HANAKO) as work:
            record_answer(work, RecordAnswer(Status.SAFE, work.now, Via.SLACK, check_id, comment="駅"))

    old = int(printed(staffed("check", "start", "古い", "--json"))["id"])
    answer(old)
    answer(old)
    assert staffed("check", "close", str(old)).exit_code == 0
    answer(int(printed(staffed("check", "start", "新しい", "--json"))["id"]))
    with begin(System("test"), Lane.FANOUT) as work:
        before = datetime.now(UTC) - timedelta(days=40)
        work.connection.execute(update(checks).where(checks.c.id == old).values(closed_at=before))
    return staffed


def went(told: Mapping[str, object]) -> dict[str, object]:
    return {name: told[name] for name in NOTHING}


def test_a_dry_run_says_what_a_run_then_deletes(with_old_check: Anpi, begin: Begin) -> None:
    wished = printed(with_old_check("retention", "--days", "30", "--dry-run", "--json"))
    assert wished == {"days": 30, "dry_run": True, "held": 0} | NOTHING | {"checks": 1, "answers": 2, "details": 1}
    assert len(rows(begin, answers)) == 3
    done = printed(with_old_check("retention", "--days", "30", "--json"))
    assert (went(done), done["dry_run"]) == (went(wished), False)
    assert len(rows(begin, answers)) == 1
    assert went(printed(with_old_check("retention", "--days", "30", "--json"))) == NOTHING


def test_it_is_told_in_words(with_old_check: Anpi) -> None:
    figures = (
        "checks closed more than 30 days ago: 1, answers 2, details 1, guests 0, words on calls for help 0, "
        "unclear mails 0.\n"
    )
    dry = with_old_check("retention", "--days", "30", "--dry-run")
    assert dry.stdout == f"Nothing was deleted; it would be: {figures}"
    assert with_old_check("retention", "--days", "30").stdout == f"Deleted of {figures}"


def test_the_setting_says_how_long_where_no_days_are_given(
    with_old_check: Anpi, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert went(printed(with_old_check("retention", "--json"))) == NOTHING
    monkeypatch.setenv("ANPI_RETENTION_DAYS", "0")
    assert with_old_check("retention").stdout == "Nothing is deleted: everything is kept for ever.\n"
    monkeypatch.setenv("ANPI_RETENTION_DAYS", "39")
    assert printed(with_old_check("retention", "--json"))["answers"] == 2


def test_the_check_is_shown_with_its_counts_afterwards(with_old_check: Anpi) -> None:
    listed = printed(with_old_check("check", "list", "--json"))
    old = next(one["id"] for one in listed if one["title"] == "古い")
    before = printed(with_old_check("check", "show", str(old), "--json"))
    with_old_check("retention", "--days", "30")
    after = printed(with_old_check("check", "show", str(old), "--json"))
    assert after["counts"] == before["counts"]
    assert after["counts"]["safe"] == 1
    assert after == before


def test_senseless_days_are_a_usage_error(staffed: Anpi) -> None:
    assert staffed("retention", "--days", "-1").exit_code == 2
    assert staffed("retention", "--days", "365001").exit_code == 2
