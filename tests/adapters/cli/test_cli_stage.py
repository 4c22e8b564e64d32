"""What stands on the stage of the demo: checks remind in seconds while the story plays, calmly by hand afterwards."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from tempfile import gettempdir
from uuid import uuid4

from app import on_stage
from sandbox.residents import read_residents
from sandbox.stage import free_port
from sandbox.town import SAFETY_CHANNEL, Town


def first_reminder(title: str) -> float:
    """Seconds after the start of this check, whichever of the demos running now it belongs to."""
    found = []
    for file in Path(gettempdir()).glob("anpi-demo-*/anpi.db"):
        # Another demo may be setting up its tables just now.
        with suppress(sqlite3.OperationalError), closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            found += database.execute("SELECT reminder_plan FROM checks WHERE title = ?", [title]).fetchall()
    ((plan,),) = found
    return float(json.loads(plan)["first_after"])


def test_checks_started_by_hand_after_the_story_remind_calmly() -> None:
    in_story, by_hand = (f"震度6弱 {uuid4().hex}" for _ in range(2))
    with Town() as town, on_stage(town.settings(), town, free_port()) as product:
        town.connect(product.url)
        hanako = next(one for one in town.residents if one.role == "safety_admin")
        assert town.slack.slash_command(hanako.slack_id, SAFETY_CHANNEL, f"start {in_story}").ok
        assert first_reminder(in_story) < 10
        product.calm_down()
        assert town.slack.slash_command(hanako.slack_id, SAFETY_CHANNEL, f"start drill {by_hand}").ok
        assert first_reminder(by_hand) >= 60


def test_the_sample_company_has_a_manager_who_reads_english() -> None:
    assert [one.name for one in read_residents() if one.manages and one.locale == "en" and one.slack_id]
