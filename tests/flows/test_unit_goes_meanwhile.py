"""A unit is deleted in the instant in which somebody names it: whoever comes second is refused in words.

On PostgreSQL alone two transactions are under way at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from bot.vocabulary import CheckKind
from flows.bulletins import SaveBulletin, save_bulletin
from flows.carry_out import carry_out
from flows.edit_units import AddUnit, add_unit, delete_unit
from flows.errors import FlowError
from flows.start_campaign import StartCampaign, start_campaign
from flows.start_check import StartCheck, start_check
from flows.work import Begin, Lane, SignedIn, Work
from tests.support.company import Company

Deed = Callable[[Work, int], Any]
#: What names the unit; what it is refused once the unit has gone; what the deletion is refused after it.
NAMING: tuple[tuple[Deed, str, str], ...] = (
    (
        lambda work, unit: start_check(work, StartCheck(CheckKind.DRILL, "訓練", unit_ids=(unit - 1, unit))),
        *("no_units", "unit_was_asked"),
    ),
    (lambda work, unit: start_campaign(work, StartCampaign((unit - 1, unit))), "no_units", "unit_was_asked"),
    (
        lambda work, unit: save_bulletin(work, SaveBulletin(None, "停電", "復旧中", unit_id=unit)),
        *("no_such_unit", "unit_was_asked"),
    ),
    (lambda work, unit: add_unit(work, AddUnit(unit, "新課")), "no_such_unit", "unit_has_units"),
)


@pytest.fixture
def database_url(postgres_url: str) -> str:
    return postgres_url


@pytest.mark.parametrize(("name_it", "gone", "named"), NAMING)
@pytest.mark.parametrize("deletes_first", [True, False])
def test_whoever_comes_second_is_refused(
    begin: Begin, company: Company, deletes_first: bool, name_it: Deed, gone: str, named: str
) -> None:
    company.person("部長", units=["総務部"])
    unit = company.unit("空課")
    hanako = SignedIn(company.ids["hanako"])
    first, second = (delete_unit, name_it) if deletes_first else (name_it, delete_unit)
    outcome: list[str] = []

    def come_second() -> None:
        try:
            carry_out(begin, hanako, lambda work: second(work, unit), Lane.FANOUT)
        except FlowError as refusal:
            outcome.append(refusal.code)

    other = threading.Thread(target=come_second)
    with begin(hanako, Lane.FANOUT) as work:
        first(work, unit)
        other.start()
        # Time to come to the unit and to wait for it; where it comes later it is refused all the same.
        other.join(0.2)
    other.join(10)
    assert outcome == [gone if deletes_first else named]
