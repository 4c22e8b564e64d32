"""The bench measures nothing here; it shows that it can be carried out and says what it found in the agreed shape."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.__main__ import BENCHES, main, measure
from bench.far_end import receivers
from bench.load import percentile
from bench.results import Figure, as_json, at_least, at_most, table


def test_every_promise_of_speed_and_memory_has_a_bench() -> None:
    assert set(BENCHES) >= {
        *("start_100k_sqlite", "start_100k_postgres", "line_10k", "slack_dms", "slack_dms_limited", "mail"),
        *("slack_presses_sqlite", "slack_presses_postgres", "line_webhooks_sqlite", "line_webhooks_postgres"),
        *("answers_under_fanout_sqlite", "answers_under_fanout_postgres", "memory"),
        *("import_20k_sqlite", "import_20k_postgres"),
        *("rush_sqlite", "rush_postgres"),
        *("board_100k_sqlite", "board_100k_postgres", "unit_board_sqlite", "unit_board_postgres"),
    }


def test_a_quick_run_answers_loses_nothing_and_writes_the_agreed_shape(tmp_path: Path) -> None:
    results = tmp_path / "results.json"
    figures, failed = measure(["slack_presses_sqlite"], quick=True, results=results)
    assert failed == {}
    [figure] = figures
    assert ("none lost", True) in figure.bounds
    assert json.loads(results.read_text("utf-8")) == as_json(figures)
    assert set(as_json(figures)["slack_presses_sqlite"]) == {"value", "unit", "floor", "ratio"}


def test_a_missed_bound_is_shown_and_counts() -> None:
    missed = Figure("slow", 40.0, "answers/s", 100.0, (at_least(0.4, 0.5, "ratio"),))
    held = Figure("small", 90.0, "MB", 100.0, (at_most(90.0, 250.0, "MB"), ("none lost", True)))
    assert (missed.is_held, held.is_held) == (False, True)
    lines = table([missed, held]).splitlines()
    assert "✗ ratio ≥ 0.5" in lines[1]
    assert "✓ MB ≤ 250   ✓ none lost" in lines[2]
    assert "0.40" in lines[1]


def test_the_names_are_listed_and_an_unknown_one_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    assert capsys.readouterr().out.split() == list(BENCHES)
    with pytest.raises(SystemExit, match="2"):
        main(["no_such_bench"])


def test_the_far_end_knows_whom_a_call_was_for() -> None:
    assert receivers("/v2/bot/message/multicast", b'{"to":["U1","U2"],"messages":[]}') == ["U1", "U2"]
    assert receivers("/v2/bot/message/push", b'{"to":"U1"}') == ["U1"]
    assert receivers("/api/chat.postMessage", b"channel=U1&text=x") == ["U1"]
    assert receivers("/api/chat.update", b'{"channel":"D1"}') == ["D1"]
    assert receivers("smtp", b"From: a@b\r\nTo: =?utf-8?B?x?=\r\n <p1@d1.example>\r\nSubject: x\r\n") == [
        "p1@d1.example"
    ]
    assert receivers("/actions/T1/1", b"{}") == []


def test_of_a_hundred_waits_the_p99_is_the_worst() -> None:
    assert percentile([float(number) for number in range(100)], 99) == 99.0
    assert percentile([], 99) == 0.0
