"""An account belongs to one active person, whatever a people file says."""

from __future__ import annotations

import pytest

from flows.work import Begin
from storage.models import people
from tests.support.company import TARO_LINE, Company
from tests.support.people_file import (
    FILE,
    LINE_1,
    LINE_2,
    counts,
    everything,
    load,
    person,
    reached,
    rows,
)


def test_an_account_of_somebody_else_is_an_error_on_its_line(begin: Begin, company: Company) -> None:
    taro = next(row for row in rows(begin, people) if row.id == company.ids["taro"]).employee_no
    before = everything(begin)
    imported = load(begin, f"employee_no,name,slack_id,LINEID\n7,七子,,\n8,八子,U0TARO,{TARO_LINE}\n")
    assert [(error.line, error.column) for error in imported.errors] == [(3, "slack_id"), (3, "LINEID")]
    assert all(taro in error.message for error in imported.errors)
    assert everything(begin) == before


def test_two_people_may_swap_their_accounts_in_one_file(begin: Begin) -> None:
    load(begin, FILE)
    header = "employee_no,name,slack_id,line_id"
    assert counts(load(begin, f"{header}\n1,花子,U0JI,{LINE_1}\n2,次郎,U0HANA,{LINE_2}\n3,三郎,,U{'3' * 32}\n")) == (
        0,
        3,
        0,
        0,
    )
    assert ("slack", "U0JI") in reached(begin, "1")
    assert ("slack", "U0HANA") in reached(begin, "2")
    assert reached(begin, "3") == [("line", "U" + "3" * 32)]


def test_a_linked_line_account_that_stays_cannot_be_given_away(begin: Begin) -> None:
    load(begin, FILE)
    imported = load(begin, f"employee_no,name,line_id\n1,花子,{LINE_1}\n2,次郎,\n")
    assert [(error.line, error.column) for error in imported.errors] == [(2, "line_id")]


@pytest.mark.parametrize("leaver", ["2,次郎,,,0", ""])
def test_an_account_of_a_leaver_is_free(begin: Begin, leaver: str) -> None:
    load(begin, FILE)
    header = "employee_no,name,slack_id,line_id,active"
    imported = load(begin, f"{header}\n1,花子,,,\n9,九子,U0JI,{LINE_1},1\n{leaver}\n", deactivate_missing=not leaver)
    assert imported.errors == ()
    assert reached(begin, "9") == [("slack", "U0JI"), ("line", LINE_1)]
    assert person(begin, "2").active is False
