"""A people file never takes the last safety admin away: neither the role nor the person."""

from __future__ import annotations

import pytest

from bot.vocabulary import Role
from flows.work import Begin
from storage.models import people
from tests.support.checks import row_of
from tests.support.company import Company
from tests.support.people_file import load


@pytest.mark.parametrize(
    ("text", "missing_leave", "where"),
    [
        ("employee_no,name,role\nE0001,花子,\n", False, (2, "role")),
        ("社員番号,氏名,在籍\nE0003,太郎,1\nE0001,花子,0\n", False, (3, "在籍")),
        ("employee_no,name,role\nE0003,太郎,\n", True, (1, "")),
        ("employee_no,name,role,active\nE0001,花子,,1\nE0003,太郎,safety_admin,0\n", False, (2, "role")),
    ],
)
def test_the_last_one_is_an_error(
    text: str, missing_leave: bool, where: tuple[int, str], begin: Begin, company: Company
) -> None:
    imported = load(begin, text, deactivate_missing=missing_leave)
    assert [(error.line, error.column) for error in imported.errors] == [where]
    hanako = row_of(begin, people, id=company.ids["hanako"])
    assert (hanako.role, hanako.active) == (Role.SAFETY_ADMIN, True)


@pytest.mark.parametrize(
    ("text", "missing_leave"),
    [
        ("employee_no,name,role\nE0001,花子,\nE0003,太郎,safety_admin\n", False),
        ("employee_no,name,role\nE0003,太郎,\n", False),
        ("employee_no,name\nE0001,花子\n", True),
    ],
)
def test_another_one_or_whoever_is_not_spoken_of_is_enough(
    text: str, missing_leave: bool, begin: Begin, company: Company
) -> None:
    assert load(begin, text, deactivate_missing=missing_leave).errors == ()


def test_a_company_that_has_none_goes_on_without(begin: Begin) -> None:
    assert load(begin, "employee_no,name,role\n1,花子,\n").errors == ()
    assert load(begin, "employee_no,name,role\n1,花子,\n").errors == ()
