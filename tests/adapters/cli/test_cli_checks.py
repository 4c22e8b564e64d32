"""`anpi check …`: what is printed, for people and for programs."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from adapters.cycle.clock import SystemClock
from adapters.web.server import create_web
from adapters.web.tokens import Tokens
from bot.vocabulary import ChannelKind, Status, Via
from flows.record_answer import RecordAnswer, record_answer
from flows.work import Begin, Sender
from storage.models import audit
from tests.adapters.cli.conftest import Anpi, one_sentence, printed
from tests.conftest import DEFAULT_POLICY
from tests.support.clock import MovableClock
from tests.support.outbox import rows

KEY = "k" * 40
STANDINGS = ["help", "injured", "silent", "away", "safe"]
DELIVERIES = {"queued", "accepted", "delivered", "failed", "skipped", "unknown"}


def start(anpi: Anpi, *words: str) -> int:
    result = anpi("check", "start", "震度6弱", *words, "--json")
    assert result.exit_code == 0, result.output
    return int(printed(result)["id"])


def test_a_started_check_is_told_in_one_line_and_who_cannot_be_reached_beside_it(staffed: Anpi) -> None:
    result = staffed("check", "start", "震度6弱")
    assert re.fullmatch(r"Check \d+ 「震度6弱」 asks 5 people\.\n", result.stdout)
    assert result.stderr == "1 of them has no working contact.\n"
    assert result.exit_code == 0


@pytest.mark.parametrize(("words", "told"), [((), True), (("--drill",), False), (("--kind", "real"), False)])
def test_a_title_that_speaks_of_a_drill_is_told_to_be_a_real_check(
    staffed: Anpi, words: tuple[str, ...], told: bool
) -> None:
    result = staffed("check", "start", "テスト", *words)
    assert result.exit_code == 0
    assert ("meant as a drill" in result.stderr) is told


def test_a_second_reminder_at_once_says_that_nothing_was_sent(staffed: Anpi) -> None:
    check = str(start(staffed))
    assert staffed("check", "remind", check).output.startswith("Asked again: 4")
    again = staffed("check", "remind", check)
    assert (again.exit_code, again.stdout) == (0, "A reminder has just gone out: nothing was sent. Wait a minute.\n")


def test_show_has_the_fixed_shape(staffed: Anpi) -> None:
    check = start(staffed, "--drill", "--message", "訓練です")
    view = printed(staffed("check", "show", str(check), "--json"))
    assert (view["id"], view["kind"], view["title"], view["state"]) == (check, "drill", "震度6弱", "active")
    assert datetime.fromisoformat(view["started_at"]).utcoffset() == timedelta(0)
    assert view["roll"] == 5
    assert list(view["counts"]) == STANDINGS
    assert view["counts"]["silent"] == sum(view["counts"].values()) == 5
    assert set(view["deliveries"]) == DELIVERIES
    assert view["deliveries"]["queued"] == 4
    assert {"guests": 0, "unclaimed_help": 0, "reminders_sent": 0, "unreachable": 1}.items() <= view.items()


def test_the_five_counts_follow_the_answers(staffed: Anpi, begin: Begin, clock: MovableClock) -> None:
    check = start(staffed)
    with begin(Sender(ChannelKind.SLACK, "U1HANAKO")) as work:
        record_answer(work, RecordAnswer(Status.HELP, clock.now(), Via.SLACK, check_id=check))
    view = printed(staffed("check", "show", str(check), "--json"))
    assert view["counts"] == {"help": 1, "injured": 0, "silent": 4, "away": 0, "safe": 0}
    assert view["unclaimed_help"] == 1


@pytest.mark.parametrize("who", ["HANAKO@aoba.example", "1"])
def test_a_managers_own_link_to_the_board_is_printed_and_opens_it(
    staffed: Anpi, begin: Begin, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    monkeypatch.setenv("ANPI_SECRET_KEY", KEY)
    assert staffed("admin", "grant", "hanako@aoba.example").exit_code == 0
    check = start(staffed)
    shown = staffed("check", "show", str(check), "--link-for", who)
    (link,) = re.findall(r"board: (http://127\.0\.0\.1:8080/console/checks/\S+)", shown.stdout)
    assert printed(staffed("check", "show", str(check), "--link-for", who, "--json"))["board_url"].startswith(
        f"http://127.0.0.1:8080/console/checks/{check}?t="
    )
    web = create_web(begin, Tokens(KEY, SystemClock()), SystemClock(), DEFAULT_POLICY).test_client()
    people = link.removeprefix("http://127.0.0.1:8080").replace("?t=", "/people?t=")
    assert "青木 花子" in web.get(people).text
    made = rows(begin, audit, action="board_link_made")
    assert [row.check_id for row in made] == [check, check]
    assert link not in str(made)


def test_nobody_but_a_manager_gets_a_link_to_the_board(staffed: Anpi) -> None:
    check = str(start(staffed))
    assert "is no manager" in one_sentence(staffed("check", "show", check, "--link-for", "taro@aoba.example"))
    assert "address nobody@x.example" in one_sentence(staffed("check", "show", check, "--link-for", "nobody@x.example"))
    assert "not on the staff list" in one_sentence(staffed("check", "show", check, "--link-for", "99"))
    assert "board_url" not in printed(staffed("check", "show", check, "--json"))


def test_list_has_the_fixed_shape_newest_first(staffed: Anpi) -> None:
    first = start(staffed, "--unit", "大阪支社")
    second = start(staffed, "--unit", "本社/開発部", "--kind", "drill")
    listed = printed(staffed("check", "list", "--json"))
    assert [(one["id"], one["kind"], one["state"]) for one in listed] == [
        (second, "drill", "active"),
        (first, "real", "active"),
    ]
    assert all(set(one) == {"id", "kind", "title", "state", "started_at"} for one in listed)


def test_without_any_check_the_list_says_how_to_start_one(anpi: Anpi) -> None:
    assert "anpi check start" in anpi("check", "list").stdout
    assert printed(anpi("check", "list", "--json")) == []


def test_people_read_the_same_facts(staffed: Anpi) -> None:
    check = start(staffed)
    listed = staffed("check", "list").stdout
    assert re.search(rf"{check}  \d\d-\d\d \d\d:\d\d  active     real   震度6弱", listed)
    shown = staffed("check", "show", str(check)).stdout
    assert "real, active, since" in shown
    assert re.search(r"silent +5", shown)
    assert "unreachable 1" in shown
    assert "queued 4" in shown


def test_a_unit_means_it_and_all_below(staffed: Anpi) -> None:
    check = start(staffed, "--unit", "本社/開発部")
    assert printed(staffed("check", "show", str(check), "--json"))["roll"] == 2


def test_the_reminders_of_the_command_line_replace_the_usual_ones(staffed: Anpi) -> None:
    check = start(staffed, "--remind-first", "45s", "--remind-every", "2m", "--remind-most", "1")
    view = printed(staffed("check", "show", str(check), "--json"))
    wait = datetime.fromisoformat(view["next_reminder_at"]) - datetime.fromisoformat(view["started_at"])
    assert wait == timedelta(seconds=45)


def test_no_reminders_at_all_may_be_wished(staffed: Anpi) -> None:
    check = start(staffed, "--remind-most", "0")
    assert printed(staffed("check", "show", str(check), "--json"))["next_reminder_at"] is None


def test_a_similar_check_is_asked_about_and_started_with_yes(staffed: Anpi) -> None:
    first = start(staffed)
    assert f"check {first} " in one_sentence(staffed("check", "start", "もう一度"))
    assert len(printed(staffed("check", "list", "--json"))) == 1
    assert start(staffed, "--yes") != first


def test_remind_and_close(staffed: Anpi) -> None:
    check = str(start(staffed))
    reminded = staffed("check", "remind", check)
    assert reminded.stdout == "Asked again: 4 (round 1). No contact works: 1.\n"
    assert staffed("check", "close", check).stdout == f"Check {check} is closed.\n"
    assert staffed("check", "close", check).stdout == f"Check {check} had been closed already.\n"
    assert printed(staffed("check", "show", check, "--json"))["state"] == "closed"
    assert "closed" in one_sentence(staffed("check", "remind", check))
    other = str(start(staffed))
    told = f"Check {other} is closed; everybody who was asked is told.\n"
    assert staffed("check", "close", other, "--tell").stdout == told
    assert staffed("check", "close", other, "--tell").stdout == f"Check {other} had been closed already.\n"


@pytest.mark.parametrize("verb", ["show", "remind", "close"])
def test_an_unknown_check_is_one_sentence(anpi: Anpi, verb: str) -> None:
    assert one_sentence(anpi("check", verb, "404")).startswith("There is no such safety check.")


def test_an_unknown_unit_is_named(staffed: Anpi) -> None:
    assert one_sentence(staffed("check", "start", "x", "--unit", "本社/無い課")).startswith("本社/無い課: There is no")
    assert printed(staffed("check", "list", "--json")) == []


def test_nobody_to_ask_is_one_sentence(anpi: Anpi) -> None:
    assert "nobody to ask" in one_sentence(anpi("check", "start", "x"))


@pytest.mark.parametrize(
    "words",
    [
        ("check", "start"),
        ("check", "start", "x", "--kind", "REAL"),
        ("check", "start", "x", "--remind-first", "soon"),
        ("check", "start", "x", "--remind-most", "-1"),
        ("check", "show", "first"),
        ("check", "show", "9" * 20),
        ("check", "shout"),
        ("nonsense",),
    ],
)
def test_usage_errors_exit_with_2(anpi: Anpi, words: tuple[str, ...]) -> None:
    result = anpi(*words)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert result.stdout == ""
