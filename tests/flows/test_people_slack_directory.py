"""A people file that says nothing about somebody's Slack account leaves alone what the Slack directory has found."""

from __future__ import annotations

from flows.read_directory import read_directory
from flows.work import Begin, Operator
from tests.flows.test_read_directory import Pages, entry
from tests.support.people_file import counts, load, reached

HEAD = "employee_no,name,email,slack_id\n"
STAFF = HEAD + "1,花子,hana@aoba.example,\n2,次郎,,U0JIRO\n"


def found(begin: Begin) -> None:
    load(begin, STAFF)
    read_directory(begin, Operator(), Pages([entry("U0HANA", "hana@aoba.example")]))


def test_an_empty_field_takes_no_account_away_that_the_directory_found(begin: Begin) -> None:
    found(begin)
    assert counts(load(begin, STAFF)) == (0, 0, 2, 0)
    assert ("slack", "U0HANA") in reached(begin, "1")


def test_an_account_only_the_file_had_named_is_taken_away_by_an_empty_field(begin: Begin) -> None:
    found(begin)
    load(begin, HEAD + "2,次郎,,\n")
    assert reached(begin, "2") == []


def test_another_account_in_the_file_takes_its_place(begin: Begin) -> None:
    found(begin)
    load(begin, HEAD + "1,花子,hana@aoba.example,U0OTHER\n")
    assert [one for one in reached(begin, "1") if one[0] == "slack"] == [("slack", "U0OTHER")]


def test_an_account_that_stays_cannot_be_given_to_somebody_else(begin: Begin) -> None:
    found(begin)
    imported = load(begin, HEAD + "1,花子,hana@aoba.example,\n2,次郎,,U0HANA\n")
    assert [(error.line, error.column) for error in imported.errors] == [(3, "slack_id")]
